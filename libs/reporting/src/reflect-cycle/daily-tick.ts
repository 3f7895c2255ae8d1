import type { Clock } from '@evenground/config';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ReflectCycle } from './reflect-cycle.js';

const DAY_MS = 86_400_000;
const TRY_AGAIN_MS = 60_000;

/** Lets every day begin with a look at all open cycles; also at the start, for the days that passed meanwhile. */
export class DailyTick implements OnApplicationBootstrap, OnModuleDestroy {
  private cancel = (): void => undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly feature: Pick<ReflectCycle, 'dayPassed'>,
    private readonly clock: Clock,
    private readonly onFault: (error: unknown) => void,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    this.cancel();
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.cancel = this.clock.after(delayMs, () => {
      this.running = this.feature.dayPassed().then(
        () => this.schedule(DAY_MS - (this.clock.nowMs() % DAY_MS)),
        (error: unknown) => {
          if (!this.isStopped) this.onFault(error);
          this.schedule(TRY_AGAIN_MS);
        },
      );
    });
  }
}
