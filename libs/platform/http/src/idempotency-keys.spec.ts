import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '@evenground/auth';
import { type Clock, systemClock, systemRandom } from '@evenground/config';
import { isPlatformError } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { type EmbeddedPlatform, openEmbedded } from '@evenground/embedded';
import { IdempotencyKeys, idempotencyCollection } from './idempotency-keys.js';
import { isHttpProblem } from './problem.js';

const principal = (id: string): Principal => ({
  id,
  roles: ['principal'],
  districts: ['d1'],
  schools: ['s1'],
  clientScopes: [],
});
const ANN = principal('ann');
const STREAM = { topic: 'ingestion.records.requests', stream: 'd1/0@interventions' };
const REQUEST = {
  ...{ topic: 'ingestion.records', stream: 'd1/0', requestedBy: 'interventions.test' },
  ...{ reason: 'rebuild', restatementId: 'r1' },
};

describe('idempotency keys', () => {
  let directory: string;
  let platform: EmbeddedPlatform;
  let store: DocumentStore;
  let keys: IdempotencyKeys;
  let nowMs = 1_800_000_000_000;
  const clock: Clock = { nowMs: () => nowMs, after: systemClock.after };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'evenground-idempotency-'));
    platform = await openEmbedded({ directory, clock, random: systemRandom });
    store = await platform.stores.open('interventions', [idempotencyCollection]);
    keys = new IdempotencyKeys(store, clock);
  });
  afterAll(async () => {
    await platform.close();
    rmSync(directory, { recursive: true });
  });

  const run = async (
    who: Principal,
    route: string,
    key: string | undefined,
    body: unknown,
    answer: unknown,
  ): Promise<string> => {
    try {
      const begun = await keys.begin(who, route, key, body);
      if (begun.kind === 'again')
        return `again ${begun.response.status} ${JSON.stringify(begun.response.body)} ${JSON.stringify(begun.response.positions)}`;
      await store.commit({
        writes: begun.write({
          status: 201,
          body: answer,
          streams: [STREAM],
        }),
        publish: [{ ...STREAM, type: 'stream.requested', data: REQUEST, correlationId: 'x' }],
      });
      return 'first';
    } catch (error) {
      if (isHttpProblem(error)) return `${error.status} ${error.code}`;
      if (isPlatformError(error)) return error.code;
      throw error;
    }
  };

  test('the first answer is given again, with the position; the order of keys does not matter', async () => {
    expect(await run(ANN, 'open', 'k1', { a: 1, b: [2] }, { id: 'c1' })).toBe('first');
    const again =
      'again 201 {"id":"c1"} [{"topic":"ingestion.records.requests","stream":"d1/0@interventions","sequence":1}]';
    expect(await run(ANN, 'open', 'k1', { b: [2], a: 1 }, { id: 'c2' })).toBe(again);
  });

  test('another body is refused', async () => {
    expect(await run(ANN, 'open', 'k1', { a: 2, b: [2] }, {})).toBe('409 idempotency/reused');
  });

  test("a key is one person's, for one route", async () => {
    expect(await run(principal('bob'), 'open', 'k1', { a: 9 }, {})).toBe('first');
    expect(await run(ANN, 'close', 'k1', { a: 9 }, {})).toBe('first');
  });

  test('without a key nothing is kept', async () => {
    expect(await run(ANN, 'open', undefined, { a: 1 }, {})).toBe('first');
    expect(await run(ANN, 'open', undefined, { a: 1 }, {})).toBe('first');
  });

  test.each(['', 'a b', 'ä', 'x'.repeat(256), 'a\nb'])('the key %j is refused', async (key) => {
    expect(await run(ANN, 'open', key, {}, {})).toBe('400 idempotency/key-invalid');
  });

  test('of many at once exactly one is carried out', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => run(ANN, 'open', 'k2', { a: 1 }, { id: 'c9' })),
    );
    expect(outcomes.filter((one) => one === 'first')).toHaveLength(1);
    expect(outcomes.every((one) => one === 'first' || one === 'version-conflict' || one.startsWith('again 201'))).toBe(
      true,
    );
  });

  test('is forgotten after a week', async () => {
    expect(await run(ANN, 'open', 'k3', {}, {})).toBe('first');
    nowMs += 6 * 86_400_000;
    expect(await keys.forgetOld()).toBe(0);
    nowMs += 2 * 86_400_000;
    expect(await keys.forgetOld()).toBeGreaterThan(0);
    expect(await run(ANN, 'open', 'k3', { other: 'body' }, {})).toBe('first');
  });
});
