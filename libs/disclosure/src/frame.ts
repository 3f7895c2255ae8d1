import type { Sums } from '@evenground/cube';
import type { CellSum } from './cell-system.js';

/** A breakdown that is published: of the district, and of each school where it says so. */
export interface PlannedBreakdown {
  /** One attribute, or two together. */
  readonly by: readonly string[];
  readonly bySchool: boolean;
}

/** The tables of one indicator and period: everybody, each school, and the breakdowns. */
export type ReleasePlan = readonly PlannedBreakdown[];

/** One place in the tables: a group of a school, or (null) of the district. */
export interface FrameCell {
  readonly schoolId: string | null;
  readonly by: readonly string[];
  /** In the order of `by`. */
  readonly values: readonly string[];
  readonly n: number;
  /** Null where the indicator is no rate. */
  readonly events: number | null;
  readonly sum: bigint;
  readonly sumOfSquares: bigint;
  readonly isListed: boolean;
  /** People of the one school that has most of them; of the district's cells. */
  readonly largestSchool?: number;
}

/** Students of one school and profile, or counted for the district alone. */
export interface CountedStudents extends Sums {
  readonly schoolId: string;
  readonly profile: Readonly<Record<string, string>>;
  readonly counts: 'school-and-district' | 'school' | 'district';
}

/** All cells of the tables of one indicator and period. */
export interface Frame {
  readonly plan: ReleasePlan;
  readonly cells: readonly FrameCell[];
}

const UNKNOWN = 'unknown';

/** Attributes of which one tells another: tables of both would show what one of them hides. */
const SAME_FACT: readonly (readonly string[])[] = [
  ['raceEthnicity', 'hispanicLatino'],
  ['disability', 'disabilityCategory', 'educationalEnvironment'],
  ['englishLearner', 'formerEnglishLearner'],
];

/**
 * Why a plan cannot be protected; undefined when it can.
 *
 * Pairs of attributes that close a circle (A × B, B × C, A × C) have tables that bound each other in ways no sum says,
 * so that nobody could tell how narrowly. Without a circle sums say everything (Vorob'ev 1962): any tables that agree in
 * what they share are tables of some district.
 */
export function planFault(plan: ReleasePlan): string | undefined {
  const seen = new Set<string>();
  const parent = new Map<string, string>();
  const rootOf = (attribute: string): string => {
    const next = parent.get(attribute) ?? attribute;
    return next === attribute ? attribute : rootOf(next);
  };
  for (const { by } of plan) {
    const key = [...by].sort().join();
    if (by.length === 0 || by.length > 2 || new Set(by).size < by.length) return `"${by.join()}" is no breakdown`;
    if (seen.has(key)) return `"${by.join()}" is there twice`;
    seen.add(key);
    const [first, second] = by;
    if (second === undefined) continue;
    if (rootOf(first!) === rootOf(second)) return `"${by.join()}" closes a circle of pairs`;
    parent.set(rootOf(first!), rootOf(second));
  }
  const attributes = new Set(plan.flatMap(({ by }) => by));
  const told = SAME_FACT.map((fact) => fact.filter((attribute) => attributes.has(attribute)));
  const both = told.find(({ length }) => length > 1);
  return both && `"${both.join('" and "')}" tell each other`;
}

/** The whole of what a plan needs: each attribute of a pair alone too, and the tables that tie pairs to schools. */
interface Layout {
  /** Attribute sets with their levels, unlisted ones among them. */
  readonly margins: readonly (PlannedBreakdown & { readonly isListedBySchool: boolean; readonly isListed: boolean })[];
}

function layoutOf(plan: ReleasePlan): Layout {
  const margins = new Map<string, Layout['margins'][number]>();
  const add = (by: readonly string[], bySchool: boolean, isListed: boolean, isListedBySchool: boolean) => {
    const key = JSON.stringify(by);
    const known = margins.get(key);
    margins.set(key, {
      by,
      bySchool: bySchool || (known?.bySchool ?? false),
      isListed: isListed || (known?.isListed ?? false),
      isListedBySchool: isListedBySchool || (known?.isListedBySchool ?? false),
    });
  };
  add([], true, true, true);
  for (const { by, bySchool } of plan) if (by.length === 1) add(by, bySchool, true, bySchool);
  const pairs = plan.filter(({ by }) => by.length === 2);
  for (const { by } of pairs) for (const attribute of by) add([attribute], false, false, false);
  // Attributes that pairs link, of which two are known by school: then the school links them too.
  for (const linked of linkedBy(pairs.map(({ by }) => by))) {
    const bySchool = (attribute: string) => margins.get(JSON.stringify([attribute]))!.isListedBySchool;
    const pairsOf = pairs.filter(({ by }) => linked.has(by[0]!));
    const isTied = [...linked].filter(bySchool).length > 1 || pairsOf.some(({ bySchool: planned }) => planned);
    if (isTied) for (const attribute of linked) add([attribute], true, false, false);
    for (const { by, bySchool: planned } of pairsOf) add(by, isTied, true, planned);
  }
  return { margins: [...margins.values()] };
}

