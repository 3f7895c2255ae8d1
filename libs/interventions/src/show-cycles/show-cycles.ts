import type { Principal } from '@evenground/auth';
import type { CycleDetail, CycleView, CyclesQuery } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Page } from '@evenground/document-store';
import { type PageAnswer, pageOf } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { cycles } from '../collections.js';
import { allowedSteps } from '../domain/cycle-steps.js';
import type { Cycle } from '../domain/cycle.js';
import { mayReadCycle, requireReadableCycle } from '../keep-cycle/cycle-scope.js';
import { cycleView } from '../keep-cycle/cycle-view.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';
import { MoveCycle } from '../move-cycle/move-cycle.js';

/** Reads cycles: a list of those in the caller's scope, and one with what may be done next. */
@Injectable()
export class ShowCycles {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(MoveCycle) private readonly moves: MoveCycle,
  ) {}

  async one(principal: Principal, district: string, cycleId: string): Promise<CycleDetail> {
    const { body: cycle } = await this.keep.require(district, cycleId);
    requireReadableCycle(principal, cycle);
    const allowed = allowedSteps(cycle, principal.roles, await this.moves.context(cycle));
    return { ...cycleView(cycle), allowed: allowed.map((step) => ({ ...step, missing: [...step.missing] })) };
  }

  /** A page may hold fewer than asked where cycles outside of the caller's schools lie in between. */
  async list(principal: Principal, district: string, query: CyclesQuery): Promise<PageAnswer<CycleView>> {
    const page = await this.page(district, query);
    const readable = page.items.map(({ body }) => body).filter((cycle) => mayReadCycle(principal, cycle));
    return pageOf(readable.map(cycleView), page.next);
  }

  private page(district: string, { state, limit, after }: CyclesQuery): Promise<Page<Cycle>> {
    return state === undefined
      ? this.store.find(cycles, 'by-district', { equals: [district] }, { limit, after })
      : this.store.find(cycles, 'by-state', { equals: [district, state] }, { limit, after });
  }
}
