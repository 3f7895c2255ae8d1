import {
  ENROLLED,
  PROFILE_ATTRIBUTES,
  UNKNOWN,
  isRefusal,
  schoolYearOfPeriod,
  type AsOf,
  type GapsAnswer,
  type IndicatorDefinition,
  type MeasuredGroup,
  type Reading,
  type Refusal,
} from '@evenground/contracts';
import {
  ALL,
  answerFromTables,
  type Cube,
  type Filter,
  type MarginalTable,
  type RollUp,
  type Sums,
} from '@evenground/cube';
import { throughGate, type Shown } from '@evenground/disclosure';
import { positionToken } from '@evenground/http';
import type { DistrictReference } from '../domain/district-reference.js';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import type { CountsTables } from '../keep-cubes/counts-tables.js';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { say } from '../readings/say.js';
import { RELIABLE_FROM, concluded, minimumEffectOf } from './conclude.js';
import { SCHOOL, derivedGroups, inOrder, mergedGroups, resolvedAgainst, type Breakdown } from './derive-groups.js';
import { compareGroups, measureGroup, summarize, sumsOf, type GroupOfSums } from './compare-groups.js';
import { disclosed } from './disclose.js';
import { framedWithin, shownLive } from './live-frame.js';
import { resolveReference } from './read-query.js';
import { yearBefore } from './year-before.js';

/** What is asked, checked in form but not against what there is. */
export interface GapsAsked {
  readonly district: string;
  readonly definition: IndicatorDefinition;
  /** Absent = the newest that has any. */
  readonly period?: string;
  /** Absent = the district. */
  readonly schools?: readonly string[];
  readonly by: readonly string[];
  readonly where: readonly Filter[];
  readonly reference: string;
  /** Absent = the usual one of the indicator's kind. */
  readonly minimumEffect?: number;
  /** So many periods put together, up to the one asked for; absent = that one alone. */
  readonly rolling?: number;
  /** `in-combination`: a student counts in every race marked. */
  readonly multirace?: GapsAnswer['multirace'];
}

/** The groups of a question with their exact sums. */
export interface GroupsFound {
  readonly period: string | null;
  /** Those with students, of the periods that are put together. */
  readonly periods: readonly string[];
  readonly by: readonly string[];
  readonly where: readonly Filter[];
  readonly groups: readonly GroupOfSums[];
  /** Everybody once, where groups overlap; null where they do not. */
  readonly everyone: Sums | null;
  readonly reason: string | null;
  readonly coverage: GapsAnswer['coverage'];
  readonly recomputing: boolean;
}

type OfPeriod = Omit<GroupsFound, 'period' | 'periods' | 'recomputing'>;

/** Who asks: the schools that the caller may ever ask about, and whether every live cell of these may be seen. */
export interface Reader {
  readonly held: readonly string[] | '*';
  readonly isUnsuppressed: boolean;
}

const MOST_ATTRIBUTES = 6;
const PROFILE_NAMES: ReadonlySet<string> = new Set(PROFILE_ATTRIBUTES);

/** Answers from the cubes what the gap between groups is, and how sure that is. */
export class ShowGaps {
  constructor(
    private readonly catalogue: IndicatorCatalogue,
    private readonly cubes: CubeRegistry,
    private readonly counts: CountsTables,
    private readonly reference: ReferenceStore,
  ) {}

  /** Every live cell, undisclosed ones included: what leaves the service is `gapsFor`. */
  async gaps(asked: GapsAsked): Promise<GapsAnswer | Refusal> {
    const { definition } = asked;
    const unfit = checkMinimumEffect(asked);
    if (unfit) return unfit;
    const found = await this.groups(asked);
    if (isRefusal(found)) return found;
    const reference = resolveReference(asked.reference, found.by, found.groups);
    const comparisons =
      found.reason === 'not-declared'
        ? []
        : compareGroups(found.groups, found.by, reference, definition, found.everyone);
    if (isRefusal(comparisons)) return comparisons;
    const groups = found.groups.map((group) =>
      found.reason === 'not-declared' ? notDeclared(group, definition) : measureGroup(group, definition),
    );
    const named = {
      indicator: definition.id,
      indicatorName: definition.name,
      kind: definition.kind,
      groups,
      minimumEffect: minimumEffectOf(definition.kind, asked.minimumEffect),
    };
    return {
      district: asked.district,
      ...named,
      indicatorVersion: definition.version,
      direction: definition.direction,
      period: found.period,
      periods: [...found.periods],
      multirace: asked.multirace ?? 'federal',
      by: [...found.by],
      where: found.where.map(({ attribute, values }) => ({ attribute, values: [...values] })),
      schools: asked.schools ? [...asked.schools] : null,
      comparisons: concluded(comparisons, named, definition.unit),
      summary:
        found.reason === null && found.everyone === null
          ? summarize(found.groups, found.by, reference, definition)
          : null,
      coverage: found.coverage,
      warnings: warningsOf(found),
      reason: found.reason,
      unsuppressed: true,
      recomputing: found.recomputing,
      asOf: this.asOf(asked.district),
    };
  }

