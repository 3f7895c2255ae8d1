import type { Clock } from '@evenground/config';

export interface RepeatOptions {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
  readonly onFault: (error: unknown) => void;
}

/** Runs at once and then again and again, `everyMs` after each end. The returned function waits for the run in hand. */
export function repeat({ clock, everyMs, run, onFault }: RepeatOptions): () => Promise<void> {
  let isStopped = false;
  let cancel = (): void => undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = (): void => {
    running = run()
      .catch(onFault)
      .then(() => {
        if (!isStopped) cancel = clock.after(everyMs, turn);
      });
  };
  turn();
  return () => {
    isStopped = true;
    cancel();
    return running;
  };
}
