import type { EventEnvelope, RestatementBegun, RestatementEnded } from '@evenground/contracts';
import type { DocumentStore, OutgoingEvent, Write } from '@evenground/document-store';
import { KeysHash, type HandledMark } from '@evenground/event-log';
import type { DiagnosticsAlarms } from '../alarms.js';
import { recordNamesOf } from '../domain/student-state.js';
import { buckets, packColumns, packHeaders, packParts } from '../measure-students/collections.js';
import type { BucketDocument, PackHeader } from '../measure-students/collections.js';
import { bucketId, type BucketInHand } from '../measure-students/commit-packs.js';
import { bucketStream, idOf } from '../measure-students/identifiers.js';
import { columnId, columnNamed, headerId } from '../measure-students/pack.js';
import { PackRepository } from '../measure-students/pack-repository.js';
import { rebuilds, type RebuildOutcome } from './collections.js';
import { rebuildOf } from './rebuild-measures.js';

export type RestatementMarker =
  | { readonly kind: 'begun'; readonly data: RestatementBegun }
  | { readonly kind: 'ended'; readonly data: RestatementEnded };

const PAGE = 200;
const REMOVED_AT_ONCE = 150;

/**
 * Generations of a bucket. A restatement that we asked for, or that repairs a gap (`reset`), builds a new generation
 * beside the living one, from nothing; when it is complete by the end marker's count and hash it takes over in one
 * commit, and what it did not name is gone with the old one. Any other restatement repeats what is known.
 */
export class Restatements {
  constructor(
    private readonly store: DocumentStore,
    private readonly alarms: DiagnosticsAlarms,
  ) {}

  /** Handles a marker of the bucket's stream; `mark` counts it as handled where it is the last of a delivery. */
  async mark(
    bucket: BucketInHand,
    marker: RestatementMarker,
    cause: EventEnvelope,
    mark: HandledMark | undefined,
  ): Promise<void> {
    if (marker.kind === 'begun') return this.begin(bucket, marker.data, cause, mark);
    if (bucket.body.building?.restatementId !== marker.data.restatementId) {
      return this.commitBucket(bucket, bucket.body, cause, mark);
    }
    return this.end(bucket, marker.data, cause, mark);
  }

  /** Removes every document of a generation, in bounded commits. */
  async sweep(district: string, bucket: number, generation: number): Promise<void> {
    for (;;) {
      const { items } = await this.headers(district, bucket, generation);
      if (items.length === 0) return;
      for (const { body } of items) await this.removeAll(documentsOf(body));
    }
  }

