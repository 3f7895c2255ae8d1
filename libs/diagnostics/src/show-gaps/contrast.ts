import { isRefusal, type Refusal } from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { sumsOf, type GroupOfSums } from './compare-groups.js';
import { resolveValue, spellings } from './read-query.js';

/** Sums that the source does not hide. */
export type KnownGroup = GroupOfSums & { readonly sums: Sums };

/** Two sides to compare: the cells of each, with the attributes beside the compared one. */
export interface Contrast {
  readonly group: Readonly<Record<string, string>>;
  readonly reference: 'others' | Readonly<Record<string, string>>;
  readonly own: readonly KnownGroup[];
  readonly other: readonly KnownGroup[];
}

/**
 * The contrasts of the first attribute's groups with their reference: `others`, or the group of a value.
 *
 * @param only the one group that is asked for; absent = every known group but the reference and `unknown`
 */
export function contrastsOf(
  cells: readonly GroupOfSums[],
  by: string,
  reference: string,
  only?: string,
): Contrast[] | Refusal {
  const known = cells.filter((cell): cell is KnownGroup => cell.sums !== null);
  const values = [...new Set(cells.map(({ group }) => group[by]!))];
  if (values.length === 0) return [];
  const wanted = only === undefined ? undefined : valueAmong(values, by, only, 'group');
  if (wanted !== undefined && isRefusal(wanted)) return wanted;
  const beside = reference === 'others' ? undefined : valueAmong(values, by, reference, 'reference');
  if (beside !== undefined && isRefusal(beside)) return beside;
  const of = (value: string) => known.filter(({ group }) => group[by] === value);
  return values
    .filter((value) => value !== beside && (wanted === undefined ? value !== 'unknown' : value === wanted))
    .map((value) => ({
      group: { [by]: value },
      reference: beside === undefined ? 'others' : { [by]: beside },
      own: of(value),
      other: beside === undefined ? known.filter(({ group }) => group[by] !== value) : of(beside),
    }));
}

/** The sums of a side for each value of an attribute. */
export function sumsBy(cells: readonly KnownGroup[], attribute: string): Map<string, Sums> {
  const byValue = new Map<string, KnownGroup[]>();
  for (const cell of cells) {
    const value = cell.group[attribute]!;
    byValue.set(value, [...(byValue.get(value) ?? []), cell]);
  }
  return new Map([...byValue].map(([value, ofValue]) => [value, sumsOf(ofValue)]));
}

/** Nobody. */
export const NOBODY: Sums = { n: 0, events: 0, sum: 0n, sumOfSquares: 0n };

function valueAmong(values: readonly string[], by: string, asked: string, field: string): string | Refusal {
  const spelt = spellings(by, resolveValue(by, asked));
  return (
    values.find((value) => spelt.includes(value)) ?? {
      refused: `${field}/unknown`,
      detail: `No group has "${asked}" as its ${by}.`,
      field,
      was: asked,
      wouldBeRight: values.join(', '),
    }
  );
}
