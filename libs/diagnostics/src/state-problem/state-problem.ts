import {
  UNKNOWN,
  isPlatformError,
  isRefusal,
  type CycleSummary,
  type IndicatorDefinition,
  type ProblemStatement,
  type ProblemStatementPost,
  type Refusal,
} from '@evenground/contracts';
import { instant, randomId, wait, type Clock, type Random } from '@evenground/config';
import type { Committed, DocumentStore, Stored, Write } from '@evenground/document-store';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { idOf } from '../measure-students/identifiers.js';
import { valueOf } from '../show-gaps/compare-groups.js';
import { SCHOOL } from '../show-gaps/derive-groups.js';
import type { ShowGaps } from '../show-gaps/show-gaps.js';
import { suggestionsFor } from './blaming-words.js';
import { checkGroup, checkReference, refusalOf, warningsOf, type MeasuredPeriod } from './check-statement.js';
import { adoptions, knownCycles, statements } from './collections.js';
import { feasibilityOf, type PastSums } from './feasibility.js';
import { groupSums, readStatementSums, type StatementSums } from './read-statement-sums.js';
import { sentenceOf } from './sentence.js';
import { trajectoryOf } from './trajectory.js';

export interface Stated {
  readonly statement: ProblemStatement;
  readonly positions: Committed['positions'];
}

/** Told when a cycle has a newly adopted statement. */
export interface AdoptionListener {
  adopted(district: string, cycleId: string): void;
}

interface Ports {
  readonly store: DocumentStore;
  readonly gaps: ShowGaps;
  readonly catalogue: IndicatorCatalogue;
  readonly clock: Clock;
  readonly random: Random;
  readonly tracking: AdoptionListener;
  /** Which schools are like those of a statement; all are where it is about the district. */
  readonly comparableSchools: (
    district: string,
    schoolIds: readonly string[],
  ) => Promise<(schoolId: string) => boolean>;
}

type Subject = Parameters<typeof readStatementSums>[1];

const KNOWN_WITHIN_MS = 2_000; // design: a command that names another service's entity waits so long
const ASK_EVERY_MS = 50;
const PAST_PERIODS = 6;
/** Where a statement may still be chosen: before the cycle's work is designed. */
const ADOPTABLE = ['foundation', 'diagnosing', 'designing'];

/** States a measurable gap, checked against the cube, and adopts it with its baseline frozen. */
export class StateProblem {
  constructor(private readonly ports: Ports) {}

  /**
   * @param permit throws when the caller may not speak of these schools (none = the district)
   * @param keep writes of the caller's that belong to the same commit
   * @returns the statement, or the first rule that it breaks, with what would be right
   */
  async state(
    district: string,
    post: ProblemStatementPost,
    correlationId: string,
    permit: (schoolIds: readonly string[]) => void,
    keep: (statement: ProblemStatement, stream: string) => readonly Write[],
  ): Promise<Stated | Refusal> {
    const cycle = await this.cycle(district, post.cycleId);
    if (isRefusal(cycle)) return cycle;
    const schoolIds = post.scope?.schoolIds ?? (cycle.level === 'school' ? cycle.schoolIds : []);
    permit(schoolIds);
    const [adopted] = await this.ports.store.load(adoptions, [idOf(district, post.cycleId)]);
    const checked = await this.check(district, post, schoolIds);
    if (isRefusal(checked)) return checked;
    if (adopted && post.reason === undefined) return alreadyHasOne(adopted.body.statementId);
    const statement: ProblemStatement = { ...checked, priority: adopted === undefined };
    const stream = streamOfCycle(statement);
    const { positions } = await this.ports.store.commit({
      writes: [
        { collection: statements, id: idOf(district, statement.id), expected: 0, body: statement },
        ...keep(statement, stream),
      ],
      publish: [this.event('problem-statement.stated', statement, correlationId)],
    });
    return { statement, positions };
  }

