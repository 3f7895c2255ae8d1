import { isPlatformError } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { Inject, Injectable } from '@nestjs/common';
import { cycles } from '../collections.js';
import { addDays } from '../domain/calendar-day.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';
import { MoveCycle } from '../move-cycle/move-cycle.js';

/** Begins the reflections that are due. A paused cycle waits: the clock looks at those that are implementing only. */
@Injectable()
export class ReviewWhenDue {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(MoveCycle) private readonly moves: MoveCycle,
  ) {}

  /** Call it once a day, or as often as you like: what was begun is not begun again. Says how many it began. */
  async run(): Promise<number> {
    const range = { equals: ['implementing'], below: addDays(this.keep.today(), 1) };
    let begun = 0;
    let after: string | undefined;
    do {
      const page = await this.store.find(cycles, 'by-review-day', range, { limit: 200, after });
      for (const { body } of page.items) begun += Number(await this.reflect(body.district, body.id));
      after = page.next;
    } while (after !== undefined);
    return begun;
  }

  /** Somebody who moves the cycle at the same moment wins; the next run looks again. */
  private async reflect(district: string, cycleId: string): Promise<boolean> {
    try {
      return await this.moves.reflectByClock(district, cycleId);
    } catch (error) {
      if (isPlatformError(error, 'version-conflict')) return false;
      throw error;
    }
  }
}
