import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { Inject, Injectable } from '@nestjs/common';
import { reports } from '../collections.js';
import { type Report, sentEvent } from '../domain/report.js';
import { CommitReports } from '../keep-report/commit-reports.js';
import { RestateKept } from '../restate-kept/restate-kept.js';

/** Says the reports of a cycle again on request: that they were sent, and answered. */
@Injectable()
export class RestateReports extends RestateKept<Report> {
  constructor(@Inject(DOCUMENT_STORE) store: DocumentStore, @Inject(CommitReports) commits: CommitReports) {
    super(store, commits, { collection: reports, eventsOf });
  }
}

function eventsOf(report: Report): { readonly type: string; readonly data: unknown }[] {
  const { district, cycleId, id: reportId, answer } = report;
  const sent = { type: 'report.sent', data: sentEvent(report) };
  if (answer === undefined) return [sent];
  return [sent, { type: 'report.answered', data: { district, cycleId, reportId, answeredOn: answer.on } }];
}
