import type { Principal } from '@evenground/auth';
import type { ReportView, ReportsAnswer, ReportsQuery } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { problem } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, reportCounts, reports } from '../collections.js';
import { type ExactCounts, addCounts, shownCounts } from '../domain/count-reports.js';
import { isInScope, mayReadText, reportView } from '../keep-report/report-scope.js';
import { KnowCycles } from '../know-cycles/know-cycles.js';

/** Lists the reports whose text the caller may read, and says of all of them how many there are. */
@Injectable()
export class ShowReports {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KnowCycles) private readonly cycles: KnowCycles,
  ) {}

  /** A page may hold fewer than asked where reports that the caller may not read lie in between. */
  async list(principal: Principal, district: string, query: ReportsQuery): Promise<ReportsAnswer> {
    const { cycleId, limit, after } = query;
    if (cycleId !== undefined) await this.requireCycle(principal, district, cycleId);
    const prefix = cycleId === undefined ? `${district}/` : `${keyOf(district, cycleId)}/`;
    const page = await this.store.list(reports, prefix, { limit, after });
    const items: ReportView[] = [];
    for (const { body, version } of page.items) {
      const cycle = await this.cycles.find(district, body.cycleId);
      if (mayReadText(principal, body, cycle)) items.push(reportView(body, version));
    }
    const summary = shownCounts(await this.counts(principal, district, cycleId));
    return { items, next: page.next ?? null, summary };
  }

  private async requireCycle(principal: Principal, district: string, cycleId: string): Promise<void> {
    const cycle = await this.cycles.find(district, cycleId);
    if (cycle === undefined) throw problem(404, 'cycle/unknown', 'There is no such cycle.');
    if (!isInScope(principal, cycle, undefined)) throw problem(403, 'scope/outside', 'This is outside your scope.');
  }

  private async counts(principal: Principal, district: string, cycleId: string | undefined): Promise<ExactCounts> {
    if (cycleId !== undefined) {
      return (await this.store.load(reportCounts, [keyOf(district, cycleId)]))[0]?.body.counts ?? {};
    }
    let sum: ExactCounts = {};
    let after: string | undefined;
    do {
      const page = await this.store.list(reportCounts, `${district}/`, { limit: 500, after });
      for (const { id, body } of page.items) {
        const cycle = await this.cycles.find(district, id.slice(district.length + 1));
        if (isInScope(principal, cycle, undefined)) sum = addCounts(sum, body.counts);
      }
      after = page.next;
    } while (after !== undefined);
    return sum;
  }
}
