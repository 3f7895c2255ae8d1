import type { Clock } from '@evenground/config';
import { isPlatformError } from '@evenground/contracts';
import type { ProcessorLog } from './process-uploads/upload-processor.js';

const RETRY_MS = 1000;

/** Jobs that run one after another beside the requests; asked for twice while one waits, it runs once. */
export class BackgroundWork {
  private readonly due = new Map<string, () => Promise<void>>();
  private running: Promise<void> | undefined;
  private isStopped = false;
  private cancels = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    private readonly log: ProcessorLog,
  ) {}

  ask(name: string, job: () => Promise<void>): void {
    if (this.isStopped) return;
    this.due.set(name, job);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Does a job now and again after each such time. */
  repeat(name: string, job: () => Promise<void>, everyMs: number): void {
    this.ask(name, job);
    this.later(everyMs, () => this.repeat(name, job, everyMs));
  }

  /** Resolves when nothing is due. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const cancel of this.cancels) cancel();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let next = this.take(); next !== undefined && !this.isStopped; next = this.take()) {
      const [name, job] = next;
      try {
        await job();
      } catch (error) {
        this.log.warn(
          {
            job: name,
            code: isPlatformError(error) ? error.code : 'unexpected',
            error: error instanceof Error ? error.name : undefined,
          },
          'a job could not go on',
        );
        this.later(RETRY_MS, () => this.ask(name, job));
      }
    }
  }

  private take(): [string, () => Promise<void>] | undefined {
    for (const next of this.due) {
      this.due.delete(next[0]);
      return next;
    }
    return undefined;
  }

  private later(delayMs: number, run: () => void): void {
    if (this.isStopped) return;
    const cancel = this.clock.after(delayMs, () => {
      this.cancels.delete(cancel);
      run();
    });
    this.cancels.add(cancel);
  }
}
