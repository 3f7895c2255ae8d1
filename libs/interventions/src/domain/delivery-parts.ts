import { createHash } from 'node:crypto';
import type { DeliveredAtSchool } from '@evenground/contracts';
import type { KeptDelivery } from './delivery.js';
import { sumOfDecimals } from './decimal-sum.js';

/** How many deliveries one part holds: some 150 bytes each, so a part stays below 64 KB. */
export const PART_CAPACITY = 256;

/** Some deliveries of one intervention and one month; the order is that of arrival. */
export interface DeliveryPart {
  readonly month: string;
  readonly rows: readonly KeptDelivery[];
}

/** What a part adds to the totals, and how to find out that it does not hold a delivery. Derived from the part alone. */
export interface PartDigest {
  readonly month: string;
  readonly count: number;
  /** The fingerprints of the ids in the part, eight characters each, one after the other. */
  readonly fingerprints: string;
  readonly bySchool: readonly SchoolDigest[];
}

interface SchoolDigest {
  readonly schoolId: string;
  readonly planned: number;
  readonly plannedMinutes: string;
  readonly extra: number;
  readonly extraMinutes: string;
  readonly qualitySum: number;
  readonly qualityCount: number;
  readonly students: readonly string[];
  readonly firstOn: string;
  readonly lastOn: string;
}

/** 48 bits of the SHA-256 of an id, as eight characters: equal ids have equal ones, others almost never. */
export function fingerprintOf(id: string): string {
  return createHash('sha256').update(id).digest().subarray(0, 6).toString('base64url');
}

export function digestOf(part: DeliveryPart): PartDigest {
  return {
    month: part.month,
    count: part.rows.length,
    fingerprints: part.rows.map(({ id }) => fingerprintOf(id)).join(''),
    bySchool: [...bySchool(part.rows)].map(([schoolId, rows]) => schoolDigest(schoolId, rows)),
  };
}

function schoolDigest(schoolId: string, rows: readonly KeptDelivery[]): SchoolDigest {
  const planned = rows.filter((row) => row.planned);
  const extra = rows.filter((row) => !row.planned);
  const qualities = rows.flatMap(({ quality }) => quality ?? []);
  const days = rows.map(({ date }) => date).sort();
  return {
    schoolId,
    planned: planned.length,
    plannedMinutes: minutesOf(planned),
    extra: extra.length,
    extraMinutes: minutesOf(extra),
    qualitySum: qualities.reduce((sum, quality) => sum + quality, 0),
    qualityCount: qualities.length,
    students: [...new Set(rows.flatMap(({ student }) => student ?? []))].sort(),
    firstOn: days[0] ?? '',
    lastOn: days.at(-1) ?? '',
  };
}

/** The totals by school over all parts, ascending by school: absolute, whatever came in which order. */
export function deliveredBySchool(digests: readonly PartDigest[]): DeliveredAtSchool[] {
  const found = new Map<string, SchoolDigest[]>();
  for (const digest of digests.flatMap((part) => part.bySchool)) {
    const known = found.get(digest.schoolId);
    if (known) known.push(digest);
    else found.set(digest.schoolId, [digest]);
  }
  return [...found.keys()].sort().map((schoolId) => deliveredAt(schoolId, found.get(schoolId) ?? []));
}

function deliveredAt(schoolId: string, parts: readonly SchoolDigest[]): DeliveredAtSchool {
  const sum = (field: 'planned' | 'extra' | 'qualitySum' | 'qualityCount'): number =>
    parts.reduce((total, part) => total + part[field], 0);
  return {
    schoolId,
    planned: sum('planned'),
    plannedMinutes: sumOfDecimals(parts.map(({ plannedMinutes }) => plannedMinutes)),
    extra: sum('extra'),
    extraMinutes: sumOfDecimals(parts.map(({ extraMinutes }) => extraMinutes)),
    qualitySum: sum('qualitySum'),
    qualityCount: sum('qualityCount'),
    studentsReached: new Set(parts.flatMap(({ students }) => students)).size,
    lastOn: parts.map(({ lastOn }) => lastOn).reduce((one, other) => (other > one ? other : one)),
  };
}

/** The day of the earliest delivery; `undefined` when there is none. */
export function firstDeliveryOn(digests: readonly PartDigest[]): string | undefined {
  const days = digests.flatMap(({ bySchool: schools }) => schools.map(({ firstOn }) => firstOn));
  return days.length === 0 ? undefined : days.reduce((one, other) => (other < one ? other : one));
}

function bySchool(rows: readonly KeptDelivery[]): ReadonlyMap<string, readonly KeptDelivery[]> {
  const found = new Map<string, KeptDelivery[]>();
  for (const row of rows) found.set(row.schoolId, [...(found.get(row.schoolId) ?? []), row]);
  return found;
}

function minutesOf(rows: readonly KeptDelivery[]): string {
  return sumOfDecimals(rows.flatMap(({ minutes }) => minutes ?? []));
}
