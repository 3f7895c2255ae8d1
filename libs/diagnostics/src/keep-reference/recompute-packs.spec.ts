import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeasuresTouched } from '@evenground/contracts';
import { systemClock, systemRandom } from '@evenground/config';
import type { Commit, DocumentStore } from '@evenground/document-store';
import { openEmbedded, type EmbeddedPlatform } from '@evenground/embedded';
import type { Delivery } from '@evenground/event-log';
import { NO_ALARMS } from '../alarms.js';
import { diagnosticsCollections } from '../diagnostics.module.js';
import { BucketTurns } from '../measure-students/bucket-turns.js';
import { PackRepository } from '../measure-students/pack-repository.js';
import { KeepReference } from './keep-reference.js';
import { RecomputePacks } from './recompute-packs.js';
import { REFERENCE, REFERENCE_GROUP } from './reference-positions.js';
import { ReferenceStore } from './reference-store.js';

const DISTRICT = 'd1';
const STREAM = { topic: REFERENCE, stream: DISTRICT };

describe('the end of a pass', () => {
  let directory: string;
  let platform: EmbeddedPlatform;
  let store: DocumentStore;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pass-'));
    platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    store = await platform.stores.open('diagnostics', diagnosticsCollections);
  });
  afterEach(async () => {
    await platform.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test('tells of what is handled between its last look and its commit, though that changes nothing', async () => {
    const reference = new ReferenceStore(store);
    let started = (): void => undefined;
    const keep = new KeepReference(store, reference, { start: () => started() });
    await keep.handle(
      delivery(1, 'completeness.stated', {
        ...{ district: DISTRICT, type: 'discipline', basis: 'declared' },
        entries: [{ schoolId: 'A', schoolYear: '2025-26', complete: true }],
      }),
    );
    expect(await toldOf()).toBe(0);

    // The pass has looked, and is about to say that it is over; just then an event without consequences is handled.
    let meanwhile: (() => Promise<void>) | undefined = () =>
      keep.handle(delivery(2, 'receipt.issued', { district: DISTRICT, receiptId: 'r1', positions: [] }));
    const passes = new RecomputePacks({
      store: beforeTheEnd(async () => {
        const handle = meanwhile;
        meanwhile = undefined;
        await handle?.();
      }),
      ...{ packs: new PackRepository(store), reference, turns: new BucketTurns() },
      ...{ clock: systemClock, random: systemRandom, alarms: NO_ALARMS },
    });
    started = () => passes.start(DISTRICT);
    started();
    await passes.idle();

    expect(meanwhile).toBeUndefined();
    expect((await store.handled(REFERENCE_GROUP, [STREAM])).values().next().value).toBe(2);
    expect(await toldOf()).toBe(2);
    const { header } = await reference.current(DISTRICT);
    expect(header.passed).toBe(header.version);
  });

  /** The store, with something that happens just before a pass commits that it is over. */
  function beforeTheEnd(happen: () => Promise<void>): DocumentStore {
    const commit = async (step: Commit) => {
      const isEnd = step.publish?.some(({ data }) => (data as MeasuresTouched).recomputing === false);
      if (isEnd) await happen();
      return store.commit(step);
    };
    return new Proxy(store, {
      get: (target, key) => {
        const value: unknown = key === 'commit' ? commit : Reflect.get(target, key);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  }

  /** How far readers are told that reference data are included. */
  async function toldOf(): Promise<number> {
    let told = 0;
    for await (const events of platform.log.replay('diagnostics.touched'))
      for (const { event } of events)
        for (const { topic, sequence } of (event.data as MeasuresTouched).handled)
          if (topic === REFERENCE) told = Math.max(told, sequence);
    return told;
  }
});

function delivery(sequence: number, type: string, data: unknown): Delivery {
  const envelope = { ...STREAM, type, sequence, id: `e${sequence}`, correlationId: 'c1' };
  return {
    events: [{ envelope, data }],
    handled: [{ group: REFERENCE_GROUP, ...STREAM, expected: sequence - 1, sequence }],
    progress: () => Promise.resolve(),
  } as unknown as Delivery;
}
