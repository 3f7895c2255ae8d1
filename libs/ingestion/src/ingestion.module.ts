import { CLOCK } from '@evenground/config';
import { DOCUMENT_STORE } from '@evenground/document-store';
import { idempotencyKeysProvider } from '@evenground/http';
import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DeclareCompletenessController } from './declare-completeness/declare-completeness.controller.js';
import { DefineAssessmentController } from './define-assessment/define-assessment.controller.js';
import { EraseStudentController } from './erase-student/erase-student.controller.js';
import { FollowEventsController } from './follow-events.controller.js';
import { Ingestion, type IngestionOptions } from './ingestion.js';
import { MapColumnsController } from './map-columns/map-columns.controller.js';
import { ReplayRowController } from './quarantine-rows/replay-row.controller.js';
import { ReceiveUploadController } from './receive-upload/receive-upload.controller.js';
import { ShowUploadsController } from './show-uploads/show-uploads.controller.js';
import { SubmitRecordsController } from './submit-records/submit-records.controller.js';

/** The single judge: what came in, what became of each row, and everything that is current. */
@Module({})
export class IngestionModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  static register(options: IngestionOptions): DynamicModule {
    return {
      module: IngestionModule,
      controllers: [
        ...[ReceiveUploadController, ShowUploadsController, ReplayRowController, SubmitRecordsController],
        ...[DeclareCompletenessController, DefineAssessmentController, MapColumnsController, EraseStudentController],
        FollowEventsController,
      ],
      providers: [
        { provide: DOCUMENT_STORE, useValue: options.store },
        { provide: CLOCK, useValue: options.clock },
        { provide: Ingestion, useFactory: () => new Ingestion(options) },
        idempotencyKeysProvider,
      ],
      exports: [Ingestion],
    };
  }

  /** Erased students are erased again, and the keys checked, before the service is ready. */
  async onApplicationBootstrap(): Promise<void> {
    await this.ingestion.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ingestion.stop();
  }
}
