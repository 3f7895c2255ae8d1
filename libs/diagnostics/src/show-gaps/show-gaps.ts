import {
  ENROLLED,
  UNKNOWN,
  isRefusal,
  schoolYearOfPeriod,
  type AsOf,
  type GapsAnswer,
  type IndicatorDefinition,
  type MeasuredGroup,
  type Refusal,
} from '@evenground/contracts';
import { ALL, answerFromTables, type Cube, type Filter, type MarginalTable, type RollUp } from '@evenground/cube';
import { positionToken } from '@evenground/http';
import type { DistrictReference } from '../domain/district-reference.js';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import type { CountsTables } from '../keep-cubes/counts-tables.js';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { concluded, minimumEffectOf } from './conclude.js';
import { compareGroups, measureGroup, summarize, type GroupOfSums } from './compare-groups.js';
import { resolveAttribute, resolveReference, resolveValue, spellings } from './read-query.js';

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
}

/** The groups of a question with their exact sums. */
export interface GroupsFound {
  readonly period: string | null;
  readonly by: readonly string[];
  readonly where: readonly Filter[];
  readonly groups: readonly GroupOfSums[];
  readonly reason: string | null;
  readonly coverage: GapsAnswer['coverage'];
  readonly recomputing: boolean;
}

const MOST_ATTRIBUTES = 6;
/** The school that a student counts at, asked for like an attribute. */
export const SCHOOL = 'school';

/** Answers from the cubes what the gap between groups is, and how sure that is. */
export class ShowGaps {
  constructor(
    private readonly catalogue: IndicatorCatalogue,
    private readonly cubes: CubeRegistry,
    private readonly counts: CountsTables,
    private readonly reference: ReferenceStore,
  ) {}

  /** Every live cell, undisclosed ones included: what leaves the service passes `disclosed`. */
  async gaps(asked: GapsAsked): Promise<GapsAnswer | Refusal> {
    const { definition } = asked;
    const unfit = checkMinimumEffect(asked);
    if (unfit) return unfit;
    const found = await this.groups(asked);
    if (isRefusal(found)) return found;
    const reference = resolveReference(asked.reference, found.by, found.groups);
    const comparisons =
      found.reason === 'not-declared' ? [] : compareGroups(found.groups, found.by, reference, definition);
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
      by: [...found.by],
      where: found.where.map(({ attribute, values }) => ({ attribute, values: [...values] })),
      schools: asked.schools ? [...asked.schools] : null,
      comparisons: concluded(comparisons, named, definition.unit),
      summary: found.reason === null ? summarize(found.groups, found.by, reference, definition) : null,
      coverage: found.coverage,
      reason: found.reason,
      unsuppressed: true,
      recomputing: found.recomputing,
      asOf: this.asOf(asked.district),
    };
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
      return {
        refused: 'scope/not-additive',
        detail: 'A student of two schools would count twice: ask one school, or the district.',
        field: 'school',
        was: asked.schools!.join(),
      };
    }
    const { header, reference } = await this.reference.current(district);
    const recomputing = header.passed < header.version;
    const period = asked.period ?? (await this.newestPeriod(district, definition));
    if (period === undefined) {
      const nothing = { period: null, groups: [], reason: 'no-data', coverage: null, recomputing };
      return { ...nothing, by: asked.by, where: asked.where };
    }
    const found =
      definition.source === 'counts'
        ? await this.fromTables(asked, period)
        : await this.fromCube(asked, period, reference);
    if (isRefusal(found)) return found;
    return { ...found, period, recomputing };
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

  private async fromCube(
    asked: GapsAsked,
    period: string,
    reference: DistrictReference,
  ): Promise<Omit<GroupsFound, 'period' | 'recomputing'> | Refusal> {
    const { district, definition } = asked;
    const cube = await this.cubeOf(district, definition, period);
    const enrolled = definition.needsDeclaration
      ? await this.cubeOf(district, ENROLLED, schoolYearOfPeriod(period))
      : undefined;
    const coverage = enrolled ? coverageOf(asked, period, reference, enrolled) : null;
    const isUndeclared = coverage !== null && coverage.schools.length === 0;
    const counted = isUndeclared ? enrolled! : cube;
    const resolved = resolvedAgainst(asked, counted.attributes());
    // Of a period without anybody it cannot be said which attributes there are.
    if (isRefusal(resolved) && counted.schools().length === 0) {
      return {
        by: asked.by,
        where: asked.where,
        groups: [],
        reason: isUndeclared ? 'not-declared' : 'no-data',
        coverage,
      };
    }
    if (isRefusal(resolved)) return resolved;
    const groups = rolledUp(counted, resolved, asked.schools);
    const reason = isUndeclared ? 'not-declared' : groups.length === 0 ? 'no-data' : null;
    return { ...resolved, groups, reason, coverage };
  }

  private async fromTables(
    asked: GapsAsked,
    period: string,
  ): Promise<Omit<GroupsFound, 'period' | 'recomputing'> | Refusal> {
    const tables = await this.counts.tables(asked.district, asked.definition, period);
    const columns = [...new Set(tables.flatMap((table) => table.columns))].sort();
    const resolved = resolvedAgainst(asked, columns);
    if (isRefusal(resolved)) return resolved;
    const nothing = { ...resolved, groups: [], coverage: null };
    if (tables.length === 0) return { ...nothing, reason: 'no-data' };
    if ((asked.schools?.length ?? 0) > 1) {
      return {
        refused: 'scope/not-additive',
        detail: 'Tables are never added: ask one school, or the district.',
        field: 'school',
        was: asked.schools!.join(),
      };
    }
    const [school] = asked.schools ?? [];
    const bySchool = resolved.by.includes(SCHOOL);
    if (!bySchool) return { ...nothing, ...fromMargins(tables, resolved, school) };
    const rest = { ...resolved, by: resolved.by.filter((attribute) => attribute !== SCHOOL) };
    const schools = new Set(tables.flatMap(({ rows }) => rows.map(({ schoolId }) => schoolId)));
    const answers = [...schools]
      .filter((schoolId) => schoolId !== ALL && (school === undefined || school === schoolId))
      .sort()
      .map((schoolId) => ({ schoolId, answer: fromMargins(tables, rest, schoolId) }));
    const groups = answers.flatMap(({ schoolId, answer }) =>
      answer.groups.map(({ group, sums }) => ({ group: { [SCHOOL]: schoolId, ...group }, sums })),
    );
    return { ...nothing, groups, reason: groups.length > 0 ? null : (answers[0]?.answer.reason ?? 'no-data') };
  }

  private cubeOf(district: string, { id, attribution }: IndicatorDefinition, period: string): Promise<Cube> {
    return this.cubes.cube({ district, indicator: id, period, attribution });
  }
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
  asked: { readonly by: readonly string[]; readonly where: readonly Filter[] },
  school: string | undefined,
): { groups: GroupOfSums[]; reason: string | null } {
  const answer = answerFromTables(tables, { ...asked, ...(school !== undefined && { school }) });
  if (answer.groups === null) return { groups: [], reason: answer.reason };
  const groups = answer.groups.map(({ group, sums }) => ({ group, sums }));
  return { groups, reason: groups.length === 0 ? 'no-data' : null };
}

