import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, type Random, systemClock, systemRandom } from '@evenground/config';
import {
  isRefusal,
  type IndicatorDefinition,
  type LogEvent,
  type RecordBlock,
  type UploadQuery,
} from '@evenground/contracts';
import type { DocumentStore, DocumentStores } from '@evenground/document-store';
import type { Delivery, EventLog } from '@evenground/event-log';
import { ingestionCollections, uploads, type UploadDocument } from './collections.js';
import { Ingestion, type IngestionOptions } from './ingestion.js';
import { erasedListFile } from './erase-student/erased-list.js';
import { readKeyFile } from './pseudonym-keys.js';

/** A platform that a spec gives: the embedded one. */
interface BenchPlatform {
  readonly log: EventLog;
  readonly stores: DocumentStores;
  eraseFromLog(rewrite: (event: LogEvent) => LogEvent | null | 'keep'): Promise<number>;
  close(): Promise<void>;
}
interface BenchFaults {
  at(point: string): void;
}
type OpenPlatform = (options: {
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults?: BenchFaults;
}) => Promise<BenchPlatform>;

export const DISTRICT = 'd1';

/** One ingestion service on the embedded store, in a directory of its own. */
export class IngestionBench {
  /** Each spec sets it, since only specs may name an adapter. */
  static openPlatform: OpenPlatform;

  private constructor(
    readonly directory: string,
    readonly platform: BenchPlatform,
    readonly store: DocumentStore,
    readonly service: Ingestion,
    private readonly options: BenchOptions,
  ) {}

  static async open(
    options: BenchOptions = {},
    directory = mkdtempSync(join(tmpdir(), 'ingestion-')),
  ): Promise<IngestionBench> {
    const platform = await IngestionBench.openPlatform({
      directory: join(directory, 'data'),
      clock: systemClock,
      random: systemRandom,
      ...(options.faults && { faults: options.faults }),
    });
    const store = await platform.stores.open('ingestion', ingestionCollections);
    const service = new Ingestion({
      store: options.wrapStore?.(store) ?? store,
      clock: options.clock ?? systemClock,
      random: systemRandom,
      keys: options.keys ?? readKeyFile(Buffer.alloc(32, 7)),
      instance: 'only',
      spoolDirectory: join(directory, 'spool'),
      batchRows: options.batchRows ?? 50,
      eraser: platform,
      erasedList: erasedListFile(join(directory, 'erased')),
      ...options.more,
    });
    await service.start();
    return new IngestionBench(directory, platform, store, service, options);
  }

  /** Sends a file and waits until it is taken in. */
  async upload(
    file: string | Uint8Array,
    query: Partial<UploadQuery> & { type?: string },
    more: { idempotencyKey?: string; contentLength?: number } = {},
  ): Promise<{ uploadId: string; upload: UploadDocument }> {
    const uploadId = await this.send(file, query, more);
    await this.service.idle();
    return { uploadId, upload: await this.document(uploadId) };
  }

  async send(
    file: string | Uint8Array,
    query: Partial<UploadQuery> & { type?: string },
    more: { idempotencyKey?: string; contentLength?: number } = {},
  ): Promise<string> {
    const received = await this.service.receiveUpload.receive({
      district: DISTRICT,
      query: { format: 'csv', mode: 'upsert', confirm: 'false', source: 'default', countDate: '10-01', ...query },
      body: piecesOf(typeof file === 'string' ? Buffer.from(file) : file),
      principalId: 'steward',
      ...more,
    });
    if (isRefusal(received)) throw new Error(`${received.refused}: ${received.detail}`);
    return received.uploadId;
  }

  async document(uploadId: string): Promise<UploadDocument> {
    const [stored] = await this.store.load(uploads, [uploadId]);
    if (stored === undefined) throw new Error(`no upload ${uploadId}`);
    return stored.body;
  }

  async events(topic: string): Promise<readonly LogEvent[]> {
    const events: LogEvent[] = [];
    for await (const page of this.platform.log.replay(topic)) events.push(...page.map(({ event }) => event));
    return events;
  }

  /** Hands events to a handler as the consumer loop would. */
  async deliver(
    handle: (delivery: Delivery) => Promise<void>,
    about: { topic: string; stream: string; type: string; group: string },
    ...data: readonly unknown[]
  ): Promise<void> {
    const { topic, stream, type, group } = about;
    const handled = (await this.store.handled(group, [{ topic, stream }])).get(`${topic}|${stream}`) ?? 0;
    const events = data.map((body, index) => ({
      data: body,
      envelope: {
        id: `e${handled + index}`,
        type,
        source: '/test',
        time: '2025-11-01T00:00:00Z',
        version: 1,
        topic,
        stream,
        sequence: handled + index + 1,
        correlationId: 'c',
      },
    }));
    await handle({
      events,
      handled: [{ group, topic, stream, expected: handled, sequence: handled + events.length }],
      progress: () => Promise.resolve(),
    });
    await this.service.idle();
  }

