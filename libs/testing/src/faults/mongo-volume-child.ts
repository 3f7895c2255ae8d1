import type { DocumentStore, Page, PageRequest } from '@evenground/document-store';
import { SAMPLES, TOPIC, begun, openSamples, put, type Sample } from '../suites/store-samples.js';
import { until } from '../suites/until.js';
import { InjectedFault } from './fault-injectors.js';
import { openMongoPlatform, type MongoPlace, type MongoPlatform } from './mongo-backend.js';

/**
 * Commits many times more than the memory that this process is given, as documents and as events that wait while the log is
 * away; then the log is back, everything is brought there, and all of it is read again, a page at a time.
 */
export interface VolumeProgram extends MongoPlace {
  readonly commits: number;
}

/** What the program says at its end, as JSON. */
export interface VolumeReport {
  /** By `list`, by `find`. */
  readonly documents: readonly [number, number];
  readonly megabytesOfDocuments: number;
  readonly megabytesOfEvents: number;
  /** Distinct ones, in the log. */
  readonly events: number;
  readonly rewritten: number;
}

const DOCUMENTS = { perCommit: 10, bytes: 200_000 } as const;
const EVENTS = { perCommit: 2, bytes: 900_000 } as const;
const PAGE = 20;
const PATIENT = { patienceMs: 120_000, everyMs: 100 };

const { settings, log, commits } = JSON.parse(process.argv[2] ?? '{}') as VolumeProgram;
let isLogAway = true;
let waiting = Infinity;
const platform = await openMongoPlatform(
  { settings, log },
  { faults: { at: whileAway }, observer: { waiting: (_, events) => (waiting = events) } },
);
const store = await openSamples(platform);
await commitAll(store);
isLogAway = false;
waiting = Infinity;
await until('nothing waits for the log', () => waiting === 0, PATIENT);
const report: VolumeReport = {
  documents: [
    await countAll((page) => store.list(SAMPLES, '', page)),
    await countAll((page) => store.find(SAMPLES, 'by-day', { equals: [] }, page)),
  ],
  megabytesOfDocuments: (commits * DOCUMENTS.perCommit * DOCUMENTS.bytes) / 1_000_000,
  megabytesOfEvents: (commits * EVENTS.perCommit * EVENTS.bytes) / 1_000_000,
  events: await loggedBy(platform),
  rewritten: await platform.stores.eraseFromOutbox(({ envelope }) => ({
    envelope,
    data: { restatementId: 'erased', reset: false },
  })),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
await platform.close();

function whileAway(point: string): void {
  if (isLogAway && (point === 'relay/before-append' || point === 'sweep/after-lease'))
    throw new InjectedFault(point, 0);
}

async function commitAll(into: DocumentStore): Promise<void> {
  const [value, id] = ['v'.repeat(DOCUMENTS.bytes), 'e'.repeat(EVENTS.bytes)];
  for (let commit = 1; commit <= commits; commit += 1) {
    await into.commit({
      writes: Array.from({ length: DOCUMENTS.perCommit }, (_, at) => put(`${commit}/${at}`, { value, day: commit })),
      publish: Array.from({ length: EVENTS.perCommit }, () => begun('s', id)),
    });
  }
}

async function countAll(ask: (page: PageRequest) => Promise<Page<Sample>>): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ;) {
    const page = await ask({ limit: PAGE, ...(after !== undefined && { after }) });
    count += page.items.filter(({ body }) => String(body.value).length === DOCUMENTS.bytes).length;
    if (page.next === undefined) return count;
    after = page.next;
  }
}

async function loggedBy({ log: logged }: MongoPlatform): Promise<number> {
  const sequences = new Set<number>();
  for await (const page of logged.replay(TOPIC)) for (const { event } of page) sequences.add(event.envelope.sequence);
  return sequences.size;
}
