import type { Content } from './check-row.js';
import type { CurrentRecord } from './packed-records.js';
import { schoolYearOf } from './place-record.js';
import { compareOrder, type RecordOrder } from './record-order.js';

/** A row for the judge: a record as a source now says it. */
export interface IncomingRecord {
  readonly type: string;
  readonly student: string;
  readonly key: readonly string[];
  readonly content: Content;
  readonly order: RecordOrder;
  readonly uploadId: string;
  readonly source: string;
  readonly subgroups?: readonly string[];
}

/** What the judge says of a row. `stale` rows are counted among the unchanged. */
export type Verdict = 'accepted' | 'corrected' | 'unchanged' | 'stale';

/** From which upload on a record counts, by `floorKey`: a completed replace leaves it, so that a late upload revives nothing. */
export type Floors = Readonly<Record<string, number>>;

export function floorKey(type: string, schoolYear: string, source: string): string {
  return `${type}|${schoolYear}|${source}`;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What is kept from now on; absent when nothing changes. */
  readonly becomes?: CurrentRecord;
}

/**
 * Judges one row against what is kept of its key. The newest row by order is kept, whatever the order of arrival; it is
 * live unless a replace of its type, school year and source that came after it no longer had it. So any permutation of
 * the same rows and floors ends in the same records.
 */
export function judge(current: CurrentRecord | undefined, incoming: IncomingRecord, floors: Floors): Judgement {
  if (current !== undefined) {
    const order = compareOrder(incoming.order, current.order);
    if (order === 0) return { verdict: 'unchanged' };
    if (order < 0) return { verdict: 'stale' };
  }
  const isLive = !isBelowFloor(incoming, floors);
  const becomes: CurrentRecord = {
    student: incoming.student,
    key: incoming.key,
    content: incoming.content,
    order: incoming.order,
    uploadId: incoming.uploadId,
    source: incoming.source,
    isLive,
    namedBy: current?.namedBy ?? 0,
    ...(incoming.subgroups !== undefined && { subgroups: incoming.subgroups }),
  };
  if (!isLive) return { verdict: 'stale', becomes };
  if (current === undefined || !current.isLive) return { verdict: 'accepted', becomes };
  return { verdict: isSameContent(current.content, incoming.content) ? 'unchanged' : 'corrected', becomes };
}

function isBelowFloor(incoming: IncomingRecord, floors: Floors): boolean {
  const floor = floors[floorKey(incoming.type, schoolYearOf(incoming.type, incoming.content), incoming.source)];
  return floor !== undefined && incoming.order.uploadSequence < floor;
}

/** Whether a completed replace takes a kept record away: it is older than the replace, of its source and years, and not named. */
export function isWithdrawnBy(current: CurrentRecord, type: string, replace: ReplaceScope): boolean {
  return (
    current.isLive &&
    current.source === replace.source &&
    current.order.uploadSequence < replace.uploadSequence &&
    current.namedBy < replace.uploadSequence &&
    replace.schoolYears.includes(schoolYearOf(type, current.content))
  );
}

export interface ReplaceScope {
  readonly uploadSequence: number;
  readonly source: string;
  readonly schoolYears: readonly string[];
}

export function withdrawn(current: CurrentRecord): CurrentRecord {
  return { ...current, isLive: false };
}

export function isSameContent(left: Content, right: Content): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => isSameValue(left[name], right[name]));
}

function isSameValue(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => item === right[index]);
  }
  return left === right;
}
