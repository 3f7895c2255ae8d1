import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { Inject, Injectable } from '@nestjs/common';
import { type KeptTheme, themes } from '../collections.js';
import { CommitReports } from '../keep-report/commit-reports.js';
import { RestateKept } from '../restate-kept/restate-kept.js';

/** Says the published themes of a cycle again on request. */
@Injectable()
export class RestateThemes extends RestateKept<KeptTheme> {
  constructor(@Inject(DOCUMENT_STORE) store: DocumentStore, @Inject(CommitReports) commits: CommitReports) {
    const eventsOf = ({ district, ...theme }: KeptTheme) => [{ type: 'theme.published', data: { district, theme } }];
    super(store, commits, { collection: themes, eventsOf });
  }
}
