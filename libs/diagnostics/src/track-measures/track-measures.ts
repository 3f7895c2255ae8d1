import {
  isPlatformError,
  isRefusal,
  schoolYearOfPeriod,
  type CycleSummary,
  type IndicatorDefinition,
  type MeasuresMeasured,
  type MeasuresTouched,
  type ProblemStatement,
  type StreamPosition,
  type TrackedMeasure,
} from '@evenground/contracts';
import { instant, randomId, type Clock, type Random } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import canonicalize from 'canonicalize';
import type { DiagnosticsAlarms } from '../alarms.js';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import { idOf } from '../measure-students/identifiers.js';
import { columnKey } from '../measure-students/pack.js';
import type { ShowGaps } from '../show-gaps/show-gaps.js';
import { adoptions, knownCycles, statements } from '../state-problem/collections.js';
import { groupSums, readStatementSums } from '../state-problem/read-statement-sums.js';
import { publishedMeasures } from './collections.js';
import { grainOf, hasEnded } from './period-ended.js';

interface Ports {
  readonly store: DocumentStore;
  readonly cubes: CubeRegistry;
  readonly gaps: ShowGaps;
  readonly catalogue: IndicatorCatalogue;
  readonly clock: Clock;
  readonly random: Random;
  readonly alarms: DiagnosticsAlarms;
}

/** A cycle that is tracked, and what is known of its measures. */
interface Tracked {
  readonly district: string;
  readonly cycleId: string;
  indicators: ReadonlySet<string>;
  /** Measures that nothing has touched since they were computed. */
  readonly measures: Map<string, TrackedMeasure>;
  /** Grows whenever something of them is touched: what was being computed then is not what it is now. */
  epoch: number;
  /** Another copy has published what this one has not seen: the next thing it sees lets it compute again. */
  isBehind: boolean;
  /** Versions of the statement and of the cycle that they were computed for. */
  basis: string;
  readonly includes: Map<string, StreamPosition>;
  lastMs: number;
  cancel?: () => void;
  running?: Promise<void>;
  again: boolean;
}

const EVERY_MS = 100; // at most so often, whatever is loaded
const RETRY_MS = 250;
const STATEMENT_PERIODS = 8;
const OTHER_PERIODS = 4;
const MOST_SCHOOLS = 200;

/**
 * Publishes the absolute values of what adopted statements track, whenever the cube's have changed: for the statement
 * every period since the baseline, for the cycle's leading indicators the newest ones. Any copy of the service may
 * compute them; the version of what was published last decides.
 */
export class TrackMeasures {
  private readonly tracked = new Map<string, Tracked>();
  private isClosed = false;

  constructor(private readonly ports: Ports) {}

  /** Computes everything that is tracked once, then follows what is touched. */
  async start(): Promise<void> {
    this.ports.cubes.onTouched((touched, at) => this.touched(touched, at));
    await this.lookAgain();
  }

