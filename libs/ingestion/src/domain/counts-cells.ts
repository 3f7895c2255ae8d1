import { UNKNOWN, recordTypeNamed, type FieldKind } from '@evenground/contracts';
import { readCell } from './read-cell.js';

const SUPPRESSED = /^(\*+|s|-1|n\s*<\s*\d*|<\s*\d+|≤\s*\d+|supp(ressed)?)$/i;
const ALL = '*';

/** Whether a number of a published table is hidden by its source: `*`, `<10`, `n<`, `-1`, `s`. @source `standards.md` 4.7 */
export function isSuppressedNumber(cell: string): boolean {
  return SUPPRESSED.test(cell.trim());
}

const attributes = new Map(
  Object.entries(recordTypeNamed('students')?.fields ?? {}).map(
    ([field, declared]): [string, { field: string; kind: FieldKind }] => [
      field.toLowerCase(),
      { field, kind: declared.kind },
    ],
  ),
);

/** The canonical name of a subgroup column: that of the students' attribute it means, or as it is written. */
export function subgroupName(column: string): string {
  return attributes.get(column.toLowerCase())?.field ?? column;
}

/** `*` = all (the margin), empty = unknown; flags are named yes and no, races by their federal names. */
export function readSubgroup(
  name: string,
  raw: string,
): { readonly value: string } | { readonly wouldBeRight: string; readonly code: string } {
  const text = raw.trim().normalize('NFC');
  if (text === ALL) return { value: ALL };
  if (text === '' || text.toLowerCase() === UNKNOWN) return { value: UNKNOWN };
  const kind = attributes.get(name.toLowerCase())?.kind ?? { kind: 'text', maxLength: 80 };
  const reading = readCell(kind, text);
  if ('code' in reading) return reading;
  if (typeof reading.value === 'boolean') return { value: reading.value ? 'yes' : 'no' };
  return { value: String(reading.value) };
}