  /**
   * The same as a caller may see it, through the gate of disclosure control.
   *
   * @param reader what the caller may ask about, and whether every live cell of what is asked may be seen
   */
  async gapsFor(asked: GapsAsked, reader: Reader): Promise<GapsAnswer | Refusal> {
    const answer = await this.gaps(asked);
    if (isRefusal(answer)) return answer;
    const decided = reader.isUnsuppressed ? undefined : await this.shownTo(asked, reader);
    if (isRefusal(decided)) return decided;
    return throughGate(answer, reader.isUnsuppressed, (whole) => disclosed(whole, asked.definition.unit, decided));
  }

  /** How each group of an answer may be shown to who sees small groups hidden; undefined where it stands for itself. */
  async shownTo(asked: GapsAsked, { held }: Reader): Promise<readonly Shown[] | undefined | Refusal> {
    const found = await this.groups(asked);
    if (isRefusal(found)) return found;
    // Tables of a source are what the source has shown; of a school's students who count elsewhere too nothing adds up.
    if (asked.definition.source === 'counts' || found.groups.length === 0 || found.reason !== null) return undefined;
    const isAdditive = asked.definition.attribution === 'accountable';
    const scope = isAdditive ? held : (asked.schools ?? '*');
    return shownLive(asked, found, framedWithin(scope, found, asked.schools), (table) => this.groups(table));
  }

  /** The sums behind an answer; also what statements and tracked measures are made of. */
  async groups(asked: GapsAsked): Promise<GroupsFound | Refusal> {
    const { district, definition } = asked;
    if (asked.by.length > MOST_ATTRIBUTES) {
      return {
        refused: 'by/too-many',
        detail: `At most ${MOST_ATTRIBUTES} attributes at once.`,
        field: 'by',
        was: asked.by.join(),
      };
    }
    if (definition.attribution === 'each-school' && (asked.schools?.length ?? 0) > 1) {
      return notAdditive(
        'A student of two schools would count twice: ask one school, or the district.',
        'school',
        asked.schools!,
      );
    }
    const { header, reference } = await this.reference.current(district);
    const recomputing = header.passed < header.version;
    const period = asked.period ?? (await this.newestPeriod(district, definition));
    if (period === undefined) {
      const nothing = { period: null, periods: [], groups: [], everyone: null, reason: 'no-data', coverage: null };
      return { ...nothing, recomputing, by: asked.by, where: asked.where };
    }
    const periods = [period];
    while (periods.length < (asked.rolling ?? 1)) periods.unshift(yearBefore(periods[0]!));
    const each: OfPeriod[] = [];
    for (const one of periods) {
      const found =
        definition.source === 'counts'
          ? await this.fromTables(asked, one, reference)
          : await this.fromCube(asked, one, reference);
      if (isRefusal(found)) return found;
      each.push(found);
    }
    const newest = each.at(-1)!;
    const withStudents = each.filter(({ reason, groups }) => reason === null && groups.length > 0);
    const together = {
      period,
      periods: periods.filter((_, index) => withStudents.includes(each[index]!)),
      recomputing,
    };
    if (each.length === 1) return { ...newest, ...together };
    return {
      ...newest,
      ...together,
      groups: mergedGroups(
        withStudents.flatMap(({ groups }) => groups),
        newest.by,
      ),
      everyone: newest.everyone && sumsOf(withStudents.map(({ everyone }) => ({ sums: everyone! }))),
      reason: withStudents.length > 0 ? null : newest.reason,
    };
  }

  asOf(district: string): AsOf {
    const included = this.cubes.asOf(district);
    if (!included) return { eventId: null, occurredAt: null, position: null };
    const { eventId, occurredAt, position } = included;
    return { eventId, occurredAt, position: positionToken([position]) ?? null };
  }

  private async newestPeriod(district: string, definition: IndicatorDefinition): Promise<string | undefined> {
    const own = (await this.catalogue.periods(district, definition)).at(-1);
    if (own !== undefined || !definition.needsDeclaration) return own;
    return (await this.catalogue.periods(district, ENROLLED)).at(-1);
  }

