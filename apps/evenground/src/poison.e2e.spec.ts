import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import { openEmbedded } from '@evenground/embedded';
import { Actor, differences, embeddedDeployment } from '@evenground/testing';
import type { RunningDeployment } from '@evenground/testing';
import { setTimeout as pause } from 'node:timers/promises';

const DISTRICT = 'poisoned';
const YEAR = '2025-26';
const TOPIC = 'ingestion.records';

interface Letter {
  readonly id: string;
  readonly cause: { readonly kind: string; readonly message: string };
  readonly original: { readonly type: string; readonly stream: string; readonly sequence: number };
}

const students = Array.from({ length: 20 }, (_, index) => ({
  studentId: `p-${index}`,
  schoolYear: YEAR,
  schoolId: ['north', 'south'][index % 2] ?? 'north',
  grade: String(6 + (index % 4)),
  gender: index % 3 === 0 ? 'Female' : 'Male',
}));

describe('poison in the log is parked alone, with its true cause, and the rest goes on', () => {
  let directory: string;
  let product: RunningDeployment;
  let actor: Actor;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'evenground-poison-'));
    product = await embeddedDeployment.start({ dataDirectory: directory, district: DISTRICT });
    actor = new Actor(product.api);
    await actor.upload('students', students);
    await product.stop();
    await poison(directory);
    product = await embeddedDeployment.start({ dataDirectory: directory, district: DISTRICT, port: product.port });
    actor.api = product.api;
  }, 120_000);
  afterAll(async () => {
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const letters = async (): Promise<readonly Letter[]> =>
    (await product.api.get<{ items: Letter[] }>('/api/diagnostics/v1/dead-letters', { topic: TOPIC })).body.items;
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    for (const end = performance.now() + 30_000; performance.now() < end; await pause(50)) if (await holds()) return;
    throw new Error(`waited in vain until ${what}`);
  };
  const lag = async (): Promise<string> => {
    const { text } = await product.api.get('/metrics');
    return /^feature_lag_events\{[^}]*group="diagnostics\.measure-students"[^}]*\} (\d+)/m.exec(text)?.[1] ?? 'none';
  };

  it('parks each poison with its kind of cause', async () => {
    await until('four letters are there', async () => (await letters()).length >= 4);
    expect((await letters()).map(({ cause }) => cause.kind).sort()).toEqual([
      'handler-failed',
      'invalid',
      'unknown-type',
      'unknown-version',
    ]);
    for (const { cause } of await letters()) {
      expect(cause.message).not.toMatch(/p-\d/);
      expect(cause.message.length).toBeGreaterThan(0);
    }
  }, 60_000);

  it('goes on: no lag is left, every answer is the oracle’s, and new files come in', async () => {
    await until('no lag is left', async () => (await lag()) === '0');
    expect((await differences(actor.api, actor.journal)).slice(0, 3)).toEqual([]);
    await actor.upload(
      'students',
      students.map((row) => ({ ...row, grade: '9' })),
    );
    expect((await differences(actor.api, actor.journal)).slice(0, 3)).toEqual([]);
  }, 90_000);

  it('can be asked for again, once and twice, without changing anything', async () => {
    for (const { id, cause } of [...(await letters()), ...(await letters())]) {
      const asked = await product.api.post(`/api/diagnostics/v1/dead-letters/${encodeURIComponent(id)}/replay`, {});
      // What names no key that could be said again is refused, and says so.
      expect([202, 409]).toContain(asked.status);
      if (cause.kind === 'handler-failed') expect(asked.status).toBe(202);
    }
    await until('no lag is left', async () => (await lag()) === '0');
    expect((await differences(actor.api, actor.journal)).slice(0, 3)).toEqual([]);
  }, 90_000);
});

/** Appends what no publisher of ours would: behind the newest event of a stream, in its gapless sequence. */
async function poison(directory: string): Promise<void> {
  const platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
  try {
    let newest: LogEvent | undefined;
    for await (const page of platform.log.replay(TOPIC))
      for (const { event } of page) if (event.envelope.type === 'records.accepted') newest = event;
    if (newest === undefined) throw new Error('the log has no block to build on');
    const { envelope } = newest;
    const block = newest.data as { columns: string[]; rows: { student: string }[] };
    const { student } = block.rows[0]!;
    // Its shape is right, so only the handler can find that a stay has no day of entry; the other row says nothing new.
    const stays = {
      ...block,
      type: 'enrollments',
      columns: ['schoolId', 'entryDate'],
      rows: [
        { student, outcome: 'withdrawn', line: 0, values: ['north', '2025-08-20'] },
        { student, outcome: 'accepted', line: 2, values: ['north', null] },
      ],
    };
    const events: LogEvent[] = [
      { envelope: { ...envelope }, data: { rows: 'none' } },
      { envelope: { ...envelope, type: 'records.exploded' }, data: {} },
      { envelope: { ...envelope, version: 99 }, data: newest.data },
      { envelope: { ...envelope }, data: stays },
    ];
    await platform.log.append(
      events.map((event, index) => ({
        ...event,
        envelope: { ...event.envelope, id: `poison-${index}`, sequence: envelope.sequence + 1 + index },
      })),
    );
  } finally {
    await platform.close();
  }
}
