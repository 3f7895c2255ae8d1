import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A child process that says on its output, a line each, what was acknowledged to it. */
export interface ChildRun {
  /** The lines so far. */
  readonly lines: readonly string[];
  /** Resolves when the child has said this many lines, or is gone. */
  said(count: number): Promise<void>;
  /** kill -9, unless another signal is named. */
  kill(signal?: NodeJS.Signals): void;
  /** How it ended; the text it wrote to its error output is in `errors`. */
  readonly ended: Promise<{ readonly signal: string | null; readonly code: number | null; readonly errors: string }>;
}

/** Starts a built program of this repository; `npx tsc -b` must have been run. */
export function runChild(program: string, argument: unknown, { heapMb }: { heapMb?: number } = {}): ChildRun {
  if (!existsSync(program)) throw new Error(`${program} is not built: run npx tsc -b first`);
  const limits = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const child = spawn(process.execPath, [...limits, program, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let isGone = false;
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of [...waiting]) look();
  });
  const ended = new Promise<{ signal: string | null; code: number | null; errors: string }>((resolve) => {
    child.on('close', (code, signal) => {
      isGone = true;
      for (const look of [...waiting]) look();
      resolve({ signal, code, errors });
    });
  });
  const said = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (lines.length < count && !isGone) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { lines, said, kill: (signal = 'SIGKILL') => void child.kill(signal), ended };
}
