import type { Clock } from '@evenground/config';
import { isPlatformError } from '@evenground/contracts';

export interface CheckResult {
  readonly healthy: boolean;
  /** For operators; without data. */
  readonly reason?: string;
}

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Resolves when it is well; says or throws what is not. */
export type Check = () => Promise<CheckResult | void>;

const LONGEST_CHECK_MS = 2_000; // an orchestrator's probe waits a few seconds

/**
 * What makes a process live (it should not be restarted) and ready (it should get requests): named checks, all asked
 * at each call. One that throws or does not answer within two seconds has failed.
 */
export class Health {
  private readonly liveness = new Map<string, Check>();
  private readonly readiness = new Map<string, Check>();

  constructor(private readonly clock: Clock) {}

  liveWhen(name: string, check: Check): void {
    this.liveness.set(name, check);
  }

  readyWhen(name: string, check: Check): void {
    this.readiness.set(name, check);
  }

  /** Ready only after the returned function was called once, e.g. when a projection has caught up. */
  readyAfter(name: string): () => void {
    let isDone = false;
    this.readyWhen(name, async () => ({ healthy: isDone, ...(isDone ? {} : { reason: 'not yet' }) }));
    return () => {
      isDone = true;
    };
  }

  live(): Promise<HealthReport> {
    return this.report(this.liveness);
  }

  /** Ready implies live. */
  ready(): Promise<HealthReport> {
    return this.report(new Map([...this.liveness, ...this.readiness]));
  }

  private async report(checks: ReadonlyMap<string, Check>): Promise<HealthReport> {
    const results = await Promise.all([...checks].map(async ([name, check]) => [name, await this.ask(check)] as const));
    const healthy = results.every(([, result]) => result.healthy);
    return { status: healthy ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
  }

  private async ask(check: Check): Promise<CheckResult> {
    let cancel = (): void => undefined;
    const late = new Promise<CheckResult>((resolve) => {
      cancel = this.clock.after(LONGEST_CHECK_MS, () => resolve({ healthy: false, reason: 'no answer' }));
    });
    try {
      return (await Promise.race([check(), late])) ?? { healthy: true };
    } catch (error) {
      return { healthy: false, reason: isPlatformError(error) ? error.code : 'failed' };
    } finally {
      cancel();
    }
  }
}
