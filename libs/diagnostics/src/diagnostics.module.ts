import { CLOCK, RANDOM, type Clock, type Random } from '@evenground/config';
import { DOCUMENT_STORE, type Collection, type DocumentStore } from '@evenground/document-store';
import { EVENT_LOG, type EventLog } from '@evenground/event-log';
import { idempotencyCollection, idempotencyKeysProvider } from '@evenground/http';
import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DecomposeGap } from './decompose-gap/decompose-gap.js';
import { DecomposeGapController } from './decompose-gap/decompose-gap.controller.js';
import { AdjustDifference } from './adjust-difference/adjust-difference.js';
import { AdjustDifferenceController } from './adjust-difference/adjust-difference.controller.js';
import { TraceDiscipline } from './trace-discipline/trace-discipline.js';
import { TraceDisciplineController } from './trace-discipline/trace-discipline.controller.js';
import { JudgeScaleController } from './judge-scale/judge-scale.controller.js';
import { ShowFunnel } from './show-funnel/show-funnel.js';
import { ShowFunnelController } from './show-funnel/show-funnel.controller.js';
import { TraceOpportunity } from './trace-opportunity/trace-opportunity.js';
import { TraceOpportunityController } from './trace-opportunity/trace-opportunity.controller.js';
import { disproportionalityPolicies } from './find-disproportionality/collections.js';
import { FindDisproportionality } from './find-disproportionality/find-disproportionality.js';
import { FindDisproportionalityController } from './find-disproportionality/find-disproportionality.controller.js';
import { FollowTrends } from './follow-trends/follow-trends.js';
import { FollowTrendsController } from './follow-trends/follow-trends.controller.js';
import { DefineIndicators } from './define-indicators/define-indicators.js';
import { DefineIndicatorsController } from './define-indicators/define-indicators.controller.js';
import { IndicatorCatalogue } from './define-indicators/indicator-catalogue.js';
import type { DiagnosticsAlarms } from './alarms.js';
import { DiagnosticsRooms } from './diagnostics-rooms.js';
import type { Positions } from './keep-cubes/cube-registry.js';
import { countsDocuments, definitions, referenceDocuments, referenceHeaders } from './keep-reference/collections.js';
import { KeepReference } from './keep-reference/keep-reference.js';
import { KeepReferenceController } from './keep-reference/keep-reference.controller.js';
import { buckets, packColumns, packHeaders, packParts } from './measure-students/collections.js';
import { MeasureStudents } from './measure-students/measure-students.js';
import { MeasureStudentsController } from './measure-students/measure-students.controller.js';
import { rebuilds } from './rebuild-measures/collections.js';
import { RebuildMeasures } from './rebuild-measures/rebuild-measures.js';
import { RebuildMeasuresController } from './rebuild-measures/rebuild-measures.controller.js';
import { restatements } from './restate-published/collections.js';
import { RestatePublished } from './restate-published/restate-published.js';
import { RestatePublishedController } from './restate-published/restate-published.controller.js';
import { ShowGaps } from './show-gaps/show-gaps.js';
import { ShowGapsController } from './show-gaps/show-gaps.controller.js';
import { ShowPopulationsController } from './show-populations/show-populations.controller.js';
import { ReferenceStore } from './keep-reference/reference-store.js';
import { ShowScopeController } from './show-scope/show-scope.controller.js';
import { adoptions, knownCycles, statements } from './state-problem/collections.js';
import { StateProblem } from './state-problem/state-problem.js';
import { StateProblemController } from './state-problem/state-problem.controller.js';
import { ledgerParts, releaseJobs, releaseLedgers } from './make-release-tables/collections.js';
import { MakeReleaseTables } from './make-release-tables/make-release-tables.js';
import { MakeReleaseTablesController } from './make-release-tables/make-release-tables.controller.js';
import { publishedMeasures } from './track-measures/collections.js';
import { KnowCycles } from './track-measures/know-cycles.js';
import { KnowCyclesController } from './track-measures/know-cycles.controller.js';

export interface DiagnosticsOptions {
  /** Opened for `diagnostics` with `diagnosticsCollections`. */
  readonly store: DocumentStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Told how far the cubes of this process include `ingestion.records` and `ingestion.reference`. */
  readonly positions: Positions;
  readonly alarms?: DiagnosticsAlarms;
}

/** What the service's store is opened with. */
export const diagnosticsCollections: readonly Collection[] = [
  ...[packHeaders, packParts, packColumns, buckets],
  ...[referenceHeaders, referenceDocuments, countsDocuments, definitions],
  ...[statements, adoptions, knownCycles, publishedMeasures],
  ...[rebuilds, restatements, idempotencyCollection, disproportionalityPolicies],
  ...[releaseJobs, releaseLedgers, ledgerParts],
];

/** Topics whose positions the service tells `positions` by itself, once its cubes include them. */
export const diagnosticsFollowsTopics = [
  'ingestion.records',
  'ingestion.reference',
  'diagnostics.definitions',
  'diagnostics.touched',
] as const;

export const ROOMS = Symbol('DiagnosticsRooms');

/** Metrics that always equal a recompute of the accepted input, and the gaps between groups that they show. */
@Module({})
export class DiagnosticsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(ROOMS) private readonly rooms: DiagnosticsRooms) {}

  static register(options: DiagnosticsOptions): DynamicModule {
    const rooms = new DiagnosticsRooms(options);
    return {
      module: DiagnosticsModule,
      controllers: [
        ...[MeasureStudentsController, KeepReferenceController, KnowCyclesController, RestatePublishedController],
        ...[ShowGapsController, ShowPopulationsController, ShowScopeController, DefineIndicatorsController],
        DecomposeGapController,
        AdjustDifferenceController,
        TraceDisciplineController,
        TraceOpportunityController,
        ShowFunnelController,
        JudgeScaleController,
        FindDisproportionalityController,
        FollowTrendsController,
        MakeReleaseTablesController,
        ...[StateProblemController, RebuildMeasuresController],
      ],
      providers: [
        { provide: ROOMS, useValue: rooms },
        { provide: DOCUMENT_STORE, useValue: options.store },
        { provide: EVENT_LOG, useValue: options.log },
        { provide: CLOCK, useValue: options.clock },
        { provide: RANDOM, useValue: options.random },
        { provide: MeasureStudents, useValue: rooms.measureStudents },
        { provide: KeepReference, useValue: rooms.keepReference },
        { provide: KnowCycles, useValue: rooms.knowCycles },
        { provide: RestatePublished, useValue: rooms.restatePublished },
        { provide: ReferenceStore, useValue: rooms.reference },
        { provide: ShowGaps, useValue: rooms.showGaps },
        { provide: DecomposeGap, useValue: rooms.decomposeGap },
        { provide: AdjustDifference, useValue: rooms.adjustDifference },
        { provide: TraceDiscipline, useValue: rooms.traceDiscipline },
        { provide: ShowFunnel, useValue: rooms.showFunnel },
        { provide: TraceOpportunity, useValue: rooms.traceOpportunity },
        { provide: FindDisproportionality, useValue: rooms.findDisproportionality },
        { provide: FollowTrends, useValue: rooms.followTrends },
        { provide: MakeReleaseTables, useValue: rooms.makeReleaseTables },
        { provide: IndicatorCatalogue, useValue: rooms.catalogue },
        { provide: DefineIndicators, useValue: rooms.defineIndicators },
        { provide: StateProblem, useValue: rooms.stateProblem },
        { provide: RebuildMeasures, useValue: rooms.rebuildMeasures },
        idempotencyKeysProvider,
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.rooms.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rooms.close();
  }
}
