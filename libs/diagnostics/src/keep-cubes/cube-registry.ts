import { type LogEvent, type MeasuresTouched, type StreamPosition, streamId } from '@evenground/contracts';
import type { Clock } from '@evenground/config';
import { Cube, type CubeSubject } from '@evenground/cube';
import type { DocumentStore } from '@evenground/document-store';
import type { Consumption, EventLog } from '@evenground/event-log';
import type { DiagnosticsAlarms } from '../alarms.js';
import { referenceHeaders } from '../keep-reference/collections.js';
import { referencePositions } from '../keep-reference/reference-positions.js';
import { buckets, packColumns, type BucketDocument } from '../measure-students/collections.js';
import { bucketId } from '../measure-students/commit-packs.js';
import { bucketStream, idOf, prefixOf, REFERENCE_BUCKET } from '../measure-students/identifiers.js';
import { columnId } from '../measure-students/pack.js';

/** What other rooms wait for: how far streams are included in what is answered. */
export interface Positions {
  advance(topic: string, stream: string, sequence: number): void;
}

/** The newest thing that the cubes of a district include. */
export interface Included {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly position: StreamPosition;
}

/** Told after the cubes have taken in what was touched. */
export type TouchedListener = (touched: MeasuresTouched, at: StreamPosition) => void;

interface Entry {
  readonly cube: Cube;
  readonly dirty: Map<string, number>; // pack → bucket
  ready: Promise<void>;
  /** As of its load; counting anew would cost more than most answers. */
  bytes: number;
}

const TOUCHED = 'diagnostics.touched';
const PAGE = 200;
const LOADED_AT_ONCE = 400;
const KEPT_CUBES = 256;
const KEPT_BYTES = 600_000_000; // about sixty indicators × periods of a million students
const RETRY_MS = 200;
export const MEASURE_GROUP = 'diagnostics.measure-students';

/**
 * The cubes that were asked for, each loaded on its first ask and kept current by `diagnostics.touched`: subscribed
 * before anything is loaded, so that nothing is missed in between. A change is read again from its column documents,
 * however often it is said.
 */
export class CubeRegistry {
  private readonly entries = new Map<string, Entry>();
  private readonly generations = new Map<string, number>();
  private readonly included = new Map<string, Included>();
  /** How far `diagnostics.touched` is included in whatever is loaded from the start of this process on. */
  private readonly reached = new Map<string, number>();
  private readonly listeners = new Set<TouchedListener>();
  private readonly countsListeners = new Set<(district: string, indicator: string, period: string) => void>();
  private consumption: Consumption | undefined;
  private isClosed = false;

  constructor(
    private readonly ports: {
      readonly store: DocumentStore;
      readonly log: EventLog;
      readonly clock: Clock;
      readonly positions: Positions;
      readonly alarms: DiagnosticsAlarms;
    },
  ) {}

  /** Subscribes, and learns how far this service had come before; resolves when answers are current. */
  async start(): Promise<void> {
    this.consumption = await this.ports.log.watch({
      topics: [TOUCHED],
      handle: (events) => this.take(events),
      onFault: (error) => this.ports.alarms.raise('background-failed', { what: 'watch', message: String(error) }),
    });
    await this.learnPositions();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.consumption?.close();
  }

  onTouched(listener: TouchedListener): void {
    this.listeners.add(listener);
  }

  onCountsTouched(listener: (district: string, indicator: string, period: string) => void): void {
    this.countsListeners.add(listener);
  }

  asOf(district: string): Included | undefined {
    return this.included.get(district);
  }

  /** How far the cubes include a stream of `diagnostics.touched`; undefined for one that this process never heard of. */
  reachedOf(stream: string): number | undefined {
    return this.reached.get(stream);
  }