  /** Removes what a former process left of generations that are neither living nor being built. */
  async sweepLeft(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.store.list(buckets, '', { limit: PAGE, ...(after !== undefined && { after }) });
      for (const { body } of page.items) {
        const kept = new Set([body.generation, body.building?.generation]);
        const newest = Math.max(body.generation, body.building?.generation ?? 0);
        for (let generation = 0; generation < newest; generation += 1) {
          if (!kept.has(generation)) await this.sweep(body.district, body.bucket, generation);
        }
      }
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  private async begin(
    bucket: BucketInHand,
    { restatementId, reset }: RestatementBegun,
    cause: EventEnvelope,
    mark: HandledMark | undefined,
  ): Promise<void> {
    const { building, generation } = bucket.body;
    const isOurs = reset || (await this.store.load(rebuilds, [rebuildOf(restatementId)]))[0] !== undefined;
    if (!isOurs || building?.restatementId === restatementId)
      return this.commitBucket(bucket, bucket.body, cause, mark);
    const by = cause.causationId === undefined ? {} : { causationId: cause.causationId };
    const next = Math.max(generation, building?.generation ?? 0) + 1;
    await this.sweep(bucket.body.district, bucket.body.bucket, next); // what one that was refused may have left
    await this.commitBucket(
      bucket,
      { ...bucket.body, building: { ...by, restatementId, generation: next, columns: {} } },
      cause,
      mark,
    );
    if (building) await this.sweep(bucket.body.district, bucket.body.bucket, building.generation);
  }

  private async end(
    bucket: BucketInHand,
    ended: RestatementEnded,
    cause: EventEnvelope,
    mark: HandledMark | undefined,
  ): Promise<void> {
    const { district, bucket: number, generation, columns } = bucket.body;
    const building = bucket.body.building!;
    const built = await this.allHeaders(district, number, building.generation);
    const said = await this.saidIn(district, number, building.generation, built);
    if (said.count !== ended.count || said.keysHash !== ended.keysHash) {
      this.alarms.raise('restatement-incomplete', { district, bucket: number, expected: ended.count, got: said.count });
      const outcome = { outcome: 'refused', differences: 0, detail: 'count or hash of keys differs' } as const;
      await this.commitBucket(bucket, { district, bucket: number, generation, columns }, cause, mark, {
        outcome,
        building,
      });
      await this.sweep(district, number, building.generation);
      return;
    }
    const living = await this.allHeaders(district, number, generation);
    const differences = await this.differences(living, built);
    if (differences > 0) this.alarms.raise('rebuild-differs', { district, bucket: number, columns: differences });
    await this.commitBucket(
      bucket,
      { district, bucket: number, generation: building.generation, columns: building.columns },
      cause,
      mark,
      { outcome: { outcome: 'taken-over', differences }, building, changes: changesOf([...living, ...built]) },
    );
    await this.sweep(district, number, generation);
  }

  private async commitBucket(
    bucket: BucketInHand,
    body: BucketDocument,
    cause: EventEnvelope,
    mark: HandledMark | undefined,
    end?: { outcome: RebuildOutcome; building: NonNullable<BucketDocument['building']>; changes?: TouchedChanges },
  ): Promise<void> {
    const isChanged = body !== bucket.body;
    const { district, bucket: number } = body;
    const publish: OutgoingEvent = {
      topic: 'diagnostics.touched',
      stream: bucketStream(district, number),
      type: 'measures.touched',
      data: {
        district,
        bucket: number,
        handled: mark ? [{ topic: mark.topic, stream: mark.stream, sequence: mark.sequence }] : [],
        changes: end?.changes ?? [],
        ...(end?.outcome.outcome === 'taken-over' && { generation: body.generation }),
      },
      correlationId: cause.correlationId,
      causationId: cause.id,
    };
    await this.store.commit({
      writes: [
        ...(isChanged
          ? [{ collection: buckets, id: bucketId(body), expected: bucket.version, body } satisfies Write]
          : []),
        ...(end ? await this.outcomeWrites(end.building.restatementId, cause.stream, end.outcome) : []),
      ],
      publish: [publish],
      ...(mark && { handled: [mark] }),
    });
    if (isChanged) {
      bucket.body = body;
      bucket.version += 1;
    }
  }

  private async outcomeWrites(restatementId: string, stream: string, outcome: RebuildOutcome): Promise<Write[]> {
    const [rebuild] = await this.store.load(rebuilds, [rebuildOf(restatementId)]);
    if (!rebuild) return [];
    const body = { ...rebuild.body, ended: { ...rebuild.body.ended, [stream]: outcome } };
    return [{ collection: rebuilds, id: rebuild.id, expected: rebuild.version, body }];
  }

  /** The keys that the restatement has said: what stands in the generation, save for what came beside it. */
  private async saidIn(district: string, bucket: number, generation: number, built: readonly PackHeader[]) {
    const packs = new PackRepository(this.store);
    const hash = new KeysHash();
    for (const { pack: name } of [...built].sort((a, b) => (`${a.pack}.` < `${b.pack}.` ? -1 : 1))) {
      const pack = (await packs.open({ district, bucket, generation }, [name], 0)).get(name)!;
      await packs.load([{ pack, parts: Object.keys(pack.header.parts) }]);
      const besides = pack.header.besides ?? {};
      const standing = pack.students().flatMap((student) => recordNamesOf(student, pack.stateOf(student)));
      const said = new Set(standing.filter((key) => besides[key] !== false));
      for (const [key, wasSaid] of Object.entries(besides)) if (wasSaid) said.add(key);
      hash.add([...said].sort());
      packs.forgetBucket({ district, bucket });
    }
    return { count: hash.count, keysHash: hash.hex() };
  }

  /** How many columns of the two generations differ. */
  private async differences(living: readonly PackHeader[], built: readonly PackHeader[]): Promise<number> {
    const keys = new Map<string, [PackHeader | undefined, PackHeader | undefined]>();
    for (const header of living)
      for (const key of Object.keys(header.columns)) keys.set(`${header.pack}|${key}`, [header, undefined]);
    for (const header of built) {
      for (const key of Object.keys(header.columns)) {
        keys.set(`${header.pack}|${key}`, [keys.get(`${header.pack}|${key}`)?.[0], header]);
      }
    }
    let differences = 0;
    for (const [name, headers] of keys) {
      const { indicator, period } = columnNamed(name.slice(name.indexOf('|') + 1));
      const [before, after] = await Promise.all(
        headers.map(async (header) => {
          if (!header) return undefined;
          const [column] = await this.store.load(packColumns, [columnId(header, indicator, period)]);
          return column && JSON.stringify(column.body.column);
        }),
      );
      if (before !== after) differences += 1;
    }
    return differences;
  }

  private async allHeaders(district: string, bucket: number, generation: number): Promise<PackHeader[]> {
    const all: PackHeader[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.headers(district, bucket, generation, after);
      all.push(...page.items.map(({ body }) => body));
      if (page.next === undefined) return all;
      after = page.next;
    }
  }

  private headers(district: string, bucket: number, generation: number, after?: string) {
    const range = { equals: [district, bucket, generation] };
    return this.store.find<PackHeader>(packHeaders, 'by-bucket', range, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
  }

  private async removeAll(writes: readonly Write[]): Promise<void> {
    for (let from = 0; from < writes.length; from += REMOVED_AT_ONCE) {
      await this.store.commit({ writes: writes.slice(from, from + REMOVED_AT_ONCE) });
    }
  }
}

type TouchedChanges = readonly {
  readonly indicator: string;
  readonly period: string;
  readonly packs: readonly string[];
}[];

function changesOf(headers: readonly PackHeader[]): TouchedChanges {
  const packs = new Map<string, Set<string>>();
  for (const header of headers) {
    for (const key of Object.keys(header.columns)) packs.set(key, (packs.get(key) ?? new Set()).add(header.pack));
  }
  return [...packs].map(([key, ofColumn]) => ({ ...columnNamed(key), packs: [...ofColumn].sort() }));
}

/** Everything a pack has, its header last, so that a sweep that was cut off finds the rest again. */
function documentsOf(header: PackHeader): Write[] {
  const removed = (collection: Write['collection'], id: string): Write => ({
    collection,
    id,
    expected: 'any',
    body: null,
  });
  const parts = Object.entries(header.parts).flatMap(([part, chunks]) =>
    Array.from({ length: chunks }, (_, chunk) =>
      removed(packParts, idOf(header.district, header.pack, header.generation, part, chunk)),
    ),
  );
  const columns = Object.keys(header.columns).map((key) => {
    const { indicator, period } = columnNamed(key);
    return removed(packColumns, columnId(header, indicator, period));
  });
  return [...parts, ...columns, removed(packHeaders, headerId(header))];
}
