import type { Authenticator } from '@evenground/auth';
import { CLOCK, type Clock, RANDOM, type Random } from '@evenground/config';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { EVENT_LOG, type EventLog } from '@evenground/event-log';
import { idempotencyKeysProvider, RunCommand } from '@evenground/http';
import { type DynamicModule, Module, type OnModuleDestroy } from '@nestjs/common';
import type { ReflectionPositions } from './await-positions/reflection-positions.js';
import { ChoosePolicyController } from './choose-policy/choose-policy.controller.js';
import { ChoosePolicy } from './choose-policy/choose-policy.js';
import { FollowReflectionController } from './follow-reflection/follow-reflection.controller.js';
import { FollowReflection, type FollowLimits } from './follow-reflection/follow-reflection.js';
import { ReflectionHub } from './follow-reflection/reflection-hub.js';
import { KeepReleasesController } from './publish-releases/keep-releases.controller.js';
import { KeepReleases } from './publish-releases/keep-releases.js';
import { PublishReleasesController } from './publish-releases/publish-releases.controller.js';
import { PublishReleases } from './publish-releases/publish-releases.js';
import { RebuildReflectionsController } from './rebuild-reflections/rebuild-reflections.controller.js';
import { RebuildReflections } from './rebuild-reflections/rebuild-reflections.js';
import { DailyTick } from './reflect-cycle/daily-tick.js';
import { ReflectCycleController } from './reflect-cycle/reflect-cycle.controller.js';
import { ReflectCycle, type ReportingAlarm } from './reflect-cycle/reflect-cycle.js';
import { ShowReflectionController } from './show-reflection/show-reflection.controller.js';
import { ShowReflection } from './show-reflection/show-reflection.js';
import { ShowScorecardsController } from './show-scorecards/show-scorecards.controller.js';

export interface ReportingOptions {
  /** The service's own store, opened with `reportingCollections`. */
  readonly store: DocumentStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  /** The same that guards the routes: open streams ask it again. */
  readonly authenticator: Authenticator;
  /** The same that answers `Evenground-After`; it is started and closed with the module. */
  readonly positions: ReflectionPositions;
  readonly onAlarm?: (alarm: ReportingAlarm) => void;
  /** Told of faults that no request and no delivery sees: of the daily tick, of streams, of the watch. */
  readonly onFault?: (error: unknown) => void;
  readonly followLimits?: FollowLimits;
  /** The one person of a local process, who stands for two where two are asked for. */
  readonly soleOperatorId?: string;
}

class PositionsLifetime implements OnModuleDestroy {
  constructor(private readonly positions: ReflectionPositions) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.positions.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.positions.close();
  }
}

@Module({})
export class ReportingModule {
  static register(options: ReportingOptions): DynamicModule {
    const { store, log, clock, random, authenticator, positions, onAlarm, followLimits: limits } = options;
    const policies = new ChoosePolicy(store);
    const onFault = options.onFault ?? ((): void => undefined);
    const onCommitted = (): void => positions.committed();
    const hub = new ReflectionHub(log, onFault);
    const feature = new ReflectCycle({ store, clock, onAlarm, onCommitted });
    return {
      module: ReportingModule,
      controllers: [
        ReflectCycleController,
        ShowReflectionController,
        FollowReflectionController,
        ShowScorecardsController,
        RebuildReflectionsController,
        ...[KeepReleasesController, PublishReleasesController, ChoosePolicyController],
      ],
      providers: [
        { provide: DOCUMENT_STORE, useValue: store },
        { provide: EVENT_LOG, useValue: log },
        { provide: CLOCK, useValue: clock },
        { provide: RANDOM, useValue: random },
        { provide: ReflectionHub, useValue: hub },
        { provide: ReflectCycle, useValue: feature },
        { provide: ShowReflection, useValue: new ShowReflection(store) },
        { provide: RebuildReflections, useValue: new RebuildReflections(store, clock, random) },
        {
          provide: FollowReflection,
          useValue: new FollowReflection({ store, hub, clock, authenticator, onFault, limits }),
        },
        { provide: KeepReleases, useValue: new KeepReleases(store) },
        { provide: ChoosePolicy, useValue: policies },
        {
          provide: PublishReleases,
          useValue: new PublishReleases({ store, clock, random, policies, soleOperatorId: options.soleOperatorId }),
        },
        ...[RunCommand, idempotencyKeysProvider],
        { provide: DailyTick, useValue: new DailyTick(feature, clock, onFault) },
        { provide: PositionsLifetime, useValue: new PositionsLifetime(positions) },
      ],
    };
  }
}
