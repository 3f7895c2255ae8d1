import {
  recordTypeNamed,
  type DeliveryBlock,
  type RecordBlock,
  type RecordValue,
  type ReferenceBlock,
  type StreamName,
} from '@evenground/contracts';
import type { CurrentRecord } from './packed-records.js';
import type { Shelf } from './place-record.js';

/** What became of one key in a commit, compared with what others know of it. */
export interface Change {
  readonly type: string;
  readonly outcome: 'accepted' | 'corrected' | 'withdrawn';
  readonly record: CurrentRecord;
  /** The row or upload that changed it (of a withdrawal the replace, not the record's own). */
  readonly uploadId: string;
  readonly uploadSequence: number;
  readonly line: number;
}

export interface OutgoingBlock extends StreamName {
  readonly type: string;
  readonly data: RecordBlock | ReferenceBlock | DeliveryBlock;
  /** Nearly, as JSON. */
  readonly bytes: number;
}

const BLOCK_ROWS = 500;
const BLOCK_BYTES = 60_000; // 64 KB with the envelope
const NOT_SENT = new Set(['suppressed']);

/** Cuts the changes of one shelf into blocks of one upload and type each; rows of a pack lie together. */
export function blocksOf(district: string, shelf: Shelf, changes: readonly Change[]): readonly OutgoingBlock[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groupOf(change);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [change]);
    else members.push(change);
  }
  return [...groups.values()].flatMap((members) =>
    cut(byPack(members)).map(({ rows, bytes }) => ({ ...blockOf(district, shelf, rows), bytes })),
  );
}

function groupOf(change: Change): string {
  const table = change.record.subgroups?.join(';') ?? '';
  const intervention = change.type === 'deliveries' ? String(change.record.content['interventionId']) : '';
  return [change.uploadId, change.uploadSequence, change.type, table, intervention].join('\n');
}

/** Stable by pack, students of a pack together. */
function byPack(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort((left, right) =>
    left.record.student < right.record.student
      ? -1
      : left.record.student > right.record.student
        ? 1
        : left.line - right.line,
  );
}

function cut(changes: readonly Change[]): readonly { readonly rows: readonly Change[]; readonly bytes: number }[] {
  const blocks: { rows: Change[]; bytes: number }[] = [];
  for (const change of changes) {
    const size = 60 + sizeOf(change);
    const last = blocks.at(-1);
    if (last === undefined || last.rows.length >= BLOCK_ROWS || last.bytes + size > BLOCK_BYTES) {
      blocks.push({ rows: [change], bytes: 500 + size });
    } else {
      last.rows.push(change);
      last.bytes += size;
    }
  }
  return blocks;
}

function sizeOf(change: Change): number {
  let size = change.record.student.length;
  for (const value of Object.values(change.record.content))
    size +=
      3 +
      (typeof value === 'string'
        ? Buffer.byteLength(value) + 2
        : Array.isArray(value)
          ? JSON.stringify(value).length
          : 8);
  return size;
}

function blockOf(district: string, shelf: Shelf, changes: readonly Change[]): Omit<OutgoingBlock, 'bytes'> {
  const { type, uploadId, uploadSequence, record } = changes[0]!;
  const origin = { district, uploadId, uploadSequence };
  if (shelf === 'deliveries') {
    const interventionId = String(record.content['interventionId']);
    const data: DeliveryBlock = { ...origin, interventionId, rows: changes.map(deliveryRow) };
    return {
      topic: 'ingestion.deliveries',
      stream: `${district}/${interventionId}`,
      type: 'deliveries.accepted',
      data,
    };
  }
  const columns = columnsOf(type, changes);
  const values = (change: Change): RecordValue[] => columns.map((column) => valueOf(change, column));
  if (shelf === 'reference') {
    const rows = changes.map((change) => ({ outcome: change.outcome, line: change.line, values: values(change) }));
    const suppressedRows = changes.flatMap((change, index) =>
      change.outcome !== 'withdrawn' && change.record.content['suppressed'] === true ? [index] : [],
    );
    const data: ReferenceBlock = {
      ...origin,
      type: type as ReferenceBlock['type'],
      columns: [...columns],
      rows,
      ...(type === 'counts' && { table: [...(record.subgroups ?? [])], suppressedRows }),
    };
    return { topic: 'ingestion.reference', stream: district, type: 'reference.accepted', data };
  }
  const rows = changes.map((change) => ({
    student: change.record.student,
    outcome: change.outcome,
    line: change.line,
    values: values(change),
  }));
  return {
    topic: 'ingestion.records',
    stream: `${district}/${shelf}`,
    type: 'records.accepted',
    data: { ...origin, bucket: shelf, type, columns: [...columns], rows },
  };
}

/** In the declared order, own columns after them by name; those that no row has are left out. */
function columnsOf(type: string, changes: readonly Change[]): readonly string[] {
  const present = new Set<string>();
  for (const change of changes) for (const name of sentFields(change)) present.add(name);
  const declared = Object.keys(recordTypeNamed(type)?.fields ?? {}).filter((name) => present.has(name));
  const own = [...present].filter((name) => !declared.includes(name)).sort();
  return [...declared, ...own];
}

function sentFields(change: Change): readonly string[] {
  const names = Object.keys(change.record.content);
  if (change.outcome !== 'withdrawn') return names.filter((name) => !NOT_SENT.has(name));
  const declared = recordTypeNamed(change.type);
  const keys = new Set([
    ...(declared?.key ?? []),
    ...(declared?.alternateKey ?? []),
    ...(change.record.subgroups ?? []),
  ]);
  // Of the two forms of attendance the key is the one that stands in the record's key.
  if (change.record.content['date'] !== undefined && declared?.alternateKey !== undefined) keys.delete('schoolYear');
  return names.filter((name) => keys.has(name));
}

function valueOf(change: Change, column: string): RecordValue {
  const isSent = change.outcome !== 'withdrawn' || sentFields(change).includes(column);
  return isSent ? (change.record.content[column] ?? null) : null;
}

function deliveryRow(change: Change): DeliveryBlock['rows'][number] {
  const { content } = change.record;
  const row = { deliveryId: String(content['deliveryId']), outcome: change.outcome, line: change.line };
  if (change.outcome === 'withdrawn') return row;
  const { schoolId, student, date, minutes, planned, quality, deliveredBy } = content;
  return {
    ...row,
    content: {
      schoolId: String(schoolId),
      date: String(date),
      ...(student !== undefined && { student: String(student) }),
      ...(minutes !== undefined && { minutes: String(minutes) }),
      ...(planned !== undefined && { planned: planned === true }),
      ...(quality !== undefined && { quality: Number(quality) }),
      ...(deliveredBy !== undefined && { deliveredBy: String(deliveredBy) }),
    },
  };
}