function linkedBy(pairs: readonly (readonly string[])[]): Set<string>[] {
  const groups: Set<string>[] = [];
  for (const pair of pairs) {
    const touching = groups.filter((group) => pair.some((attribute) => group.has(attribute)));
    const joined = new Set([...touching.flatMap((group) => [...group]), ...pair]);
    groups.splice(0, groups.length, ...groups.filter((group) => !touching.includes(group)), joined);
  }
  return groups;
}

/** Adds up the tables of a plan. Cells of nobody are left out where a reader sees that they are empty. */
export function frameOf(students: Iterable<CountedStudents>, plan: ReleasePlan, kind: 'rate' | 'mean'): Frame {
  const { margins } = layoutOf(plan);
  const district = margins.map(() => new Map<string, Sums>());
  const schools = new Map<string, Map<string, Sums>[]>();
  for (const student of students) {
    const own = schools.get(student.schoolId) ?? margins.map(() => new Map<string, Sums>());
    schools.set(student.schoolId, own);
    margins.forEach(({ by }, at) => {
      const key = JSON.stringify(by.map((attribute) => student.profile[attribute] ?? UNKNOWN));
      if (student.counts !== 'school') addTo(district[at]!, key, student);
      if (student.counts !== 'district') addTo(own[at]!, key, student);
    });
  }
  const cells: FrameCell[] = [];
  const push = (schoolId: string | null, by: readonly string[], key: string, sums: Sums, rest: Partial<FrameCell>) =>
    cells.push({
      ...{ schoolId, by, values: JSON.parse(key) as string[], n: sums.n, sum: sums.sum },
      ...{ sumOfSquares: sums.sumOfSquares, events: kind === 'rate' ? sums.events : null, isListed: true, ...rest },
    });
  margins.forEach(({ by, bySchool, isListed, isListedBySchool }, at) => {
    for (const [key, sums] of sorted(district[at]!)) {
      let largestSchool = 0;
      for (const own of schools.values()) largestSchool = Math.max(largestSchool, own[at]!.get(key)?.n ?? 0);
      push(null, by, key, sums, { isListed, largestSchool });
    }
    if (!bySchool) return;
    for (const [schoolId, own] of sorted(schools)) {
      const keys = isListedBySchool ? sorted(own[at]!).map(([key]) => key) : possibleKeys(own, margins, at);
      for (const key of keys) push(schoolId, by, key, own[at]!.get(key) ?? NOBODY, { isListed: isListedBySchool });
    }
  });
  return { plan, cells: cells.filter(({ n, isListed }) => n > 0 || !isListed) };
}

/** Of an unlisted pair at a school: every pair of values that a reader must take as possible there. */
function possibleKeys(own: readonly Map<string, Sums>[], margins: Layout['margins'], at: number): string[] {
  const { by } = margins[at]!;
  const valuesOf = (attribute: string) => {
    const single = margins.findIndex((margin) => margin.by.length === 1 && margin.by[0] === attribute);
    return sorted(own[single]!).map(([key]) => (JSON.parse(key) as string[])[0]!);
  };
  const [first, second] = by;
  if (second === undefined) return sorted(own[at]!).map(([key]) => key);
  const seconds = valuesOf(second);
  return valuesOf(first!).flatMap((left) => seconds.map((right) => JSON.stringify([left, right])));
}

const NOBODY: Sums = { n: 0, events: 0, sum: 0n, sumOfSquares: 0n };

function addTo(sums: Map<string, Sums>, key: string, more: Sums): void {
  const had = sums.get(key) ?? NOBODY;
  sums.set(key, {
    n: had.n + more.n,
    events: had.events + more.events,
    sum: had.sum + more.sum,
    sumOfSquares: had.sumOfSquares + more.sumOfSquares,
  });
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Names a cell among the frames of the same indicator and period. */
export function cellKey({ schoolId, by, values }: Pick<FrameCell, 'schoolId' | 'by' | 'values'>): string {
  return JSON.stringify([schoolId, ...by, ...values]);
}

/**
 * Every sum that ties the cells of a frame: schools to the district, groups to everybody, pairs to their attributes.
 *
 * @param indexOf the number of a cell in the system that the sums are for
 */
export function sumsOf(frame: Frame, indexOf: (cell: FrameCell) => number): CellSum[] {
  const lines = new Map<string, { table: string; total: string; parts: number[] }>();
  const totals = new Map(frame.cells.map((cell) => [cellKey(cell), indexOf(cell)]));
  for (const cell of frame.cells) {
    const { schoolId, by, values } = cell;
    const index = indexOf(cell);
    const table = JSON.stringify(by);
    const add = (line: string, total: string) => {
      const found = lines.get(line) ?? { table, total, parts: [] };
      found.parts.push(index);
      lines.set(line, found);
    };
    if (schoolId !== null) {
      const total = cellKey({ schoolId: null, by, values });
      add(`schools ${total}`, total);
    }
    by.forEach((_, dropped) => {
      const rest = { schoolId, by: without(by, dropped), values: without(values, dropped) };
      const total = cellKey(rest);
      add(`${by.join()} without ${dropped} ${total}`, total);
    });
  }
  const tables = [...new Set([...lines.values()].map(({ table }) => table))];
  return [...lines.values()].flatMap(({ table, total, parts }) => {
    const index = totals.get(total);
    return index === undefined ? [] : [{ table: tables.indexOf(table), total: index, parts }];
  });
}

function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at);
}