  /**
   * Looks at every tracked cycle, also at those that another copy has adopted, and publishes what is not published yet.
   * To be done now and then: the copy that heard of a change may have ended before it published what became of it.
   */
  async lookAgain(): Promise<void> {
    for (const tracked of this.tracked.values()) this.schedule(tracked);
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(adoptions, '', { limit: 200, ...(after !== undefined && { after }) });
      for (const { id } of page.items) {
        const [district, cycleId] = id.split('|').map(decodeURIComponent);
        if (!this.tracked.has(idOf(district!, cycleId!))) this.adopted(district!, cycleId!);
      }
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  /** A cycle has a newly adopted statement, or other interventions: everything of it is computed anew. */
  adopted(district: string, cycleId: string): void {
    const key = idOf(district, cycleId);
    const tracked = this.tracked.get(key) ?? {
      ...{ district, cycleId, indicators: new Set<string>(), measures: new Map(), includes: new Map() },
      ...{ epoch: 0, isBehind: false, basis: '' },
      ...{ lastMs: Number.NEGATIVE_INFINITY, again: false },
    };
    this.tracked.set(key, tracked);
    tracked.measures.clear();
    tracked.epoch += 1;
    this.schedule(tracked);
  }

  /** Resolves when nothing is being computed or waiting to be. */
  async idle(): Promise<void> {
    for (;;) {
      const running = [...this.tracked.values()].flatMap(({ running: run }) => (run ? [run] : []));
      const isWaiting = [...this.tracked.values()].some(({ cancel }) => cancel);
      if (running.length === 0 && !isWaiting) return;
      await Promise.all(running);
      if (isWaiting) await new Promise<void>((resolve) => void this.ports.clock.after(5, resolve));
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const tracked of this.tracked.values()) tracked.cancel?.();
    await Promise.all([...this.tracked.values()].map(({ running }) => running));
  }

  private touched(touched: MeasuresTouched, at: StreamPosition): void {
    for (const tracked of this.tracked.values()) {
      if (tracked.district !== touched.district) continue;
      const isUnknown = tracked.indicators.size === 0; // it is being looked at for the first time
      const changes = touched.changes.filter(({ indicator }) => isUnknown || tracked.indicators.has(indicator));
      tracked.includes.set(at.stream, at);
      if (changes.length === 0 && touched.recomputing === undefined && !tracked.isBehind) continue;
      tracked.epoch += 1;
      for (const { indicator } of changes) {
        for (const key of tracked.measures.keys()) if (key.startsWith(`${indicator}|`)) tracked.measures.delete(key);
      }
      // Which schools are declared changes what is said without any column of it: the end of a pass computes all anew.
      if (touched.recomputing !== undefined) tracked.measures.clear();
      this.schedule(tracked);
    }
  }

  private schedule(tracked: Tracked): void {
    if (this.isClosed) return;
    if (tracked.running) {
      tracked.again = true;
      return;
    }
    if (tracked.cancel) return;
    const delayMs = Math.max(0, tracked.lastMs + EVERY_MS - this.ports.clock.nowMs());
    tracked.cancel = this.ports.clock.after(delayMs, () => {
      delete tracked.cancel;
      tracked.lastMs = this.ports.clock.nowMs();
      tracked.again = false;
      tracked.running = this.run(tracked);
    });
  }

  private async run(tracked: Tracked): Promise<void> {
    try {
      await this.publish(tracked);
    } catch (error) {
      if (!isPlatformError(error, 'version-conflict') && !this.isClosed) {
        this.ports.alarms.raise('background-failed', { what: 'track-measures', message: (error as Error).message });
      }
      tracked.again = true;
      await new Promise<void>((resolve) => void this.ports.clock.after(this.isClosed ? 0 : RETRY_MS, resolve));
    }
    delete tracked.running;
    if (tracked.again) this.schedule(tracked);
  }

  private async publish(tracked: Tracked): Promise<void> {
    const { store, random } = this.ports;
    const { district, cycleId } = tracked;
    const includes = [...tracked.includes.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
    const measured = await this.measured(tracked, includes);
    if (!measured) return;
    const [published] = await store.load(publishedMeasures, [idOf(district, cycleId)]);
    const isNews = !published || !isSame(published.body, measured) || isFurther(includes, published.body);
    tracked.isBehind = published !== undefined && this.isOlder(includes, published.body);
    if (!isNews || tracked.isBehind) return;
    await store.commit({
      writes: [
        {
          collection: publishedMeasures,
          id: idOf(district, cycleId),
          expected: published?.version ?? 0,
          body: measured,
        },
      ],
      publish: [
        {
          topic: 'diagnostics.measures',
          stream: `${district}/${cycleId}`,
          type: 'measures.measured',
          data: measured,
          correlationId: randomId(random),
          ...(this.ports.cubes.asOf(district) && { causationId: this.ports.cubes.asOf(district)!.eventId }),
        },
      ],
    });
  }

  /** Whether another copy has published something that includes what this one has not seen yet. */
  private isOlder(includes: readonly StreamPosition[], published: MeasuresMeasured): boolean {
    const own = new Map(includes.map(({ stream, sequence }) => [stream, sequence]));
    const reached = (stream: string): number => own.get(stream) ?? this.ports.cubes.reachedOf(stream) ?? Infinity;
    return published.includes.some(({ stream, sequence }) => reached(stream) < sequence);
  }

  private async measured(tracked: Tracked, includes: readonly StreamPosition[]): Promise<MeasuresMeasured | undefined> {
    const { store, catalogue } = this.ports;
    const { district, cycleId } = tracked;
    const [adoption] = await store.load(adoptions, [idOf(district, cycleId)]);
    const [cycle] = await store.load(knownCycles, [idOf(district, cycleId)]);
    const [stored] = adoption ? await store.load(statements, [idOf(district, adoption.body.statementId)]) : [];
    if (!stored) return undefined;
    const statement = stored.body;
    const basis = [adoption?.version, cycle?.version, stored.version].join();
    if (tracked.basis !== basis) tracked.measures.clear(); // another copy has heard of a change
    tracked.basis = basis;
    const definition = await catalogue.definition(district, statement.indicator);
    if (!definition) return undefined;
    const others = otherIndicators(statement, cycle?.body);
    tracked.indicators = new Set([statement.indicator, ...others]);
    const schools = schoolsOf(statement, cycle?.body);
    const measures: TrackedMeasure[] = [];
    let recomputing = false;
    const add = async (
      of: IndicatorDefinition,
      role: TrackedMeasure['role'],
      periods: readonly string[],
      all: readonly string[],
    ) => {
      for (const period of periods) {
        const key = columnKey(of.id, period);
        const known = tracked.measures.get(key);
        const { epoch } = tracked;
        const found = known ?? (await this.measure(statement, of, role, period, schools, all));
        if (!found) continue;
        if ('recomputing' in found) recomputing = found.recomputing || recomputing;
        const measure: TrackedMeasure = 'measure' in found ? found.measure : found;
        if (tracked.epoch === epoch) tracked.measures.set(key, measure);
        measures.push(measure);
      }
    };
    const own = await this.periodsSince(statement, definition);
    await add(definition, 'statement', [...new Set([statement.baselinePeriod, ...own.slice(-STATEMENT_PERIODS)])], own);
    for (const id of others) {
      const other = await catalogue.definition(district, id);
      if (!other) continue;
      const periods = await this.periodsSince(statement, other);
      await add(other, other.timing, periods.slice(-OTHER_PERIODS), periods);
    }
    const baseline = measures.find(
      (measure) => measure.role === 'statement' && measure.period === statement.baselinePeriod,
    );
    const now = baseline && { group: baseline.group, reference: baseline.reference };
    return {
      ...{ district, cycleId, statementId: statement.id, measures, includes: [...includes], recomputing },
      ...(now && JSON.stringify(now) !== JSON.stringify(statement.frozen) && { baselineNow: now }),
    };
  }

  private async measure(
    statement: ProblemStatement,
    definition: IndicatorDefinition,
    role: TrackedMeasure['role'],
    period: string,
    schools: readonly string[],
    periods: readonly string[],
  ): Promise<{ measure: TrackedMeasure; recomputing: boolean } | undefined> {
    const { district, group, reference, schoolIds } = statement;
    const subject = { district, definition, period, group, reference, schoolIds };
    const sums = await readStatementSums(this.ports.gaps, subject);
    if (isRefusal(sums)) return undefined;
    const bySchool: TrackedMeasure['bySchool'][number][] = [];
    for (const schoolId of schools) {
      const ofSchool = await readStatementSums(this.ports.gaps, { ...subject, schoolIds: [schoolId] });
      if (isRefusal(ofSchool)) continue;
      bySchool.push({
        schoolId,
        group: groupSums(ofSchool.sums.group),
        reference: groupSums(ofSchool.sums.reference),
      });
    }
    const today = instant(this.ports.clock).slice(0, 10);
    const { kind, scale, per, direction } = definition;
    return {
      measure: {
        ...{ indicator: definition.id, period, completed: hasEnded(period, periods, today) },
        ...{ kind, scale, per, direction, role, bySchool },
        group: groupSums(sums.sums.group),
        reference: groupSums(sums.sums.reference),
        ...(sums.reason !== null && { reason: sums.reason }),
      },
      recomputing: sums.recomputing,
    };
  }

  /** Periods with data from the baseline on: of its own grain for the statement's indicator, else by school year. */
  private async periodsSince(
    { district, baselinePeriod, indicator }: ProblemStatement,
    definition: IndicatorDefinition,
  ) {
    const periods = await this.ports.catalogue.periods(district, definition);
    return definition.id === indicator
      ? periods.filter((period) => grainOf(period) === grainOf(baselinePeriod) && period >= baselinePeriod)
      : periods.filter((period) => schoolYearOfPeriod(period) >= schoolYearOfPeriod(baselinePeriod));
  }
}

function otherIndicators(statement: ProblemStatement, cycle: CycleSummary | undefined): string[] {
  const leading = (cycle?.interventions ?? []).flatMap(({ leadingIndicators }) => leadingIndicators);
  return [...new Set([...leading, ...statement.alsoWatch])].filter((id) => id !== statement.indicator).sort();
}

/** The schools whose own values somebody compares: of the statement, the cycle, its interventions and comparisons. */
function schoolsOf(statement: ProblemStatement, cycle: CycleSummary | undefined): string[] {
  const ofInterventions = (cycle?.interventions ?? []).flatMap((each) => [
    ...each.schoolIds,
    ...each.comparisonSchoolIds,
  ]);
  const schools = new Set([...statement.schoolIds, ...(cycle?.schoolIds ?? []), ...ofInterventions]);
  return [...schools].sort().slice(0, MOST_SCHOOLS);
}

/** Whether more is included than was published: who waits for a write that changed no value must hear of it, too. */
function isFurther(includes: readonly StreamPosition[], published: MeasuresMeasured): boolean {
  const known = new Map(published.includes.map(({ stream, sequence }) => [stream, sequence]));
  return includes.some(({ stream, sequence }) => sequence > (known.get(stream) ?? 0));
}

function isSame(left: MeasuresMeasured, right: MeasuresMeasured): boolean {
  const values = ({ includes: _includes, ...rest }: MeasuresMeasured) => canonicalize(rest);
  return values(left) === values(right);
}