  /** The cube, current as of the last touched event that this process has seen. */
  async cube(subject: CubeSubject): Promise<Cube> {
    const key = keyOf(subject);
    let entry = this.entries.get(key);
    if (entry && entry.cube.subject.attribution !== subject.attribution) {
      this.entries.delete(key); // the definition has changed
      entry = undefined;
    }
    if (!entry) {
      entry = { cube: Cube.for(subject), dirty: new Map(), ready: Promise.resolve(), bytes: 0 };
      this.entries.set(key, entry);
      entry.ready = this.load(entry);
      entry.ready.catch(() => this.entries.delete(key)); // the next ask tries again; who asked now is told below
    } else {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    await entry.ready;
    return entry.cube;
  }

  /** Indicator → periods that any living column (or `counts` table) has, sorted. */
  async periods(district: string): Promise<Map<string, string[]>> {
    const found = new Map<string, Set<string>>();
    for (const { columns } of await this.bucketsOf(district)) {
      for (const [indicator, periods] of Object.entries(columns)) {
        const known = found.get(indicator) ?? new Set();
        for (const period of Object.keys(periods)) known.add(period);
        found.set(indicator, known);
      }
    }
    return new Map([...found].map(([indicator, periods]) => [indicator, [...periods].sort()]));
  }

  async bucketsOf(district: string): Promise<BucketDocument[]> {
    const found: BucketDocument[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(buckets, prefixOf(district), {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      found.push(...page.items.map(({ body }) => body));
      if (page.next === undefined) return found;
      after = page.next;
    }
  }

  private async load(entry: Entry): Promise<void> {
    const { district, indicator, period } = entry.cube.subject;
    for (const bucket of await this.bucketsOf(district))
      this.learnGeneration(bucket.district, bucket.bucket, bucket.generation);
    const prefix = prefixOf(district, indicator, period);
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(packColumns, prefix, {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      for (const { body } of page.items) {
        if (body.generation === (await this.generation(district, body.bucket)))
          entry.cube.replacePack(body.pack, body.column);
      }
      if (page.next === undefined) break;
      after = page.next;
    }
    await this.refresh(entry);
    entry.bytes = entry.cube.memoryBytes;
    this.keepBounded();
  }

  /** Reads the changed packs again. What is said changed meanwhile is read in the next round. */
  private async refresh(entry: Entry): Promise<void> {
    const { district, indicator, period } = entry.cube.subject;
    while (entry.dirty.size > 0) {
      const taken = [...entry.dirty].slice(0, LOADED_AT_ONCE);
      for (const [pack] of taken) entry.dirty.delete(pack);
      try {
        const ids: string[] = [];
        for (const [pack, bucket] of taken) {
          ids.push(
            columnId({ district, pack, generation: await this.generation(district, bucket) }, indicator, period),
          );
        }
        const documents = await this.ports.store.load(packColumns, ids);
        const missing = taken.filter((_, index) => documents[index] === undefined);
        if (missing.length > 0 && (await this.isOutdated(district, missing))) {
          for (const [pack, bucket] of taken) entry.dirty.set(pack, bucket);
          continue;
        }
        taken.forEach(([pack], index) => entry.cube.replacePack(pack, documents[index]?.body.column));
      } catch (error) {
        for (const [pack, bucket] of taken) entry.dirty.set(pack, bucket);
        throw error;
      }
    }
  }

  private async take(events: readonly LogEvent[]): Promise<void> {
    const touched = events.filter(({ envelope }) => envelope.type === 'measures.touched');
    const changed = new Set<Entry>();
    for (const { data } of touched) for (const entry of this.markDirty(data as MeasuresTouched)) changed.add(entry);
    await Promise.all([...changed].map((entry) => this.refreshInTurn(entry)));
    for (const { envelope, data } of touched) this.includedNow(envelope, data as MeasuresTouched);
  }

  private markDirty({ district, bucket, changes, generation }: MeasuresTouched): Entry[] {
    if (generation !== undefined) this.learnGeneration(district, bucket, generation);
    const changed: Entry[] = [];
    for (const { indicator, period, packs } of changes) {
      if (bucket === REFERENCE_BUCKET)
        for (const listener of this.countsListeners) listener(district, indicator, period);
      const entry = this.entries.get(keyOf({ district, indicator, period }));
      if (!entry) continue;
      for (const pack of packs) entry.dirty.set(pack, bucket);
      changed.push(entry);
    }
    return changed;
  }

  /** After whatever the entry is busy with; tries until it succeeds, because an answer must not stay behind. */
  private async refreshInTurn(entry: Entry): Promise<void> {
    const former = entry.ready;
    const refreshed = (async () => {
      await former;
      for (;;) {
        try {
          return await this.refresh(entry);
        } catch (error) {
          if (this.isClosed) return;
          this.ports.alarms.raise('background-failed', { what: 'refresh-cube', message: (error as Error).message });
          await new Promise<void>((resolve) => void this.ports.clock.after(RETRY_MS, resolve));
        }
      }
    })();
    entry.ready = refreshed;
    await refreshed.catch(() => undefined); // the load failed: whoever asked for it was told, the next ask loads anew
  }

  private includedNow(envelope: LogEvent['envelope'], touched: MeasuresTouched): void {
    const position = { topic: envelope.topic, stream: envelope.stream, sequence: envelope.sequence };
    this.reached.set(position.stream, Math.max(position.sequence, this.reached.get(position.stream) ?? 0));
    this.included.set(touched.district, {
      eventId: envelope.causationId ?? envelope.id,
      occurredAt: envelope.time,
      position,
    });
    for (const { topic, stream, sequence } of [...touched.handled, position])
      this.ports.positions.advance(topic, stream, sequence);
    for (const listener of this.listeners) listener(touched, position);
  }

  private async generation(district: string, bucket: number): Promise<number> {
    const known = this.generations.get(bucketStream(district, bucket));
    if (known !== undefined) return known;
    const [stored] = await this.ports.store.load(buckets, [bucketId({ district, bucket })]);
    this.learnGeneration(district, bucket, stored?.body.generation ?? 0);
    return this.generations.get(bucketStream(district, bucket))!;
  }

  /** Whether a bucket has a newer generation than was known: then what was not found lies there. */
  private async isOutdated(district: string, packs: readonly (readonly [string, number])[]): Promise<boolean> {
    const asked = [...new Set(packs.map(([, bucket]) => bucket))];
    const known = await Promise.all(asked.map((bucket) => this.generation(district, bucket)));
    const stored = await this.ports.store.load(
      buckets,
      asked.map((bucket) => bucketId({ district, bucket })),
    );
    asked.forEach((bucket, index) => this.learnGeneration(district, bucket, stored[index]?.body.generation ?? 0));
    return stored.some((document, index) => (document?.body.generation ?? 0) > known[index]!);
  }

  /** Generations only grow. */
  private learnGeneration(district: string, bucket: number, generation: number): void {
    const key = bucketStream(district, bucket);
    this.generations.set(key, Math.max(generation, this.generations.get(key) ?? 0));
  }

  /** What was handled before this process began is included in whatever it loads from now on. */
  private async learnPositions(): Promise<void> {
    const records: { topic: string; stream: string }[] = [];
    const districts = new Set<string>();
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(buckets, '', { limit: PAGE, ...(after !== undefined && { after }) });
      for (const { body } of page.items) {
        districts.add(body.district);
        if (body.bucket !== REFERENCE_BUCKET)
          records.push({ topic: 'ingestion.records', stream: bucketStream(body.district, body.bucket) });
      }
      if (page.next === undefined) break;
      after = page.next;
    }
    for (const [id, sequence] of await this.ports.store.handled(MEASURE_GROUP, records)) {
      const end = id.indexOf('|');
      this.ports.positions.advance(id.slice(0, end), id.slice(end + 1), sequence);
    }
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(referenceHeaders, '', {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      for (const { body } of page.items) {
        districts.add(body.district);
        if (body.passed < body.version) continue; // the end of the pass that is still to run tells
        for (const { topic, stream, sequence } of await referencePositions(this.ports.store, body.district))
          this.ports.positions.advance(topic, stream, sequence);
      }
      if (page.next === undefined) break;
      after = page.next;
    }
    await this.learnReached([
      ...records.map(({ stream }) => stream),
      ...[...districts].map((district) => bucketStream(district, REFERENCE_BUCKET)),
    ]);
  }

  /** Whatever was published of these streams is in what will be loaded. */
  private async learnReached(streams: readonly string[]): Promise<void> {
    for (let from = 0; from < streams.length; from += LOADED_AT_ONCE) {
      const some = streams.slice(from, from + LOADED_AT_ONCE);
      const heads = await this.ports.store.heads(some.map((stream) => ({ topic: TOUCHED, stream })));
      for (const stream of some) this.reached.set(stream, heads.get(streamId({ topic: TOUCHED, stream })) ?? 0);
    }
  }

  /** Lets go of the cubes asked for longest ago, while there are too many. The newest always stays. */
  private keepBounded(): void {
    let bytes = [...this.entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of this.entries) {
      if ((bytes <= KEPT_BYTES && this.entries.size <= KEPT_CUBES) || this.entries.size === 1) return;
      this.entries.delete(key);
      bytes -= entry.bytes;
    }
  }
}

function keyOf({ district, indicator, period }: Pick<CubeSubject, 'district' | 'indicator' | 'period'>): string {
  return idOf(district, indicator, period);
}