  private async fromCube(asked: GapsAsked, period: string, reference: DistrictReference): Promise<OfPeriod | Refusal> {
    const { district, definition } = asked;
    const cube = await this.cubeOf(district, definition, period);
    const enrolled = definition.needsDeclaration
      ? await this.cubeOf(district, ENROLLED, schoolYearOfPeriod(period))
      : undefined;
    const coverage = enrolled ? coverageOf(asked, period, reference, enrolled) : null;
    const isUndeclared = coverage !== null && coverage.schools.length === 0;
    const counted = isUndeclared ? enrolled! : cube;
    const resolved = resolvedAgainst(asked, attributesAsked(asked, counted), reference);
    // Of a period without anybody it cannot be said which attributes there are.
    if (isRefusal(resolved) && counted.schools().length === 0) {
      return {
        by: asked.by,
        where: asked.where,
        ...{ groups: [], everyone: null },
        reason: isUndeclared ? 'not-declared' : 'no-data',
        coverage,
      };
    }
    if (isRefusal(resolved)) return resolved;
    if (definition.attribution === 'each-school' && resolved.derived.some(({ isOfSchool }) => isOfSchool)) {
      return notAdditive('A student of two schools would count twice in a group of schools.', 'by', asked.by);
    }
    const { groups, everyone } = derivedGroups(resolved, (plain) => rolledUp(counted, plain, asked.schools));
    const reason = isUndeclared ? 'not-declared' : groups.length === 0 ? 'no-data' : null;
    return { by: resolved.by, where: resolved.where, groups, everyone, reason, coverage };
  }

  private async fromTables(
    asked: GapsAsked,
    period: string,
    reference: DistrictReference,
  ): Promise<OfPeriod | Refusal> {
    const tables = await this.counts.tables(asked.district, asked.definition, period);
    const columns = [...new Set(tables.flatMap((table) => table.columns))].sort();
    const resolved = resolvedAgainst(asked, columns, reference);
    if (isRefusal(resolved)) return resolved;
    const nothing = { by: resolved.by, where: resolved.where, groups: [], everyone: null, coverage: null };
    if (tables.length === 0) return { ...nothing, reason: 'no-data' };
    if ((asked.schools?.length ?? 0) > 1) {
      return notAdditive('Tables are never added: ask one school, or the district.', 'school', asked.schools!);
    }
    if (resolved.derived.some(({ isOfSchool }) => isOfSchool)) {
      return notAdditive('Tables are never added: ask one school, or the district.', 'by', asked.by);
    }
    let reason: string | null = null;
    const { groups, everyone } = derivedGroups(resolved, (plain) => {
      const answer = cellsOfTables(tables, plain, asked.schools?.[0]);
      reason = answer.reason;
      return answer.groups;
    });
    return { ...nothing, groups, everyone, reason: reason ?? (groups.length === 0 ? 'no-data' : null) };
  }

  private cubeOf(district: string, { id, attribution }: IndicatorDefinition, period: string): Promise<Cube> {
    return this.cubes.cube({ district, indicator: id, period, attribution });
  }
}

/**
 * The attributes of the data, where the question needs them: looking through all profiles takes longer than the answer
 * itself, and those that every district has are known by name.
 */
function attributesAsked({ by, where }: GapsAsked, cube: Cube): readonly string[] {
  const names = [...by, ...where.map(({ attribute }) => attribute)];
  return names.every((name) => name === SCHOOL || PROFILE_NAMES.has(name)) ? [] : cube.attributes();
}

/** Of the schools asked (or all that are known, or have students), those whose file is declared complete. */
function coverageOf(
  { schools, definition }: GapsAsked,
  period: string,
  reference: DistrictReference,
  enrolled: Cube,
): NonNullable<GapsAnswer['coverage']> {
  const declared = reference.declaredSchools(definition.source, schoolYearOfPeriod(period));
  const withStudents = enrolled.schools().filter((schoolId) => schoolId !== UNKNOWN);
  const known = schools ?? [...new Set([...reference.schools.keys(), ...withStudents, ...declared])];
  return { schools: declared.filter((schoolId) => known.includes(schoolId)), of: known.length };
}

function fromMargins(
  tables: readonly MarginalTable[],
  asked: Breakdown,
  school: string | undefined,
): { groups: GroupOfSums[]; reason: string | null } {
  const answer = answerFromTables(tables, { ...asked, ...(school !== undefined && { school }) });
  if (answer.groups === null) return { groups: [], reason: answer.reason };
  const groups = answer.groups.map(({ group, sums }) => ({ group, sums }));
  return { groups, reason: groups.length === 0 ? 'no-data' : null };
}

