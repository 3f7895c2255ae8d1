import { kafkaMongoBackend, withBackend, type MongoBackend, type VolumeReport } from '@evenground/testing';

// The child runs the built packages: `npx tsc -b` first.
const HEAP_MB = 80;
const COMMITS = 56; // 112 MB of documents, and 100 MB of events that wait while the log is away

describe('MongoDB: far more than fits into memory', () => {
  it('is committed, waits for the log, is brought there, read and rewritten by a process with little of it', async () => {
    let backend: MongoBackend | undefined;
    const factory = async (): Promise<MongoBackend> => (backend = await kafkaMongoBackend());
    await withBackend(factory, async () => {
      const child = backend!.volume({ commits: COMMITS }, { heapMb: HEAP_MB });
      expect(await child.ended).toEqual({ code: 0, signal: null, errors: '' }); // out of memory is SIGABRT
      const report = JSON.parse(child.lines.at(-1) ?? '{}') as VolumeReport;
      expect(report).toMatchObject({
        documents: [COMMITS * 10, COMMITS * 10],
        events: COMMITS * 2,
        rewritten: COMMITS * 2,
      });
      expect(Math.min(report.megabytesOfDocuments, report.megabytesOfEvents)).toBeGreaterThan(1.2 * HEAP_MB);
    })();
  }, 180_000);
});