  /** Freezes what the cube says now. A cycle has one adopted statement. */
  async adopt(district: string, id: string, correlationId: string): Promise<Stated | Refusal> {
    const stored = await this.find(district, id);
    if (!stored) return { refused: 'problem/unknown', detail: 'There is no such problem statement.' };
    if (stored.body.state === 'adopted') return { statement: stored.body, positions: [] };
    const cycle = await this.cycle(district, stored.body.cycleId);
    if (isRefusal(cycle)) return cycle;
    if (!ADOPTABLE.includes(cycle.state)) {
      return {
        refused: 'cycle/wrong-state',
        detail: 'A problem is chosen before the work is designed.',
        state: cycle.state,
        allowed: ADOPTABLE,
      };
    }
    const frozen = await this.frozen(stored.body);
    if (isRefusal(frozen)) return frozen;
    const statement: ProblemStatement = {
      ...stored.body,
      ...frozen,
      state: 'adopted',
      adoptedAt: instant(this.ports.clock),
    };
    try {
      const { positions } = await this.ports.store.commit({
        writes: [
          { collection: statements, id: stored.id, expected: stored.version, body: statement },
          { collection: adoptions, id: idOf(district, cycle.id), expected: 0, body: { statementId: id } },
        ],
        publish: [this.event('problem-statement.adopted', statement, correlationId)],
      });
      this.ports.tracking.adopted(district, cycle.id);
      return { statement, positions };
    } catch (error) {
      if (!isPlatformError(error, 'version-conflict')) throw error;
      return { refused: 'problem/already-adopted', detail: 'The cycle has an adopted problem statement.' };
    }
  }

  async find(district: string, id: string): Promise<Stored<ProblemStatement> | undefined> {
    return (await this.ports.store.load(statements, [idOf(district, id)]))[0];
  }

  /** Oldest first; of one cycle, or of the district. */
  async list(district: string, cycleId: string | undefined, page: { limit: number; after?: string }) {
    return this.ports.store.find<ProblemStatement>(
      statements,
      'by-cycle',
      { equals: cycleId === undefined ? [district] : [district, cycleId] },
      page,
    );
  }

  private async check(
    district: string,
    post: ProblemStatementPost,
    schoolIds: readonly string[],
  ): Promise<ProblemStatement | Refusal> {
    const definition = await this.indicator(district, post);
    if (isRefusal(definition)) return definition;
    const inForm = checkGroup(post.group) ?? checkReference(post.group, post.reference);
    if (inForm) return inForm;
    const subject = { district, definition, group: post.group, reference: post.reference, schoolIds };
    const sums = await readStatementSums(this.ports.gaps, {
      ...subject,
      ...(post.baselinePeriod !== undefined && { period: post.baselinePeriod }),
    });
    if (isRefusal(sums)) return { ...sums, refused: 'problem/group-unknown', field: 'group' };
    if (sums.period === null || sums.sums.group.n === 0) return nothingMeasured(post, sums);
    const baseline = valueOf(sums.sums.group, definition)!;
    const direction = post.direction ?? (post.target > (post.baseline ?? baseline) ? 'increase' : 'decrease');
    const past = await this.past(subject, sums.period);
    const inHand = {
      ...{ post, definition, direction, past, period: sums.period, difference: sums.difference },
      group: sums.sums.group,
      reference: sums.sums.reference,
      range: rangeOf(definition, sums),
      today: instant(this.ports.clock).slice(0, 10),
      suggestions: suggestionsFor(`${post.note ?? ''} ${post.reason ?? ''}`),
    };
    const refusal = refusalOf(inHand);
    if (refusal) return refusal;
    const line = { baseline, baselinePeriod: sums.period, target: post.target, deadline: post.deadline };
    const trajectory = trajectoryOf(line);
    const measured: Omit<ProblemStatement, 'sentence'> = {
      id: randomId(this.ports.random),
      ...{ district, cycleId: post.cycleId, state: 'valid', direction, indicator: definition.id },
      ...{ indicatorName: definition.name, indicatorDirection: definition.direction },
      ...{ kind: definition.kind, scale: definition.scale, per: definition.per },
      ...{ group: { ...sums.group }, reference: sums.reference, schoolIds: [...schoolIds] },
      ...{ baseline, baselinePeriod: sums.period, baselineN: sums.sums.group.n },
      frozen: { group: groupSums(sums.sums.group), reference: groupSums(sums.sums.reference) },
      referenceBaseline: valueOf(sums.sums.reference, definition) ?? 0,
      ...{ target: post.target, deadline: post.deadline, alsoWatch: post.alsoWatch },
      ...(trajectory && {
        trajectory,
        feasibility: await this.feasibility({ ...subject, group: sums.group }, sums.period, trajectory.requiredPerYear),
      }),
      ...(post.reason !== undefined && { reason: post.reason }),
      warnings: [...warningsOf(inHand), ...(post.reference === 'best' ? ['problem/reference-post-hoc'] : [])],
      statedAt: instant(this.ports.clock),
    };
    return { ...measured, sentence: sentenceOf(measured) };
  }

