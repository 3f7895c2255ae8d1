import { CLOCK, type Clock, RANDOM, type Random } from '@evenground/config';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { PositionWaiter } from '@evenground/event-log';
import { idempotencyKeysProvider, RunCommand } from '@evenground/http';
import type { DynamicModule } from '@nestjs/common';
import { CheckFidelity } from './check-fidelity/check-fidelity.js';
import { CheckFidelityController } from './check-fidelity/check-fidelity.controller.js';
import { DEFAULT_SETTINGS, INTERVENTIONS_SETTINGS, type InterventionsSettings } from './interventions-settings.js';
import { KeepCycle } from './keep-cycle/keep-cycle.js';
import { KeepDiagnosis } from './keep-diagnosis/keep-diagnosis.js';
import { KeepDiagnosisController } from './keep-diagnosis/keep-diagnosis.controller.js';
import { KeepLog } from './keep-log/keep-log.js';
import { KeepLogController } from './keep-log/keep-log.controller.js';
import { KnowStatements } from './know-statements/know-statements.js';
import { KnowStatementsController } from './know-statements/know-statements.controller.js';
import { KnowThemes } from './know-themes/know-themes.js';
import { KnowThemesController } from './know-themes/know-themes.controller.js';
import { DeliveryStore } from './log-deliveries/delivery-store.js';
import { HandleDeliveries } from './log-deliveries/handle-deliveries.js';
import { HandleDeliveriesController } from './log-deliveries/handle-deliveries.controller.js';
import { LogDeliveries } from './log-deliveries/log-deliveries.js';
import { PostDeliveries } from './log-deliveries/post-deliveries.js';
import { PostDeliveriesController } from './log-deliveries/post-deliveries.controller.js';
import { MoveCycle } from './move-cycle/move-cycle.js';
import { MoveCycleController } from './move-cycle/move-cycle.controller.js';
import { MoveIntervention } from './move-intervention/move-intervention.js';
import { MoveInterventionController } from './move-intervention/move-intervention.controller.js';
import { NoteReports } from './note-reports/note-reports.js';
import { NoteReportsController } from './note-reports/note-reports.controller.js';
import { OpenCycle } from './open-cycle/open-cycle.js';
import { OpenCycleController } from './open-cycle/open-cycle.controller.js';
import { PlanIntervention } from './plan-intervention/plan-intervention.js';
import { PlanInterventionController } from './plan-intervention/plan-intervention.controller.js';
import { RestateCycles } from './restate-cycles/restate-cycles.js';
import { RestateCyclesController } from './restate-cycles/restate-cycles.controller.js';
import { ReviewWhenDue } from './review-when-due/review-when-due.js';
import { ShowCycles } from './show-cycles/show-cycles.js';
import { ShowCyclesController } from './show-cycles/show-cycles.controller.js';
import { ShowDeliveriesController } from './show-deliveries/show-deliveries.controller.js';
import { ShowInterventionsController } from './show-interventions/show-interventions.controller.js';

export interface InterventionsOptions {
  /** Opened for `interventions` with `interventionsCollections`. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  /** The one that answers `Evenground-After`; the service tells it what it has committed and handled. */
  readonly positions: PositionWaiter;
  readonly settings?: Partial<InterventionsSettings>;
}

/** Cycles, their interventions, what was delivered, how faithfully, and the log of decisions. */
export class InterventionsModule {
  static register(options: InterventionsOptions): DynamicModule {
    return {
      module: InterventionsModule,
      controllers: [
        ...[OpenCycleController, MoveCycleController, ShowCyclesController],
        ...[PlanInterventionController, MoveInterventionController, ShowInterventionsController],
        ...[PostDeliveriesController, ShowDeliveriesController, CheckFidelityController, KeepLogController],
        ...[KeepDiagnosisController, KnowThemesController],
        ...[KnowStatementsController, HandleDeliveriesController, NoteReportsController, RestateCyclesController],
      ],
      providers: [
        { provide: DOCUMENT_STORE, useValue: options.store },
        { provide: CLOCK, useValue: options.clock },
        { provide: RANDOM, useValue: options.random },
        { provide: PositionWaiter, useValue: options.positions },
        { provide: INTERVENTIONS_SETTINGS, useValue: { ...DEFAULT_SETTINGS, ...options.settings } },
        idempotencyKeysProvider,
        ...[RunCommand, KeepCycle, DeliveryStore, KnowStatements],
        ...[OpenCycle, MoveCycle, ShowCycles, PlanIntervention, MoveIntervention],
        ...[LogDeliveries, PostDeliveries, HandleDeliveries, CheckFidelity, KeepLog, NoteReports],
        ...[KeepDiagnosis, KnowThemes],
        ...[RestateCycles, ReviewWhenDue],
      ],
      exports: [ReviewWhenDue],
    };
  }
}
