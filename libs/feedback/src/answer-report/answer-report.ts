import type { Principal } from '@evenground/auth';
import { CLOCK, type Clock, instant } from '@evenground/config';
import { type AnswerReportBody, type ReportView, isRefusal } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type OutgoingEvent, type Stored } from '@evenground/document-store';
import {
  IdempotencyKeys,
  type Written,
  currentCorrelationId,
  problem,
  throwRefusal,
  written,
  repeatOnConflict,
} from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, reportPlaces, reports } from '../collections.js';
import { type Report, type ReportCommand, decideReportStep } from '../domain/report.js';
import { CommitReports, REPORTS_TOPIC } from '../keep-report/commit-reports.js';
import { isRoutedTo, mayReadText, reportView } from '../keep-report/report-scope.js';
import { KnowCycles } from '../know-cycles/know-cycles.js';

export interface ReportCall {
  readonly principal: Principal;
  readonly district: string;
  readonly reportId: string;
}

/** What a command on a report says beside its name. */
export type ReportStepBody = Partial<AnswerReportBody> & { readonly to?: readonly string[] };

/** Sees, routes on, answers and closes reports; only those do to whom a report is routed. */
@Injectable()
export class AnswerReport {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
    @Inject(KnowCycles) private readonly cycles: KnowCycles,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  step(
    call: ReportCall,
    command: ReportCommand,
    body: ReportStepBody,
    key: string | undefined,
  ): Promise<Written<unknown>> {
    return repeatOnConflict(() => this.attempt(call, command, body, key));
  }

  /** @throws HttpProblem 404 `report/unknown`, 403 for those who may not read its text */
  async read(call: ReportCall): Promise<ReportView> {
    const stored = await this.require(call);
    const cycle = await this.cycles.find(call.district, stored.body.cycleId);
    if (!mayReadText(call.principal, stored.body, cycle)) throw notYours();
    return reportView(stored.body, stored.version);
  }

  private async attempt(
    call: ReportCall,
    command: ReportCommand,
    body: ReportStepBody,
    key: string | undefined,
  ): Promise<Written<unknown>> {
    const { principal, district, reportId } = call;
    const route = `POST /frontline-reports/${reportId}/${command} in ${district}`;
    const begun = await this.keys.begin(principal, route, key, body);
    if (begun.kind === 'again') return written(begun.response.body, begun.response.positions, begun.response.status);
    const stored = await this.require(call);
    const cycle = await this.cycles.find(district, stored.body.cycleId);
    if (!isRoutedTo(principal, stored.body, cycle)) throw notYours();
    if (body.expectedVersion !== undefined && body.expectedVersion !== stored.version) throw stale(stored.version);
    const moved = decideReportStep(stored.body, command);
    if (isRefusal(moved)) throwRefusal(moved);
    const report = this.withWords(moved, principal, body);
    const view = reportView(report, stored.version + 1);
    const stream = keyOf(district, report.cycleId);
    const publish = command === 'answer' ? [this.answered(report, stream)] : [];
    const streams = publish.map(({ topic }) => ({ topic, stream }));
    const committed = await this.commits.commit({
      writes: [
        { collection: reports, id: stored.id, expected: stored.version, body: report },
        ...begun.write({ status: 200, body: view, streams }),
      ],
      publish,
    });
    return written(view, committed.positions, 200);
  }

  private withWords(report: Report, principal: Principal, { text, to }: ReportStepBody): Report {
    if (to !== undefined) return { ...report, routedTo: [...new Set([...report.routedTo, ...to])] };
    if (text === undefined) return report;
    const byRole = principal.roles.find((role) => report.routedTo.includes(role)) ?? 'none';
    return { ...report, answer: { text, on: instant(this.clock).slice(0, 10), byRole, by: principal.id } };
  }

  private answered(report: Report, stream: string): OutgoingEvent {
    const { district, cycleId, id: reportId } = report;
    const answeredOn = report.answer?.on ?? instant(this.clock).slice(0, 10);
    return {
      topic: REPORTS_TOPIC,
      stream,
      type: 'report.answered',
      data: { district, cycleId, reportId, answeredOn },
      correlationId: currentCorrelationId() ?? reportId,
    };
  }

  private async require({ district, reportId }: ReportCall): Promise<Stored<Report>> {
    const [place] = await this.store.load(reportPlaces, [keyOf(district, reportId)]);
    const [stored] = place ? await this.store.load(reports, [keyOf(district, place.body.cycleId, reportId)]) : [];
    if (stored === undefined) throw problem(404, 'report/unknown', 'There is no such report.');
    return stored;
  }
}

function notYours(): Error {
  return problem(403, 'scope/outside', 'This report was not routed to you.');
}

function stale(version: number): Error {
  return problem(409, 'version/stale', 'Somebody else changed this in the meantime; load it again.', {
    field: 'expectedVersion',
    wouldBeRight: String(version),
  });
}
