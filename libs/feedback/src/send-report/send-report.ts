import { createHash } from 'node:crypto';
import { type Principal, grantsFor } from '@evenground/auth';
import { CLOCK, type Clock, RANDOM, type Random, instant, randomId } from '@evenground/config';
import type { ReportView, SendReportBody } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Write } from '@evenground/document-store';
import {
  IdempotencyKeys,
  type Written,
  currentCorrelationId,
  problem,
  written,
  repeatOnConflict,
} from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { type KnownCycle, keyOf, reportCounts, reportPlaces, reports } from '../collections.js';
import { addCounts } from '../domain/count-reports.js';
import { type Report, type SentReport, reportOf, sentEvent } from '../domain/report.js';
import { CommitReports, REPORTS_TOPIC } from '../keep-report/commit-reports.js';
import { isInScope, reportView } from '../keep-report/report-scope.js';
import { KnowCycles } from '../know-cycles/know-cycles.js';

export interface SendCall {
  readonly principal: Principal;
  readonly district: string;
  readonly body: SendReportBody;
  readonly key: string | undefined;
}

/** Takes a report in and routes it. */
@Injectable()
export class SendReport {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
    @Inject(KnowCycles) private readonly cycles: KnowCycles,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  async send(call: SendCall): Promise<Written<unknown>> {
    const { principal, district, body } = call;
    const cycle = await this.cycles.require(district, body.cycleId, body.interventionId);
    judgePlace(principal, cycle, body.schoolId);
    const report = reportOf(this.sent(call));
    return repeatOnConflict(() => (report.anonymous ? this.sendUnlinked(call, report) : this.sendNamed(call, report)));
  }

  private async sendNamed({ principal, district, body, key }: SendCall, report: Report): Promise<Written<unknown>> {
    const begun = await this.keys.begin(principal, `POST /frontline-reports in ${district}`, key, body);
    if (begun.kind === 'again') return written(begun.response.body, begun.response.positions, begun.response.status);
    const view = reportView(report, 1);
    const streams = [{ topic: REPORTS_TOPIC, stream: keyOf(district, report.cycleId) }];
    return this.commit(report, view, begun.write({ status: 201, body: view, streams }));
  }

  /**
   * Why no kept answer: it would stand there with its day. Instead the id follows from the key, which only the sender
   * has, so that the same request again meets the same report.
   */
  private async sendUnlinked({ district, key }: SendCall, drawn: Report): Promise<Written<unknown>> {
    if (key === undefined) return this.commit(drawn, reportView(drawn, 1), []);
    const report = { ...drawn, id: createHash('sha256').update(`report|${key}`).digest('base64url').slice(0, 22) };
    const [known] = await this.store.load(reports, [keyOf(district, report.cycleId, report.id)]);
    if (known === undefined) return this.commit(report, reportView(report, 1), []);
    if (known.body.text !== report.text || known.body.kind !== report.kind) {
      throw problem(409, 'idempotency/reused', 'This Idempotency-Key came with another body before.');
    }
    return written(reportView(known.body, 1), [], 201);
  }

  private async commit(report: Report, view: ReportView, kept: readonly Write[]): Promise<Written<unknown>> {
    const cycleKey = keyOf(report.district, report.cycleId);
    const [counted] = await this.store.load(reportCounts, [cycleKey]);
    const counts = addCounts(counted?.body.counts ?? {}, { [report.kind]: 1 });
    // Why a random id for an anonymous one: that of the request stands in the access log, beside who sent it.
    const correlationId = report.anonymous ? randomId(this.random) : (currentCorrelationId() ?? report.id);
    const committed = await this.commits.commit({
      writes: [
        { collection: reports, id: `${cycleKey}/${report.id}`, expected: 0, body: report },
        {
          collection: reportPlaces,
          id: keyOf(report.district, report.id),
          expected: 0,
          body: { cycleId: report.cycleId },
        },
        { collection: reportCounts, id: cycleKey, expected: counted?.version ?? 0, body: { counts } },
        ...kept,
      ],
      publish: [
        { topic: REPORTS_TOPIC, stream: cycleKey, type: 'report.sent', data: sentEvent(report), correlationId },
      ],
    });
    return written(view, committed.positions, 201);
  }

  private sent({ principal, district, body }: SendCall): SentReport {
    const { district: _asked, ...said } = body;
    const role = grantsFor(principal, 'frontline-reports.write')[0]?.role ?? 'teacher';
    return {
      ...said,
      ...{ id: randomId(this.random), district, role, author: principal.id },
      on: instant(this.clock).slice(0, 10),
    };
  }
}

/** @throws HttpProblem 403 `scope/outside`, 422 `report/invalid` */
function judgePlace(principal: Principal, cycle: KnownCycle, schoolId: string | undefined): void {
  if (schoolId !== undefined && cycle.schoolIds.length > 0 && !cycle.schoolIds.includes(schoolId)) {
    throw problem(422, 'report/invalid', 'schoolId: a school of the cycle', {
      field: 'schoolId',
      was: schoolId,
      wouldBeRight: 'a school of the cycle',
    });
  }
  if (!isInScope(principal, cycle, schoolId)) throw problem(403, 'scope/outside', 'This is outside your scope.');
}