  /** As if diagnostics had handled all that is in our streams. */
  async diagnosticsHandled(): Promise<void> {
    const heads = new Map<string, { topic: string; stream: string; sequence: number }>();
    for (const topic of ['ingestion.records', 'ingestion.reference']) {
      for (const { envelope } of await this.events(topic))
        heads.set(`${topic}|${envelope.stream}`, { topic, stream: envelope.stream, sequence: envelope.sequence });
    }
    const about = {
      topic: 'diagnostics.touched',
      stream: `${DISTRICT}/0`,
      type: 'measures.touched',
      group: 'ingestion.follow-visibility',
    };
    await this.deliver((delivery) => this.service.followVisibility.handle(delivery), about, {
      district: DISTRICT,
      bucket: 0,
      handled: [...heads.values()],
      changes: [],
    });
  }

  async define(definition: Partial<IndicatorDefinition> & { id: string }): Promise<void> {
    const whole: IndicatorDefinition = {
      ...{
        name: definition.id,
        source: 'observations',
        reduce: { name: 'supplied' },
        kind: 'mean',
        grain: 'any',
        direction: 'higher-is-better',
        timing: 'leading',
      },
      ...{
        scale: 6,
        attribution: 'accountable',
        per: 1,
        needsDeclaration: false,
        builtIn: false,
        version: 1,
        ...definition,
      },
    };
    const about = {
      topic: 'diagnostics.definitions',
      stream: DISTRICT,
      type: 'indicator.defined',
      group: 'ingestion.know-indicators',
    };
    await this.deliver((delivery) => this.service.knowIndicators.handle(delivery), about, {
      district: DISTRICT,
      definition: whole,
    });
  }

  async view(uploadId: string) {
    return (await this.service.showUploads.show(uploadId))!.view;
  }

  /** What a consumer knows from the blocks: the content of every live record by its key. */
  async published(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const records = new Map<string, Readonly<Record<string, unknown>>>();
    const latest = new Map<string, unknown>();
    for (const { envelope, data } of await this.events('ingestion.records')) {
      if (envelope.type !== 'records.accepted') continue;
      const block = data as RecordBlock;
      for (const row of block.rows) {
        const content = Object.fromEntries(
          block.columns.flatMap((column, index) => (row.values[index] === null ? [] : [[column, row.values[index]]])),
        );
        const key = JSON.stringify([block.type, row.student, ...keyOf(block.type, content)]);
        latest.set(key, row.outcome);
        if (row.outcome === 'withdrawn') records.delete(key);
        else records.set(key, content);
      }
    }
    return records;
  }

  async reopen(options: BenchOptions = this.options): Promise<IngestionBench> {
    await this.stop();
    return IngestionBench.open(options, this.directory);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.platform.close();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface BenchOptions {
  readonly faults?: BenchFaults;
  readonly batchRows?: number;
  readonly keys?: IngestionOptions['keys'];
  readonly clock?: IngestionOptions['clock'];
  readonly wrapStore?: (store: DocumentStore) => DocumentStore;
  readonly more?: Partial<IngestionOptions>;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  students: ['schoolYear'],
  attendance: ['date', 'schoolYear'],
  courses: ['schoolYear', 'courseCode'],
  observations: ['indicator', 'period'],
  discipline: ['schoolId', 'incidentId', 'actionId'],
  assessments: ['assessment', 'subject', 'date'],
};

function keyOf(type: string, content: Readonly<Record<string, unknown>>): readonly unknown[] {
  const fields = KEYS[type] ?? [];
  return type === 'attendance'
    ? [content['date'] ?? content['schoolYear']]
    : fields.map((field) => content[field] ?? '');
}

export async function* piecesOf(bytes: Uint8Array, size = 1000): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** CSV of students of one school year. */
export function studentsCsv(
  count: number,
  more: { from?: number; school?: (index: number) => string; schoolYear?: string } = {},
): string {
  const { from = 0, school = (index: number) => `S${index % 3}`, schoolYear = '2025-26' } = more;
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `ST${from + index},${schoolYear},${school(from + index)},${String(1 + ((from + index) % 12)).padStart(2, '0')},White`,
  );
  return ['studentId,schoolYear,schoolId,grade,raceEthnicity', ...rows, ''].join('\n');
}
