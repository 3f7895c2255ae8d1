import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireCount } from './invalid-input.js';

export type AnonymityRecord = Readonly<Record<string, string | number | boolean | null>>;

export interface KAnonymityInput {
  records: readonly AnonymityRecord[];
  /** Fields by which a person could be recognised together; none puts everybody in one class. */
  quasiIdentifiers: readonly string[];
  sensitive: string;
  kRequired: number;
}

export interface KAnonymity {
  /** Groups of records alike in all quasi-identifiers. */
  classes: number;
  /** Size of the smallest class. */
  k: number | null;
  /** Fewest different sensitive values in a class. */
  distinctL: number | null;
  /** Smallest exp(entropy) of the sensitive values in a class, 1..distinctL. */
  entropyL: number | null;
  recordsBelowK: number;
}

/**
 * Smallest group of records that share the quasi-identifiers, and how varied the sensitive value is within groups.
 *
 * @returns people; k and l null without records
 * @throws InvalidParameter if a record lacks a named field; InvalidCounts if kRequired is not a whole number ≥ 0
 * @source Sweeney 2002 (k); Machanavajjhala et al. 2007, ACM TKDD 1:3 (l-diversity)
 */
export function kAnonymity({ records, quasiIdentifiers, sensitive, kRequired }: KAnonymityInput): KAnonymity {
  requireCount('kRequired', kRequired);
  const classes = [...groupedBy(records, (record) => keyOf(record, quasiIdentifiers)).values()];
  const sizes = classes.map((members) => members.length);
  if (classes.length === 0) return { classes: 0, k: null, distinctL: null, entropyL: null, recordsBelowK: 0 };
  const valueCounts = classes.map((members) =>
    [...groupedBy(members, (record) => keyOf(record, [sensitive])).values()].map((alike) => alike.length),
  );
  return finiteResult({
    classes: classes.length,
    k: Math.min(...sizes),
    distinctL: Math.min(...valueCounts.map((counts) => counts.length)),
    entropyL: Math.min(...valueCounts.map(effectiveValues)),
    recordsBelowK: sizes.filter((size) => size < kRequired).reduce((sum, size) => sum + size, 0),
  });
}

function keyOf(record: AnonymityRecord, fields: readonly string[]): string {
  return JSON.stringify(
    fields.map((field) => {
      const value = record[field];
      if (value === undefined) throw new InvalidParameter(`a record lacks the field ${field}`);
      return value;
    }),
  );
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const members = groups.get(key(item));
    if (members) members.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** exp of the natural-log entropy: how many equally frequent values would be as varied. */
function effectiveValues(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return Math.exp(-counts.reduce((sum, count) => sum + (count / n) * Math.log(count / n), 0));
}
