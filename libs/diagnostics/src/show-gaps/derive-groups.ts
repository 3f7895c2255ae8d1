import { isRefusal, type Refusal } from '@evenground/contracts';
import type { Filter, Sums } from '@evenground/cube';
import type { DistrictReference } from '../domain/district-reference.js';
import { sumsOf, type GroupOfSums } from './compare-groups.js';
import { RACES_IN_COMBINATION, derivedAttribute, isDerived, type DerivedAttribute } from './derived-attributes.js';
import { resolveAttribute, resolveValue, spellings } from './read-query.js';

/** The school that a student counts at, asked for like an attribute. */
export const SCHOOL = 'school';

/** A breakdown as data and cubes have it. */
export interface Breakdown {
  readonly by: readonly string[];
  readonly where: readonly Filter[];
}

/** The same with attributes that are computed. */
export interface DerivedBreakdown extends Breakdown {
  readonly derived: readonly DerivedAttribute[];
}

/** Attributes and values as the data has them. */
export function resolvedAgainst(
  asked: Breakdown & { readonly multirace?: 'federal' | 'in-combination' },
  present: readonly string[],
  reference: Pick<DistrictReference, 'schools'>,
): DerivedBreakdown | Refusal {
  const derived = new Map<string, DerivedAttribute>();
  const resolve = (name: string, field: string): string | Refusal => {
    if ((name === SCHOOL || name === 'schoolId') && !present.includes(name)) return SCHOOL;
    if (!isDerived(name) || present.includes(name)) {
      const attribute = resolveAttribute(name, present);
      if (isRefusal(attribute)) return { ...attribute, field };
      if (attribute === RACES_IN_COMBINATION.name && asked.multirace === 'in-combination')
        derived.set(attribute, RACES_IN_COMBINATION);
      return attribute;
    }
    const made = derivedAttribute(name, present, reference);
    if (isRefusal(made)) return { ...made, field };
    derived.set(made.name, made);
    return made.name;
  };
  const by: string[] = [];
  for (const name of asked.by) {
    const attribute = resolve(name, 'by');
    if (isRefusal(attribute)) return attribute;
    if (!by.includes(attribute)) by.push(attribute);
  }
  const where: Filter[] = [];
  for (const { attribute: name, values } of asked.where) {
    const attribute = resolve(name, 'where');
    if (isRefusal(attribute)) return attribute;
    where.push({ attribute, values: values.flatMap((value) => spellings(attribute, resolveValue(attribute, value))) });
  }
  return { by, where, derived: [...derived.values()] };
}

/**
 * The groups of a breakdown, from cells of the attributes that it is computed from: each cell is kept or not by the
 * filters, and counts in every value that it has.
 *
 * @param cellsOf the groups of a breakdown without computed attributes
 * @returns `everyone` once where groups overlap, so that others can be told from them
 */
export function derivedGroups(
  { by, where, derived }: DerivedBreakdown,
  cellsOf: (plain: Breakdown) => readonly GroupOfSums[],
): { groups: readonly GroupOfSums[]; everyone: Sums | null } {
  if (derived.length === 0) return { groups: cellsOf({ by, where }), everyone: null };
  const made = new Map(derived.map((attribute) => [attribute.name, attribute]));
  const bases = [
    ...by.filter((name) => !made.has(name)),
    ...derived.flatMap(({ of, isOfSchool }) => (isOfSchool ? [SCHOOL] : of)),
  ];
  const valuesIn = (cell: GroupOfSums, name: string): readonly string[] => {
    const attribute = made.get(name);
    return attribute ? attribute.valuesOf(cell.group, cell.group[SCHOOL]!) : [cell.group[name]!];
  };
  const cells = cellsOf({ by: [...new Set(bases)], where: where.filter(({ attribute }) => !made.has(attribute)) });
  const kept = cells.filter((cell) =>
    where.every(
      ({ attribute, values }) =>
        !made.has(attribute) || valuesIn(cell, attribute).some((value) => values.includes(value)),
    ),
  );
  const expanded = kept.flatMap((cell) =>
    combinations(by.map((name) => valuesIn(cell, name))).map((values) => ({
      group: Object.fromEntries(by.map((name, index) => [name, values[index]!])),
      sums: cell.sums,
    })),
  );
  const overlaps = derived.some((attribute) => attribute.overlaps && by.includes(attribute.name));
  const known = kept.filter((cell): cell is GroupOfSums & { sums: Sums } => cell.sums !== null);
  return { groups: mergedGroups(expanded, by), everyone: overlaps ? sumsOf(known) : null };
}

/** Groups of the same values added up, in order; one that the source hides hides the whole. */
export function mergedGroups(groups: readonly GroupOfSums[], by: readonly string[]): GroupOfSums[] {
  const parts = new Map<string, GroupOfSums[]>();
  for (const group of groups) {
    const key = orderOf(group, by);
    const known = parts.get(key);
    if (known) known.push(group);
    else parts.set(key, [group]);
  }
  const merged = [...parts.values()].map((same): GroupOfSums => {
    const known = same.filter((part): part is GroupOfSums & { sums: Sums } => part.sums !== null);
    return { group: same[0]!.group, sums: known.length === same.length ? sumsOf(known) : null };
  });
  return inOrder(merged, by);
}

/** By the groups' values in the order of `by`. */
export function inOrder(groups: readonly GroupOfSums[], by: readonly string[]): GroupOfSums[] {
  const keyed = groups.map((group) => ({ group, key: orderOf(group, by) }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ group }) => group);
}

function orderOf({ group }: GroupOfSums, by: readonly string[]): string {
  return by.map((attribute) => group[attribute]).join('\n');
}

function combinations(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, values) => made.flatMap((one) => values.map((value) => [...one, value])),
    [[]],
  );
}
