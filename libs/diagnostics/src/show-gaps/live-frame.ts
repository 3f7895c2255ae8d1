import { isRefusal, type Refusal } from '@evenground/contracts';
import { LIVE_RULES, protect, type CellSum, type CountedCell, type Shown } from '@evenground/disclosure';
import type { Filter } from '@evenground/cube';
import type { GroupOfSums } from './compare-groups.js';
import { SCHOOL } from './derive-groups.js';
import type { GapsAsked, GroupsFound } from './show-gaps.js';

/** How many attributes a question may have, filters and schools among them, where small groups are hidden. */
export const MOST_HIDDEN_TOGETHER = 3;

/** Asks for the groups of one table. */
type Read = (asked: GapsAsked) => Promise<GroupsFound | Refusal>;

/** A question as a part of the tables that a caller may ever see. */
interface Framed {
  /** Everybody that the caller may ask about. */
  readonly scope: readonly string[] | undefined;
  readonly by: readonly string[];
  /** Filters, and the schools that were asked for where the caller might ask for others. */
  readonly where: readonly Filter[];
}

/**
 * How each group of an answer may be shown to a caller who sees small groups hidden.
 *
 * An answer alone could be subtracted from the next: a filter is a row of the table by its attribute, a school one of
 * its schools. So what is asked is looked up in the table of all its attributes together, and that is decided like the
 * tables of a release, after the smaller tables that are its margins, whose decisions it takes over. Thus a group is
 * shown in the same way however it is asked for. Several values together are shown as their least shown part.
 */
export async function shownLive(asked: GapsAsked, found: GroupsFound, framed: Framed, read: Read) {
  const attributes = [...new Set([...framed.by, ...framed.where.map(({ attribute }) => attribute)])].sort();
  if (attributes.length > MOST_HIDDEN_TOGETHER) return tooMany(attributes);
  const tables = new Map<string, ReadonlyMap<string, Shown>>();
  const cells = new Map<string, readonly GroupOfSums[]>();
  for (const subset of subsetsOf(attributes)) {
    const { reference: _reference, schools: _schools, ...rest } = asked;
    const period = found.period === null ? {} : { period: found.period };
    const scope = framed.scope ? { schools: framed.scope } : {};
    const groups = await read({ ...rest, ...period, ...scope, by: subset, where: [], reference: 'others' });
    if (isRefusal(groups)) return groups;
    cells.set(subset.join(), groups.groups);
    tables.set(subset.join(), decide(subset, cells, tables, asked.definition.kind));
  }
  const whole = cells.get(attributes.join())!;
  const shown = tables.get(attributes.join())!;
  return found.groups.map(({ group }): Shown => {
    const parts = whole.filter(
      (cell) =>
        framed.by.every((attribute) => cell.group[attribute] === group[attribute]) &&
        framed.where.every(({ attribute, values }) => values.includes(cell.group[attribute]!)),
    );
    return leastShown(parts.map((cell) => shown.get(keyOf(attributes, cell.group)) ?? 'hidden'));
  });
}

function decide(
  subset: readonly string[],
  cells: ReadonlyMap<string, readonly GroupOfSums[]>,
  tables: ReadonlyMap<string, ReadonlyMap<string, Shown>>,
  kind: 'rate' | 'mean',
): ReadonlyMap<string, Shown> {
  const own = cells.get(subset.join())!.filter(({ sums }) => (sums?.n ?? 0) > 0);
  const counted = own.map((cell): CountedCell => countedOf(cell, kind));
  const places = new Map<string, number>();
  const lines = new Map<string, number[]>();
  own.forEach(({ group }, at) => {
    for (const dropped of subset) {
      const margin = subset.filter((attribute) => attribute !== dropped);
      const key = `${margin.join()}|${keyOf(margin, group)}`;
      lines.set(key, [...(lines.get(key) ?? []), at]);
    }
  });
  const sums = [...lines].map(([key, parts]): CellSum => {
    const [margin, place] = [key.slice(0, key.indexOf('|')), key.slice(key.indexOf('|') + 1)];
    if (!places.has(key)) {
      const names = margin === '' ? [] : margin.split(',');
      const total = cells.get(margin)!.find(({ group }) => keyOf(names, group) === place)!;
      const fixed = tables.get(margin)!.get(place) ?? 'hidden';
      places.set(key, counted.push({ ...countedOf(total, kind), fixed }) - 1);
    }
    return { table: 0, total: places.get(key)!, parts };
  });
  const { shown, isPossible } = protect({ cells: counted, sums }, LIVE_RULES);
  return new Map(own.map(({ group }, at) => [keyOf(subset, group), isPossible ? shown[at]! : 'hidden']));
}

function countedOf({ sums }: GroupOfSums, kind: 'rate' | 'mean'): CountedCell {
  const isSound = sums !== null && sums.events <= sums.n;
  return { n: sums?.n ?? 0, events: kind === 'rate' && isSound ? sums.events : null, isListed: true };
}

function keyOf(attributes: readonly string[], group: Readonly<Record<string, string>>): string {
  return JSON.stringify(attributes.map((attribute) => group[attribute]));
}

/** All, smaller ones first. */
function subsetsOf(attributes: readonly string[]): string[][] {
  const subsets = attributes.reduce<string[][]>(
    (found, attribute) => [...found, ...found.map((subset) => [...subset, attribute])],
    [[]],
  );
  return subsets.sort((a, b) => a.length - b.length);
}

function leastShown(parts: readonly Shown[]): Shown {
  if (parts.length === 0 || parts.some((how) => how === 'hidden' || how === 'outcome-hidden')) return 'hidden';
  return parts.includes('coded') ? 'coded' : 'exact';
}

function tooMany(attributes: readonly string[]): Refusal {
  return {
    refused: 'by/too-many',
    detail: `At most ${MOST_HIDDEN_TOGETHER} attributes at once, filters and schools among them, where small groups are hidden.`,
    field: 'by',
    was: attributes.join(),
    wouldBeRight: `${MOST_HIDDEN_TOGETHER} or fewer`,
  };
}

/** The question within everything that the caller may ask about. */
export function framedWithin(held: readonly string[] | '*', found: GroupsFound, schools?: readonly string[]): Framed {
  const scope = held === '*' ? undefined : held;
  const isAll = !schools || (scope !== undefined && scope.every((schoolId) => schools.includes(schoolId)));
  const where = isAll ? found.where : [...found.where, { attribute: SCHOOL, values: [...schools] }];
  return { scope, by: found.by, where };
}