/** The groups of tables, each from one of them; the school that they are of may be one of the attributes. */
function cellsOfTables(
  tables: readonly MarginalTable[],
  asked: Breakdown,
  school: string | undefined,
): { groups: GroupOfSums[]; reason: string | null } {
  if (!asked.by.includes(SCHOOL)) return fromMargins(tables, asked, school);
  const rest = { ...asked, by: asked.by.filter((attribute) => attribute !== SCHOOL) };
  const schools = new Set(tables.flatMap(({ rows }) => rows.map(({ schoolId }) => schoolId)));
  const answers = [...schools]
    .filter((schoolId) => schoolId !== ALL && (school === undefined || school === schoolId))
    .sort()
    .map((schoolId) => ({ schoolId, answer: fromMargins(tables, rest, schoolId) }));
  const groups = answers.flatMap(({ schoolId, answer }) =>
    answer.groups.map(({ group, sums }) => ({ group: { [SCHOOL]: schoolId, ...group }, sums })),
  );
  return { groups, reason: groups.length > 0 ? null : (answers[0]?.answer.reason ?? 'no-data') };
}

/** The groups of a cube; the school that a student counts at may be one of the attributes. */
function rolledUp(cube: Cube, { by, where }: Breakdown, schools: readonly string[] | undefined): GroupOfSums[] {
  const sumsIn = (asked: RollUp) => cube.rollUp(asked).map(({ group, ...sums }) => ({ group, sums }));
  const bySchool = [...by, ...where.map(({ attribute }) => attribute)].includes(SCHOOL);
  if (!bySchool) return sumsIn({ by, where, ...(schools && { schools }) });
  const among = where.filter(({ attribute }) => attribute === SCHOOL).map(({ values }) => new Set(values));
  const kept = (schools ?? cube.schools()).filter((schoolId) => among.every((values) => values.has(schoolId)));
  const rest = {
    by: by.filter((attribute) => attribute !== SCHOOL),
    where: where.filter(({ attribute }) => attribute !== SCHOOL),
  };
  if (!by.includes(SCHOOL)) return sumsIn({ ...rest, schools: kept });
  const groups: GroupOfSums[] = [];
  for (const [schoolId, ofSchool] of cube.rollUpBySchool({ ...rest, schools: kept })) {
    for (const { group, ...sums } of ofSchool) {
      const named = by.map((name): [string, string] => [name, name === SCHOOL ? schoolId : group[name]!]);
      groups.push({ group: Object.fromEntries(named), sums });
    }
  }
  return inOrder(groups, by);
}

/** What to know before the numbers are relied on. */
function warningsOf({ groups, by, periods, everyone }: GroupsFound): Reading[] {
  const thin = groups.filter(({ sums }) => sums !== null && sums.n < RELIABLE_FROM).length;
  return [
    ...(by.length > 1 && thin > 0 ? [say('thin.cells', { thin, groups: groups.length, few: RELIABLE_FROM })] : []),
    ...(by.length > 0 && groups.length === 1 ? [say('thin.one-group', {})] : []),
    ...(everyone ? [say('overlap.in-combination', {})] : []),
    ...(periods.length > 1 ? [say('rolling.student-years', { periods: periods.join(', ') })] : []),
  ];
}

function notAdditive(detail: string, field: string, was: readonly string[]): Refusal {
  return { refused: 'scope/not-additive', detail, field, was: was.join() };
}

/** Of a rate it is a proportion: 5 for 5 % would hide every gap there is. */
function checkMinimumEffect({ definition, minimumEffect }: GapsAsked): Refusal | undefined {
  if (minimumEffect === undefined || definition.kind === 'mean' || minimumEffect <= 1) return undefined;
  return {
    refused: 'minimum-effect/not-a-proportion',
    detail: 'The least difference of rates that matters is a proportion, not a percent.',
    field: 'minimumEffect',
    was: minimumEffect,
    wouldBeRight: minimumEffect <= 100 ? String(minimumEffect / 100) : 'from 0 to 1',
  };
}

function notDeclared({ group }: GroupOfSums, { kind }: IndicatorDefinition): MeasuredGroup {
  const value = kind === 'rate' ? { events: null, rate: null } : { mean: null };
  return { group, n: null, ...value, interval: null, suppressed: false, reason: 'not-declared' };
}
