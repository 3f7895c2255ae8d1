import type { StreamPosition } from '@evenground/contracts';
import {
  COMMIT_LIMITS,
  type Committed,
  type DocumentStore,
  type OutgoingEvent,
  type Write,
} from '@evenground/document-store';
import type { HandledMark } from '@evenground/event-log';
import { buckets, type BucketDocument } from './collections.js';
import { bucketStream, idOf } from './identifiers.js';
import { columnNamed, type PackWrites } from './pack.js';

const DOCUMENTS = COMMIT_LIMITS.documents - 10; // room for the bucket and what a caller adds
const BYTES = COMMIT_LIMITS.bytes * 0.8;
// Below this number of documents of at most 256 KB a commit cannot pass its limit, so nobody needs to weigh them.
const WEIGHED_FROM = Math.floor(BYTES / COMMIT_LIMITS.documentBytes);

/** What one pack writes, and of which generation. */
export interface PackStep {
  readonly pack: string;
  readonly isLiving: boolean;
  readonly writes: PackWrites;
}

/** The bucket as it was read; its document is written only when the set of columns changes. */
export interface BucketInHand {
  body: BucketDocument;
  version: number;
}

export interface PackCommit {
  readonly bucket: BucketInHand;
  readonly steps: readonly PackStep[];
  readonly handled?: readonly HandledMark[];
  readonly includes?: readonly StreamPosition[];
  readonly recomputing: boolean;
  readonly correlationId: string;
  readonly causationId?: string;
}

interface Portion {
  readonly writes: Write[];
  readonly parts: { step: PackStep; changed: readonly string[]; isLast: boolean }[];
}

/**
 * Commits what packs write, in as few commits as the limits allow, the last one with the handled marks. Each commit
 * says in `measures.touched` which columns it wrote, and of a pack that needs several the columns come first and the
 * rows last: a crash in between leaves rows that are still to be handled, never columns that nobody heard of.
 */
export async function commitPacks(store: DocumentStore, commit: PackCommit): Promise<Committed> {
  const portions = portionsOf(commit.steps);
  let last: Committed | undefined;
  for (const [index, portion] of portions.entries()) {
    last = await commitPortion(store, commit, portion, index === portions.length - 1);
  }
  return last!;
}

async function commitPortion(
  store: DocumentStore,
  commit: PackCommit,
  { writes, parts }: Portion,
  isLast: boolean,
): Promise<Committed> {
  const { bucket } = commit;
  const next = parts.filter((part) => part.isLast).reduce((body, { step }) => withColumns(body, step), bucket.body);
  const isBucketChanged = next !== bucket.body;
  const committed = await store.commit({
    writes: [
      ...writes,
      ...(isBucketChanged
        ? [{ collection: buckets, id: bucketId(next), expected: bucket.version, body: next } satisfies Write]
        : []),
    ],
    publish: [touched(commit, parts, isLast)],
    ...(isLast && commit.handled && { handled: commit.handled }),
  });
  if (isBucketChanged) {
    bucket.body = next;
    bucket.version += 1;
  }
  for (const { step, isLast: isWhole } of parts) if (isWhole) step.writes.remember();
  return committed;
}

function touched(commit: PackCommit, parts: Portion['parts'], isLast: boolean): OutgoingEvent {
  const { district, bucket } = commit.bucket.body;
  const packsByColumn = new Map<string, string[]>();
  for (const { step, changed } of parts) {
    if (!step.isLiving) continue;
    for (const key of changed) packsByColumn.set(key, [...(packsByColumn.get(key) ?? []), step.pack]);
  }
  return {
    topic: 'diagnostics.touched',
    stream: bucketStream(district, bucket),
    type: 'measures.touched',
    data: {
      district,
      bucket,
      handled: isLast ? (commit.includes ?? []) : [],
      changes: [...packsByColumn].map(([key, packs]) => ({ ...columnNamed(key), packs })),
      ...(commit.recomputing && { recomputing: true }),
    },
    correlationId: commit.correlationId,
    ...(commit.causationId !== undefined && { causationId: commit.causationId }),
  };
}

function portionsOf(steps: readonly PackStep[]): Portion[] {
  const portions: Portion[] = [{ writes: [], parts: [] }];
  let bytes = 0;
  const total = steps.reduce((count, { writes }) => count + writes.columns.length + writes.rest.length, 0);
  const weightOf = (writes: readonly Write[]) =>
    total < WEIGHED_FROM
      ? 0
      : writes.reduce((sum, { body }) => sum + (body === null ? 0 : JSON.stringify(body).length), 0);
  const add = (
    step: PackStep,
    writes: readonly Write[],
    weight: number,
    changed: readonly string[],
    isLast: boolean,
  ) => {
    let portion = portions.at(-1)!;
    if (portion.writes.length + writes.length > DOCUMENTS || bytes + weight > BYTES) {
      portion = { writes: [], parts: [] };
      portions.push(portion);
      bytes = 0;
    }
    portion.writes.push(...writes);
    portion.parts.push({ step, changed, isLast });
    bytes += weight;
  };
  for (const step of steps) {
    const { columns, rest, changedColumns } = step.writes;
    const all = [...columns, ...rest];
    const weight = weightOf(all);
    if (all.length <= DOCUMENTS && weight <= BYTES) {
      add(step, all, weight, changedColumns, true);
      continue;
    }
    const columnsWritten = slices(columns, WEIGHED_FROM);
    columnsWritten.forEach((slice, index) =>
      add(step, slice, weightOf(slice), index === 0 ? changedColumns : [], false),
    );
    const restWritten = slices(rest, WEIGHED_FROM);
    restWritten.forEach((slice, index) => {
      const isLast = index === restWritten.length - 1;
      add(step, slice, weightOf(slice), isLast ? changedColumns : [], isLast);
    });
  }
  return portions.filter(({ parts }, index) => parts.length > 0 || index === portions.length - 1);
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  const cut: Item[][] = [];
  for (let from = 0; from < items.length; from += size) cut.push(items.slice(from, from + size));
  return cut;
}

type ColumnCounts = BucketDocument['columns'];

function withColumns(bucket: BucketDocument, { isLiving, writes }: PackStep): BucketDocument {
  if (writes.addedColumns.length + writes.removedColumns.length === 0) return bucket;
  const count = (columns: ColumnCounts) => counted(counted(columns, writes.addedColumns, 1), writes.removedColumns, -1);
  if (isLiving) return { ...bucket, columns: count(bucket.columns) };
  return bucket.building
    ? { ...bucket, building: { ...bucket.building, columns: count(bucket.building.columns) } }
    : bucket;
}

/** The counts of packs by indicator and period with some columns more, or fewer. */
export function counted(columns: ColumnCounts, keys: readonly string[], by: 1 | -1): ColumnCounts {
  const next: Record<string, Record<string, number>> = { ...columns };
  for (const key of keys) {
    const { indicator, period } = columnNamed(key);
    const packs = (next[indicator]?.[period] ?? 0) + by;
    const { [period]: _former, ...others } = next[indicator] ?? {};
    next[indicator] = packs > 0 ? { ...others, [period]: packs } : others;
    if (Object.keys(next[indicator]).length === 0) delete next[indicator];
  }
  return next;
}

export function bucketId({ district, bucket }: Pick<BucketDocument, 'district' | 'bucket'>): string {
  return idOf(district, bucket);
}