/** The groups of a cube; the school that a student counts at may be one of the attributes. */
function rolledUp(
  cube: Cube,
  { by, where }: { readonly by: readonly string[]; readonly where: readonly Filter[] },
  schools: readonly string[] | undefined,
): GroupOfSums[] {
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
  const named = ({ group, sums }: GroupOfSums, schoolId: string): GroupOfSums => ({
    group: Object.fromEntries(by.map((name) => [name, name === SCHOOL ? schoolId : group[name]!])),
    sums,
  });
  return kept
    .flatMap((schoolId) => sumsIn({ ...rest, schools: [schoolId] }).map((group) => named(group, schoolId)))
    .sort((left, right) => (orderOf(left, by) < orderOf(right, by) ? -1 : 1));
}

function orderOf({ group }: GroupOfSums, by: readonly string[]): string {
  return by.map((attribute) => group[attribute]).join('\n');
}

/** Attributes and values as the data has them. */
function resolvedAgainst(asked: GapsAsked, present: readonly string[]): { by: string[]; where: Filter[] } | Refusal {
  const by: string[] = [];
  for (const name of asked.by) {
    const attribute = isSchool(name, present) ? SCHOOL : resolveAttribute(name, present);
    if (isRefusal(attribute)) return { ...attribute, field: 'by' };
    if (!by.includes(attribute)) by.push(attribute);
  }
  const where: Filter[] = [];
  for (const { attribute: name, values } of asked.where) {
    const attribute = isSchool(name, present) ? SCHOOL : resolveAttribute(name, present);
    if (isRefusal(attribute)) return { ...attribute, field: 'where' };
    where.push({ attribute, values: values.flatMap((value) => spellings(attribute, resolveValue(attribute, value))) });
  }
  return { by, where };
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

function isSchool(name: string, present: readonly string[]): boolean {
  return (name === SCHOOL || name === 'schoolId') && !present.includes(name);
}

function notDeclared({ group }: GroupOfSums, { kind }: IndicatorDefinition): MeasuredGroup {
  const value = kind === 'rate' ? { events: null, rate: null } : { mean: null };
  return { group, n: null, ...value, interval: null, suppressed: false, reason: 'not-declared' };
}
