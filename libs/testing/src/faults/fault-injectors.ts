import { writeSync } from 'node:fs';

/** What a child says before it stands still. */
export const FROZEN = 'frozen';

/** What every adapter's fault injector looks like: called at each of the adapter's named instants. */
export interface Injector {
  at(point: string): void;
}

/** Ends this process as a power cut would, at the n-th time (from 1) that the point is reached. */
export function killAt(point: string, hit: number): Injector {
  return countDown(point, hit, () => process.kill(process.pid, 'SIGKILL'));
}

/** Has this process stand still, as one that its machine forgets, at the n-th time that the point is reached, once. */
export function freezeAt(point: string, hit: number): Injector {
  return countDown(point, hit, () => {
    writeSync(process.stdout.fd, `${FROZEN}\n`); // at once: what waits in a buffer would not be heard
    process.kill(process.pid, 'SIGSTOP');
  });
}

/** Throws `InjectedFault` at the n-th time (from 1) that the point is reached, once. */
export function throwAt(point: string, hit: number): Injector {
  return countDown(point, hit, () => {
    throw new InjectedFault(point, hit);
  });
}

export class InjectedFault extends Error {
  constructor(
    readonly point: string,
    readonly hit: number,
  ) {
    super(`injected at ${point}, hit ${hit}`);
    this.name = 'InjectedFault';
  }
}

/** Counts how often each point is reached. */
export class HitRecorder implements Injector {
  readonly hits = new Map<string, number>();

  at(point: string): void {
    this.hits.set(point, (this.hits.get(point) ?? 0) + 1);
  }
}

function countDown(point: string, hit: number, act: () => void): Injector {
  let left = hit;
  return {
    at: (reached) => {
      if (reached !== point) return;
      left -= 1;
      if (left === 0) act();
    },
  };
}