  /** V1, and that what is watched beside it exists. */
  private async indicator(district: string, post: ProblemStatementPost): Promise<IndicatorDefinition | Refusal> {
    const asked = typeof post.indicator === 'string' ? [post.indicator] : post.indicator;
    if (asked.length !== 1) {
      return {
        refused: 'problem/more-than-one',
        detail: 'A statement is about exactly one indicator.',
        field: 'indicator',
        was: asked,
      };
    }
    const definition = await this.ports.catalogue.definition(district, asked[0]!);
    const unknown = async (field: string, was: string): Promise<Refusal> => ({
      refused: 'problem/indicator-unknown',
      detail: `There is no indicator "${was}".`,
      field,
      was,
      wouldBeRight: (await this.ports.catalogue.all(district)).map(({ id }) => id).join(', '),
    });
    if (!definition) return unknown('indicator', asked[0]!);
    for (const id of post.alsoWatch) {
      if (!(await this.ports.catalogue.definition(district, id))) return unknown('alsoWatch', id);
    }
    if (post.measure !== undefined && post.measure !== definition.kind) {
      return {
        refused: 'problem/measure-differs',
        detail: 'A statement says the value of the group itself.',
        field: 'measure',
        was: post.measure,
        wouldBeRight: definition.kind,
      };
    }
    return definition;
  }

  private async past(subject: Subject, until: string): Promise<MeasuredPeriod[]> {
    const { district, definition } = subject;
    const periods = (await this.ports.catalogue.periods(district, definition)).filter((period) => period <= until);
    const past: MeasuredPeriod[] = [];
    for (const period of periods.slice(-PAST_PERIODS)) {
      const sums = await readStatementSums(this.ports.gaps, { ...subject, period });
      const value = isRefusal(sums) ? null : valueOf(sums.sums.group, definition);
      if (value !== null) past.push({ period, value });
    }
    return past;
  }

  /** What comparable schools and the district's groups have achieved from year to year, up to the baseline. */
  private async feasibility(subject: Subject, until: string, requiredPerYear: number) {
    const { district, definition, schoolIds } = subject;
    const comparable = await this.ports.comparableSchools(district, schoolIds);
    const by = Object.keys(subject.group);
    const known = await this.ports.catalogue.periods(district, definition);
    const bySchool: PastSums[] = [];
    const byGroup: PastSums[] = [];
    for (const period of known.filter((each) => each <= until).slice(-PAST_PERIODS)) {
      const asked = { district, definition, period, where: [], reference: 'others' };
      const ofSchools = await this.ports.gaps.groups({ ...asked, by: [SCHOOL, ...by] });
      for (const { group, sums } of isRefusal(ofSchools) ? [] : ofSchools.groups) {
        const { [SCHOOL]: school = UNKNOWN, ...rest } = group;
        const isAsked = comparable(school) && by.every((name) => rest[name] === subject.group[name]);
        if (sums && isAsked) bySchool.push({ period, unit: school, sums });
      }
      const ofDistrict = await this.ports.gaps.groups({ ...asked, by });
      for (const { group, sums } of isRefusal(ofDistrict) ? [] : ofDistrict.groups) {
        if (sums && !Object.values(group).includes(UNKNOWN))
          byGroup.push({ period, unit: JSON.stringify(group), sums });
      }
    }
    return feasibilityOf(requiredPerYear, bySchool, byGroup, definition);
  }

