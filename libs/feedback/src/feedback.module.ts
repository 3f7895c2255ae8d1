import { CLOCK, type Clock, RANDOM, type Random } from '@evenground/config';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { PositionWaiter } from '@evenground/event-log';
import { RunCommand, idempotencyKeysProvider } from '@evenground/http';
import type { DynamicModule } from '@nestjs/common';
import { AnswerReport } from './answer-report/answer-report.js';
import { AnswerReportController } from './answer-report/answer-report.controller.js';
import { CommitReports } from './keep-report/commit-reports.js';
import { KnowCycles } from './know-cycles/know-cycles.js';
import { KnowCyclesController } from './know-cycles/know-cycles.controller.js';
import { PublishTheme } from './publish-theme/publish-theme.js';
import { PublishThemeController } from './publish-theme/publish-theme.controller.js';
import { RestateReports } from './restate-reports/restate-reports.js';
import { RestateReportsController } from './restate-reports/restate-reports.controller.js';
import { RestateThemes } from './restate-themes/restate-themes.js';
import { RestateThemesController } from './restate-themes/restate-themes.controller.js';
import { SendReport } from './send-report/send-report.js';
import { SendReportController } from './send-report/send-report.controller.js';
import { ShowReports } from './show-reports/show-reports.js';
import { ShowReportsController } from './show-reports/show-reports.controller.js';

export interface FeedbackOptions {
  /** Opened for `feedback` with `feedbackCollections`. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  /** The one that answers `Evenground-After`; the service tells it what it has committed and handled. */
  readonly positions: PositionWaiter;
}

/** What the front line reports, who answers it, and how it becomes known without telling who said it. */
export class FeedbackModule {
  static register(options: FeedbackOptions): DynamicModule {
    return {
      module: FeedbackModule,
      controllers: [
        ...[SendReportController, ShowReportsController, AnswerReportController],
        ...[KnowCyclesController, RestateReportsController],
        ...[PublishThemeController, RestateThemesController],
      ],
      providers: [
        { provide: DOCUMENT_STORE, useValue: options.store },
        { provide: CLOCK, useValue: options.clock },
        { provide: RANDOM, useValue: options.random },
        { provide: PositionWaiter, useValue: options.positions },
        idempotencyKeysProvider,
        ...[RunCommand, PublishTheme, RestateThemes],
        ...[CommitReports, KnowCycles, SendReport, AnswerReport, ShowReports, RestateReports],
      ],
    };
  }
}
