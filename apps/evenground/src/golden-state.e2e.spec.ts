import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { instant, systemClock, systemRandom } from '@evenground/config';
import { type LogEvent, topicNamed } from '@evenground/contracts';
import { openEmbedded } from '@evenground/embedded';
import { embeddedDeployment } from '@evenground/testing';
import type { RunningDeployment } from '@evenground/testing';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'libs', 'contracts', 'fixtures');
const DISTRICT = 'northbay';

interface Golden {
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly data: { readonly cycleId?: string; readonly bucket?: number; readonly interventionId?: string };
}

/** The stream that the publisher of a golden would have used. */
function streamOf({ topic, data }: Golden): string {
  switch (topicNamed(topic)?.streamKey) {
    case 'district/bucket':
      return `${DISTRICT}/${data.bucket ?? 17}`;
    case 'district/intervention':
      return `${DISTRICT}/${data.interventionId}`;
    case 'district/cycle':
      return `${DISTRICT}/${data.cycleId ?? 'c-1'}`;
    default:
      return DISTRICT;
  }
}

/**
 * What the first release published, replayed through today's consumers, makes the same state as it did then. When this
 * fails, old logs would be read differently: give the event a new version and an upcaster instead.
 */
describe('events of version 1 still make the state that they made', () => {
  let directory: string;
  let product: RunningDeployment | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'evenground-golden-'));
    const folder = join(FIXTURES, 'events', 'v1');
    const names = (await readdir(folder)).sort();
    const goldens = await Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Golden),
    );
    // An erasure would leave nothing to look at, a touch is derived from the records, and markers belong to a rebuild.
    const replayed = goldens.filter(
      ({ topic, type }) =>
        !/erased|measures\.touched|restatement|stream\.requested|dead-lettered|reflection/.test(`${topic} ${type}`),
    );
    const platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    const sequences = new Map<string, number>();
    const events = replayed.map((golden, index): LogEvent => {
      const stream = streamOf(golden);
      const sequence = (sequences.get(`${golden.topic}|${stream}`) ?? 0) + 1;
      sequences.set(`${golden.topic}|${stream}`, sequence);
      return {
        envelope: {
          ...{ id: `golden-${index}`, type: golden.type, source: `/${topicNamed(golden.topic)?.publisher}` },
          ...{ time: instant(systemClock), version: golden.version, topic: golden.topic, stream, sequence },
          correlationId: 'golden',
        },
        // A field that a later release may add is no harm to this one.
        data: { ...golden.data, addedByALaterRelease: true },
      };
    });
    await platform.log.append(events);
    await platform.close();
    product = await embeddedDeployment.start({ dataDirectory: directory, district: DISTRICT });
  }, 90_000);
  afterAll(async () => {
    await product?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('equals the state kept beside them', async () => {
    const { api } = product!;
    const read = async () => {
      const cycle = await api.get<Record<string, unknown>>('/api/reporting/v1/cycles/c-1/reflection');
      const people = await api.get<Record<string, unknown>>('/api/diagnostics/v1/populations', {
        period: '2025-26',
        by: 'raceEthnicity,englishLearner',
      });
      const letters = await Promise.all(
        ['diagnostics', 'reporting', 'interventions', 'feedback', 'ingestion'].map(async (service) => [
          service,
          ((await api.get<{ items: unknown[] }>(`/api/${service}/v1/dead-letters`)).body.items ?? []).length,
        ]),
      );
      const { title, stage, sentence, indicator, baseline, current, target, gap, feedback } = cycle.body;
      const { total, groups } = people.body;
      return {
        reflection: { title, stage, sentence, indicator, baseline, current, target, gap, feedback },
        populations: { total, groups },
        deadLetters: Object.fromEntries(letters) as object,
      };
    };
    const kept = JSON.parse(await readFile(join(FIXTURES, 'state-of-v1.json'), 'utf8')) as object;
    let state = await read();
    for (
      const end = performance.now() + 15_000;
      performance.now() < end && !isDeepStrictEqual(state, kept);
      state = await read()
    )
      await pause(100);
    expect(state).toEqual(kept);
  }, 60_000);
});