  private async frozen(
    statement: ProblemStatement,
  ): Promise<Pick<ProblemStatement, 'frozen' | 'referenceBaseline' | 'baselineN' | 'baseline' | 'sentence'> | Refusal> {
    const { district, indicator, group, reference, schoolIds, baselinePeriod } = statement;
    const definition = await this.ports.catalogue.definition(district, indicator);
    if (!definition)
      return {
        refused: 'problem/indicator-unknown',
        detail: 'The indicator is gone.',
        field: 'indicator',
        was: indicator,
      };
    const sums = await readStatementSums(this.ports.gaps, {
      district,
      definition,
      period: baselinePeriod,
      group,
      reference,
      schoolIds,
    });
    if (isRefusal(sums)) return sums;
    const baseline = valueOf(sums.sums.group, definition);
    const tolerance = definition.kind === 'rate' ? 0.0005 : 0.0005 * widthOf(rangeOf(definition, sums));
    if (baseline === null || Math.abs(baseline - statement.baseline) > tolerance) {
      return {
        refused: 'problem/baseline-differs',
        detail: 'The data has changed since: state the problem anew.',
        field: 'baseline',
        was: statement.baseline,
        wouldBeRight: String(baseline),
      };
    }
    const next = {
      frozen: { group: groupSums(sums.sums.group), reference: groupSums(sums.sums.reference) },
      referenceBaseline: valueOf(sums.sums.reference, definition) ?? 0,
      baselineN: sums.sums.group.n,
      baseline,
    };
    return { ...next, sentence: sentenceOf({ ...statement, ...next }) };
  }

  private async cycle(district: string, cycleId: string): Promise<CycleSummary | Refusal> {
    const { store, clock } = this.ports;
    for (const giveUpMs = clock.nowMs() + KNOWN_WITHIN_MS; ;) {
      const [known] = await store.load(knownCycles, [idOf(district, cycleId)]);
      if (known) return known.body;
      if (clock.nowMs() >= giveUpMs)
        return {
          refused: 'cycle/not-yet-known',
          detail: 'There is no such cycle, or it is not known here yet.',
          field: 'cycleId',
          was: cycleId,
        };
      await wait(clock, ASK_EVERY_MS);
    }
  }

  private event(type: string, statement: ProblemStatement, correlationId: string) {
    return {
      topic: 'diagnostics.problem-statements',
      stream: streamOfCycle(statement),
      type,
      data: { statement },
      correlationId,
    };
  }
}

/** `<district>/<cycle>`. */
function streamOfCycle({ district, cycleId }: Pick<ProblemStatement, 'district' | 'cycleId'>): string {
  return `${district}/${cycleId}`;
}

function alreadyHasOne(statementId: string): Refusal {
  return {
    refused: 'problem/already-adopted',
    detail: 'The cycle has its priority gap: another one beside it needs a reason.',
    field: 'reason',
    wouldBeRight: 'why the cycle should watch a second gap, or a cycle of its own',
    statementId,
  };
}

function nothingMeasured(post: ProblemStatementPost, sums: StatementSums): Refusal {
  return {
    refused: 'problem/group-unknown',
    detail: `No student of this group is measured in the period (${sums.reason ?? 'no-data'}).`,
    field: 'group',
    was: post.group,
    wouldBeRight: sums.groups.map(({ group }) => Object.values(group).join(' and ')).join(', '),
  };
}

function rangeOf(definition: IndicatorDefinition, { groups }: StatementSums): { min: number; max: number } {
  if (definition.kind === 'rate') return { min: 0, max: 1 };
  if (definition.validRange) return definition.validRange;
  const values = groups
    .flatMap(({ sums }) => (sums === null ? [] : [valueOf(sums, definition)]))
    .filter((value) => value !== null);
  return values.length < 2 ? { min: 0, max: 1 } : { min: Math.min(...values), max: Math.max(...values) };
}

function widthOf({ min, max }: { min: number; max: number }): number {
  return max - min;
}
