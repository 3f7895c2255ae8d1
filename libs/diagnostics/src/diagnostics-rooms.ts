import type { Clock, Random } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import type { EventLog } from '@evenground/event-log';
import { DecomposeGap } from './decompose-gap/decompose-gap.js';
import { AdjustDifference } from './adjust-difference/adjust-difference.js';
import { TraceDiscipline } from './trace-discipline/trace-discipline.js';
import { TraceOpportunity } from './trace-opportunity/trace-opportunity.js';
import { FindDisproportionality } from './find-disproportionality/find-disproportionality.js';
import { ShowFunnel } from './show-funnel/show-funnel.js';
import { FollowTrends } from './follow-trends/follow-trends.js';
import { NO_ALARMS, type DiagnosticsAlarms } from './alarms.js';
import { DefineIndicators } from './define-indicators/define-indicators.js';
import { IndicatorCatalogue } from './define-indicators/indicator-catalogue.js';
import { CountsTables } from './keep-cubes/counts-tables.js';
import { CubeRegistry, type Positions } from './keep-cubes/cube-registry.js';
import { KeepReference } from './keep-reference/keep-reference.js';
import { RecomputePacks } from './keep-reference/recompute-packs.js';
import { ReferenceStore } from './keep-reference/reference-store.js';
import { BucketTurns } from './measure-students/bucket-turns.js';
import { MeasureStudents } from './measure-students/measure-students.js';
import { PackRepository } from './measure-students/pack-repository.js';
import { MakeReleaseTables } from './make-release-tables/make-release-tables.js';
import { RebuildMeasures } from './rebuild-measures/rebuild-measures.js';
import { Restatements } from './rebuild-measures/restatements.js';
import { RestatePublished } from './restate-published/restate-published.js';
import { ShowGaps } from './show-gaps/show-gaps.js';
import { StateProblem } from './state-problem/state-problem.js';
import { KnowCycles } from './track-measures/know-cycles.js';
import { TrackMeasures } from './track-measures/track-measures.js';

/** The ports that all rooms of the service share. */
export interface DiagnosticsPorts {
  readonly store: DocumentStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly positions: Positions;
  readonly alarms?: DiagnosticsAlarms;
}

/** Every feature of the service, put together once, with what must run beside requests and events. */
export class DiagnosticsRooms {
  readonly reference: ReferenceStore;
  readonly passes: RecomputePacks;
  readonly cubes: CubeRegistry;
  readonly catalogue: IndicatorCatalogue;
  readonly restatements: Restatements;
  readonly measureStudents: MeasureStudents;
  readonly keepReference: KeepReference;
  readonly showGaps: ShowGaps;
  readonly decomposeGap: DecomposeGap;
  readonly adjustDifference: AdjustDifference;
  readonly traceDiscipline: TraceDiscipline;
  readonly traceOpportunity: TraceOpportunity;
  readonly findDisproportionality: FindDisproportionality;
  readonly followTrends: FollowTrends;
  readonly showFunnel: ShowFunnel;
  readonly makeReleaseTables: MakeReleaseTables;
  readonly defineIndicators: DefineIndicators;
  readonly stateProblem: StateProblem;
  readonly trackMeasures: TrackMeasures;
  readonly knowCycles: KnowCycles;
  readonly rebuildMeasures: RebuildMeasures;
  readonly restatePublished: RestatePublished;

  constructor({ store, log, clock, random, positions, alarms = NO_ALARMS }: DiagnosticsPorts) {
    this.reference = new ReferenceStore(store);
    const { reference } = this;
    const packs = new PackRepository(store);
    const turns = new BucketTurns();
    this.passes = new RecomputePacks({ store, packs, reference, turns, clock, random, alarms });
    this.cubes = new CubeRegistry({ store, log, clock, positions, alarms });
    const { passes, cubes } = this;
    const counts = new CountsTables(reference);
    this.catalogue = new IndicatorCatalogue(reference, cubes, counts);
    const { catalogue } = this;
    this.restatements = new Restatements(store, alarms);
    const { restatements } = this;
    this.measureStudents = new MeasureStudents({ store, packs, reference, passes, restatements, turns });
    this.keepReference = new KeepReference(store, reference, passes);
    this.showGaps = new ShowGaps(catalogue, cubes, counts, reference);
    this.decomposeGap = new DecomposeGap(this.showGaps);
    this.adjustDifference = new AdjustDifference(this.showGaps);
    this.traceDiscipline = new TraceDiscipline(this.showGaps, catalogue);
    this.traceOpportunity = new TraceOpportunity(this.showGaps, catalogue);
    this.findDisproportionality = new FindDisproportionality({
      store,
      catalogue,
      cubes,
      reference,
      gaps: this.showGaps,
    });
    this.showFunnel = new ShowFunnel(this.showGaps, reference);
    this.followTrends = new FollowTrends(this.showGaps, catalogue);
    this.makeReleaseTables = new MakeReleaseTables({ store, cubes, catalogue, reference, alarms });
    this.defineIndicators = new DefineIndicators(store, passes);
    this.trackMeasures = new TrackMeasures({ store, cubes, gaps: this.showGaps, catalogue, clock, random, alarms });
    this.stateProblem = new StateProblem({
      ...{ store, catalogue, clock, random },
      gaps: this.showGaps,
      tracking: this.trackMeasures,
      comparableSchools: (district, schoolIds) => this.schoolsLike(district, schoolIds),
    });
    this.knowCycles = new KnowCycles(store, this.trackMeasures);
    this.rebuildMeasures = new RebuildMeasures(store, cubes, clock, random);
    this.restatePublished = new RestatePublished(store);
  }

  /** Follows what is touched from now on; what a former process left unfinished goes on. */
  async start(): Promise<void> {
    await this.cubes.start();
    await this.restatements.sweepLeft();
    await this.keepReference.sweepLeft();
    await this.passes.startAll();
    await this.trackMeasures.start();
    this.makeReleaseTables.start();
  }

  /** Schools of the levels that the named ones have; where no level is known, or none is named, every school. */
  private async schoolsLike(district: string, schoolIds: readonly string[]) {
    const { reference } = await this.reference.current(district);
    const levelOf = (schoolId: string) => reference.schools.get(schoolId)?.level;
    const levels = new Set<unknown>(schoolIds.map(levelOf).filter((level) => level !== undefined));
    return (schoolId: string) => levels.size === 0 || levels.has(levelOf(schoolId));
  }

  /** To be done now and then: what another copy began and did not end goes on here. */
  async goOn(): Promise<void> {
    await this.passes.startAll();
    await this.trackMeasures.lookAgain();
    this.makeReleaseTables.start();
  }

  async close(): Promise<void> {
    await this.makeReleaseTables.close();
    await this.trackMeasures.close();
    await this.passes.close();
    await this.cubes.close();
  }
}
