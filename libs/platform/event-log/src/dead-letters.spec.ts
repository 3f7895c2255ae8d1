import { z } from 'zod';
import { DeadLetters } from './dead-letters.js';
import { MemoryLog, MemoryStore, RECORDS, TOUCHED, event, halfRandom } from './in-memory.double.js';

const letter = (sequence: number, group: string) =>
  event(
    'd1/7@diagnostics',
    sequence,
    'event.dead-lettered',
    {
      group,
      original: {
        id: `original-${sequence}`,
        type: 'records.accepted',
        version: 1,
        topic: RECORDS,
        stream: 'd1/7',
        sequence,
        time: '2026-01-05T00:00:00.000Z',
        correlationId: 'upload-1',
      },
      data: { key: `key-${sequence}` },
      cause: { kind: sequence === 5 ? 'invalid' : 'handler-failed', message: 'Error: a defect', attempts: 5 },
    },
    `${RECORDS}.dead-letters`,
  );

async function letters(): Promise<{ readonly letters: DeadLetters; readonly store: MemoryStore }> {
  const [log, store] = [new MemoryLog(), new MemoryStore()];
  await log.append(
    [1, 2, 3, 4, 5].map((sequence) => letter(sequence, sequence % 2 === 0 ? 'diagnostics.even' : 'diagnostics.odd')),
  );
  const declarationOf = (topic: string) => ({
    ...{ type: 'records.accepted', topic, version: 1, schema: z.unknown(), says: '', consumers: [] },
    keys: (data: unknown) => [(data as { key: string }).key],
  });
  return { letters: new DeadLetters({ log, store, service: 'diagnostics', random: halfRandom, declarationOf }), store };
}

describe('DeadLetters', () => {
  it('pages through the letters of a topic, each once', async () => {
    const { letters: dead } = await letters();
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await dead.list({ topic: RECORDS, limit: 2, after });
      seen.push(...page.items.map((item) => item.original.sequence));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows those of one feature with their cause', async () => {
    const { letters: dead } = await letters();
    const { items, next } = await dead.list({ topic: RECORDS, group: 'diagnostics.even', limit: 2 });
    expect(items.map((item) => item.original.id)).toEqual(['original-2', 'original-4']);
    expect(items[0]?.cause).toEqual({ kind: 'handler-failed', message: 'Error: a defect', attempts: 5 });
    expect(next).toBeUndefined();
  });

  it('shows those that the caller may see, over all pages', async () => {
    const { letters: dead } = await letters();
    const only = ({ original }: { original: { sequence: number } }) => original.sequence >= 4;
    const first = await dead.list({ topic: RECORDS, only, limit: 1 });
    expect(first.items.map((item) => item.original.sequence)).toEqual([4]);
    const second = await dead.list({ topic: RECORDS, only, limit: 1, after: first.next });
    expect(second.items.map((item) => item.original.sequence)).toEqual([5]);
  });

  it('a replay asks the publisher for the current content of the keys', async () => {
    const { letters: dead, store } = await letters();
    const { items } = await dead.list({ topic: RECORDS, limit: 1 });
    const answer = await dead.replay(RECORDS, items[0]?.id ?? '');
    expect(answer).toEqual({ restatementId: expect.any(String), positions: [] });
    const { restatementId } = answer as { restatementId: string };
    expect(store.published).toEqual([
      {
        topic: `${RECORDS}.requests`,
        stream: 'd1/7@diagnostics',
        type: 'stream.requested',
        correlationId: 'upload-1',
        data: {
          topic: RECORDS,
          stream: 'd1/7',
          requestedBy: 'diagnostics.odd',
          reason: 'dead-letter-replay',
          keys: ['key-1'],
          restatementId,
        },
      },
    ]);
  });

  it('asks for the whole stream when the data cannot be trusted to name its keys', async () => {
    const { letters: dead, store } = await letters();
    const { items } = await dead.list({ topic: RECORDS, limit: 5 });
    await dead.replay(RECORDS, items[4]?.id ?? '');
    expect(store.published[0]?.data).not.toHaveProperty('keys');
  });

  it('refuses what it cannot find, and what nobody can say again', async () => {
    const { letters: dead, store } = await letters();
    expect(await dead.replay(RECORDS, 'no-such-letter')).toMatchObject({ refused: 'dead-letter/unknown' });
    expect(await dead.replay(TOUCHED, 'any')).toMatchObject({ refused: 'dead-letter/not-restatable' });
    expect(store.published).toEqual([]);
  });
});
