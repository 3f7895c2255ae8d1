import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Principal } from '@evenground/auth';
import {
  type CycleSummary,
  type DeliveryLogged,
  type ReflectionChange,
  type ReflectionSummary,
  type ReflectionView,
  ReflectionView as ReflectionViewSchema,
  type ReflectionsRebuildProgress,
  type ScorecardItem,
  type StreamPosition,
} from '@evenground/contracts';
import { systemRandom } from '@evenground/config';
import { openEmbedded } from '@evenground/embedded';
import { until } from '@evenground/testing';
import { ReflectionPositions } from './await-positions/reflection-positions.js';
import { canonicalReflections } from './canonical-reflections.js';
import { CYCLES, MEASURES, REPORTS, STATEMENTS } from './domain/cycle-inputs.js';
import { ReflectionHub } from './follow-reflection/reflection-hub.js';
import { ReflectionStream } from './follow-reflection/reflection-stream.js';
import * as northbay from './northbay.double.js';
import { RebuildReflections } from './rebuild-reflections/rebuild-reflections.js';
import { visibleCycle } from './show-reflection/find-cycle.js';
import { type Published, RunningReporting } from './running-reporting.double.js';

const STARTED_MS = Date.parse(`${northbay.REVIEW_ON}T09:00:00Z`);
const PATH = `/cycles/${northbay.CYCLE_ID}/reflection`;

const LEAD: Principal = {
  id: 'lead',
  roles: ['equity-lead'],
  districts: [northbay.DISTRICT],
  schools: '*',
  clientScopes: [],
};

/** A response whose client takes nothing. */
class NeverDraining extends EventEmitter {
  readonly written: string[] = [];
  readonly writableLength = 1;
  isDestroyed = false;
  writeHead(): void {
    this.written.push('head');
  }
  write(text: string): boolean {
    this.written.push(text);
    return !text.startsWith('id: ');
  }
  end(): void {
    this.written.push('end');
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

let reporting: RunningReporting;
beforeEach(async () => {
  reporting = await RunningReporting.start(openEmbedded, STARTED_MS, { perPrincipal: 3, inAll: 100 });
});
afterEach(async () => {
  await reporting.stop();
});

const onStream = (topic: string, type: string, data: unknown, stream = northbay.STREAM): Published => ({
  topic,
  stream,
  type,
  data,
});
const step = (type: string, cycle: CycleSummary = northbay.cycle()): Published =>
  onStream(CYCLES, type, { district: cycle.district, cycleId: cycle.id, cycle }, `${cycle.district}/${cycle.id}`);
const delivered = (sessions: number, over: Partial<DeliveryLogged> = {}): Published =>
  onStream(CYCLES, 'delivery.logged', { ...northbay.deliveries(sessions), ...over });
const checked: Published = onStream(CYCLES, 'fidelity.checked', {
  ...{ district: northbay.DISTRICT, cycleId: northbay.CYCLE_ID, interventionId: 'tutoring' },
  checks: northbay.checks(),
});
const adopted: Published = onStream(STATEMENTS, 'problem-statement.adopted', { statement: northbay.statement() });
const measured = (over: Parameters<typeof northbay.measured>[1] = {}, measures = [northbay.measure()]): Published =>
  onStream(MEASURES, 'measures.measured', northbay.measured(measures, over));

/** Tells the golden example and returns the position of its last events. */
async function tellNorthbay(): Promise<readonly StreamPosition[]> {
  const cycles = await reporting.say('interventions', [step('implementation.begun'), delivered(31), checked]);
  const measures = await reporting.say('diagnostics', [adopted, measured()]);
  return [...cycles, ...measures];
}

describe('the reflection of a cycle', () => {
  it('is what its events say, as soon as a read waits for them', async () => {
    const reflection = await reporting.json<ReflectionView>(PATH, { after: await tellNorthbay() });
    expect(ReflectionViewSchema.safeParse(reflection).error).toBeUndefined();
    expect(reflection.gap).toMatchObject({ status: 'narrowed', narrowed: true });
    expect(reflection.fidelity.overall?.toFixed(3)).toBe('0.830');
    expect(reflection).toMatchObject({
      onTrack: true,
      recommendation: { kind: 'continue', rule: 'R9' },
      suppressed: false,
    });
  });

  it('has a gapless history, whose newest entry is the current one', async () => {
    await reporting.json(PATH, { after: await tellNorthbay() });
    const after = await reporting.say('interventions', [delivered(32)]);
    const current = await reporting.json<ReflectionView>(PATH, { after });
    const { items, next } = await reporting.json<{ items: ReflectionChange[]; next: string | null }>(`${PATH}/history`);
    expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, at) => at + 1));
    expect(next).toBeNull();
    expect(items.at(-1)?.reflection).toEqual(current);
    expect(items.at(-1)?.before.gap).toEqual(items.at(-2)?.reflection.gap);
    expect(items.at(-1)?.cause).toMatchObject({ type: 'delivery.logged', eventId: current.asOf.eventId });
    const first = await reporting.json<{ items: ReflectionChange[]; next: string }>(`${PATH}/history?limit=1`);
    const second = await reporting.json<{ items: ReflectionChange[] }>(`${PATH}/history?limit=1&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(items.slice(0, 2));
  });

  it('does not change when what is known is said again', async () => {
    const before = await reporting.json<ReflectionView>(PATH, { after: await tellNorthbay() });
    const after = await reporting.say('interventions', [delivered(31), checked, step('implementation.begun')]);
    expect(await reporting.json<ReflectionView>(PATH, { after })).toEqual(before);
  });

  it('publishes one event for each change, caused by the event that made it', async () => {
    await reporting.json(PATH, { after: await tellNorthbay() });
    const events = [];
    for await (const batch of reporting.platform.log.replay('reporting.reflections')) events.push(...batch);
    const sequences = events.map(({ event }) => event.envelope.sequence);
    expect(sequences).toEqual(sequences.map((_, at) => at + 1));
    const last = events.at(-1)!.event;
    expect(last.data).toMatchObject({ sequence: sequences.length, cause: { eventId: last.envelope.causationId } });
  });

  it('moves with the day, too', async () => {
    const before = await reporting.json<ReflectionView>(PATH, { after: await tellNorthbay() });
    reporting.clock.advance(24 * 3_600_000);
    await until('the day has passed', async () => {
      const { asOf } = await reporting.json<ReflectionView>(PATH);
      return asOf.date > before.asOf.date;
    });
    const { items } = await reporting.json<{ items: ReflectionChange[] }>(`${PATH}/history`);
    expect(items.at(-1)).toMatchObject({ cause: { type: 'day.passed' }, sequence: before.asOf.sequence + 1 });
    expect(items.at(-1)?.reflection.expectedProgress).toBeGreaterThan(before.expectedProgress ?? 1);
  });
});

describe('who may see what', () => {
  it('is 404 for another district, 403 outside the schools in scope, 404 for those who see published numbers only', async () => {
    const after = await tellNorthbay();
    await reporting.json(PATH, { after });
    expect((await reporting.get(PATH, { as: 'other-district' })).status).toBe(404);
    expect((await reporting.get(PATH, { as: 'principal-elsewhere' })).status).toBe(403);
    expect((await reporting.get(PATH, { as: 'advocate' })).status).toBe(404);
    expect((await reporting.get('/cycles/unknown/reflection')).status).toBe(404);
    const list = await reporting.json<{ items: ReflectionSummary[] }>('/cycles', { as: 'principal-elsewhere' });
    expect(list.items).toEqual([]);
  });

  it('hides small groups from who reads suppressed numbers, and all that is computed from them', async () => {
    const small = northbay.measure({ group: northbay.rate(4, 9) });
    await tellNorthbay();
    const after = await reporting.say('diagnostics', [measured({}, [small])]);
    const seen = await reporting.json<ReflectionView>(PATH, { as: 'lead', after });
    expect(seen.current).toMatchObject({ n: 9, value: 4 / 9 });
    const shown = await reporting.json<ReflectionView>(PATH, { as: 'teacher' });
    expect(shown).toMatchObject({ suppressed: true, gap: null, progress: null, onTrack: null });
    expect(shown.current).toEqual({
      ...{ period: '2025-26', provisional: false, reason: 'suppressed', value: null, n: null, interval: null },
      ...{ referenceValue: null, referenceN: null, referenceDisplay: '59%' },
    });
    expect(shown.baseline).toMatchObject({ n: 1412 });
    const history = await reporting.json<{ items: ReflectionChange[] }>(`${PATH}/history`, { as: 'teacher' });
    expect(JSON.stringify(history.items.at(-1))).not.toContain(String(4 / 9));
  });

  it('shows a coded percent where the exact one would give few people away', async () => {
    await tellNorthbay();
    const after = await reporting.say('diagnostics', [
      measured({}, [northbay.measure({ group: northbay.rate(3, 400) })]),
    ]);
    const shown = await reporting.json<ReflectionView>(PATH, { as: 'teacher', after });
    expect(shown.current).toMatchObject({ value: null, n: null, display: '<=1%', reason: 'suppressed' });
  });
});

describe('lists', () => {
  it('page through the cycles of a district and answer CSV', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const after: StreamPosition[] = [];
    for (const id of ids)
      after.push(
        ...(await reporting.say('interventions', [step('cycle.opened', northbay.cycle({ id, title: `=${id}` }))])),
      );
    const first = await reporting.json<{ items: ReflectionSummary[]; next: string }>('/cycles?limit=3', { after });
    const rest = await reporting.json<{ items: ReflectionSummary[]; next: null }>(
      `/cycles?limit=3&after=${first.next}`,
    );
    expect([...first.items, ...rest.items].map(({ cycleId }) => cycleId)).toEqual(ids);
    expect(rest.next).toBeNull();
    const scorecards = await reporting.json<{ items: ScorecardItem[] }>('/scorecards?district=northbay');
    expect(scorecards.items[0]).toEqual({
      ...{ cycleId: 'a', title: '=a', area: 'achievement', stage: 'implementing' },
      ...{ onTrack: null, gapStatus: null, fidelityLevel: 'insufficient' },
    });
    const csv = await (await reporting.get('/scorecards', { accept: 'text/csv' })).text();
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'cycleId,title,area,stage,onTrack,gapStatus,fidelityLevel',
      "a,'=a,achievement,implementing,,,insufficient",
    ]);
  });
});

describe('the stream of a reflection', () => {
  const id = (sequence: number): string => `${northbay.CYCLE_ID}:${sequence}`;
  const from = (first: number, last: number): string[] =>
    Array.from({ length: last - first + 1 }, (_, at) => id(first + at));

  async function newest(after?: readonly StreamPosition[]): Promise<number> {
    return (await reporting.json<ReflectionView>(PATH, { after })).asOf.sequence;
  }
  async function deliver(...sessions: number[]): Promise<void> {
    for (const each of sessions) await newest(await reporting.say('interventions', [delivered(each)]));
  }

  it('begins with the newest entry and goes on live', async () => {
    const start = await newest(await tellNorthbay());
    const follower = await reporting.follow(northbay.CYCLE_ID);
    expect(follower.status).toBe(200);
    expect(follower.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    expect(follower.headers['cache-control']).toContain('no-store');
    await deliver(32, 33);
    await until('both changes came', () => follower.events.length === 3);
    expect(follower.ids).toEqual(from(start, start + 2));
    expect(follower.events.every(({ event }) => event === 'reflection')).toBe(true);
    const { items } = await reporting.json<{ items: ReflectionChange[] }>(`${PATH}/history`);
    expect(follower.events.map(({ data }) => data)).toEqual(items.slice(start - 1));
  });

  it('resumes after Last-Event-ID without gap or repeat, again and again while changes go on', async () => {
    const start = await newest(await tellNorthbay());
    const received: string[] = [id(start)];
    const changing = deliver(...Array.from({ length: 40 }, (_, at) => 100 + at));
    while (received.length < 41) {
      const follower = await reporting.follow(northbay.CYCLE_ID, { lastEventId: received.at(-1)! });
      await until('something came', () => follower.events.length > 0);
      follower.leave();
      received.push(...follower.ids);
    }
    await changing;
    expect(received).toEqual(from(start, start + 40));
  });

  it('refuses a Last-Event-ID of another cycle, of the future, or no id at all', async () => {
    const start = await newest(await tellNorthbay());
    for (const lastEventId of [`other:${start}`, id(start + 1), 'nonsense', `${northbay.CYCLE_ID}:-1`]) {
      const follower = await reporting.follow(northbay.CYCLE_ID, { lastEventId });
      await until('the answer is there', () => follower.isEnded);
      expect(follower.status).toBe(400);
      expect(JSON.parse(follower.body)).toMatchObject({ code: 'last-event-id/invalid' });
    }
    expect((await reporting.follow(northbay.CYCLE_ID, { as: 'other-district' })).status).toBe(404);
  });

  it('ends soon after the token does', async () => {
    await newest(await tellNorthbay());
    const follower = await reporting.follow(northbay.CYCLE_ID);
    reporting.revoked.add('lead');
    reporting.clock.advance(4_100);
    await until('the stream ended', () => follower.isEnded);
  });

  it('gives signs of life', async () => {
    await newest(await tellNorthbay());
    const follower = await reporting.follow(northbay.CYCLE_ID);
    await until('the newest entry came', () => follower.events.length === 1);
    reporting.clock.advance(15_100);
    await until('a comment came', () => follower.comments.length > 0);
    follower.leave();
  });

  it('is limited for each caller, and frees the place of who has left', async () => {
    await newest(await tellNorthbay());
    const followers = await Promise.all([1, 2, 3].map(() => reporting.follow(northbay.CYCLE_ID)));
    const refused = await reporting.follow(northbay.CYCLE_ID);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await reporting.follow(northbay.CYCLE_ID, { as: 'administrator' })).status).toBe(200);
    followers[0]?.leave();
    await until('there is room again', async () => (await reporting.follow(northbay.CYCLE_ID)).status === 200);
  });

  it('drops a client that does not read, and lets it resume', async () => {
    await newest(await tellNorthbay());
    const { document } = await visibleCycle(reporting.store, LEAD, northbay.CYCLE_ID);
    const faults: unknown[] = [];
    const response = new NeverDraining();
    const hub = new ReflectionHub(reporting.platform.log, (error) => faults.push(error));
    const stream = new ReflectionStream({
      ...{ response: response as unknown as ServerResponse, store: reporting.store, hub, clock: reporting.clock },
      cycle: { document, isUnsuppressed: true },
      authorize: () => Promise.resolve({ document, isUnsuppressed: true }),
      onFault: (error) => faults.push(error),
    });
    const over = stream.run(document.sequence - 1);
    await until('the entry was written', () => response.written.some((text) => text.startsWith('id: ')));
    reporting.clock.advance(10_100);
    await over;
    expect(response.isDestroyed).toBe(true);
    expect(faults).toEqual([]);
    const follower = await reporting.follow(northbay.CYCLE_ID, { lastEventId: id(document.sequence - 1) });
    await until('it resumed', () => follower.ids.includes(id(document.sequence)));
  });

  it('tells a delivery within a second', async () => {
    await newest(await tellNorthbay());
    const follower = await reporting.follow(northbay.CYCLE_ID);
    await until('the newest entry came', () => follower.events.length === 1);
    const waits: number[] = [];
    for (let sessions = 200; sessions < 230; sessions += 1) {
      const count = follower.events.length;
      const saidMs = performance.now();
      await reporting.say('interventions', [delivered(sessions)]);
      await until('the change came', () => follower.events.length > count);
      waits.push((follower.events.at(-1)?.atMs ?? Number.NaN) - saidMs);
    }
    waits.sort((a, b) => a - b);
    expect(waits[Math.ceil(waits.length * 0.95) - 1]).toBeLessThan(1_000);
  });
});

describe('a read that waits', () => {
  const records = (sequence: number): StreamPosition => ({
    topic: 'ingestion.records',
    stream: 'northbay/3',
    sequence,
  });
  const touch = (handled: StreamPosition[], indicator?: string): Published => ({
    ...{ topic: 'diagnostics.touched', stream: 'northbay/3', type: 'measures.touched' },
    data: {
      ...{ district: northbay.DISTRICT, bucket: 3, handled },
      changes: indicator === undefined ? [] : [{ indicator, period: '2025-26', packs: ['3.1'] }],
    },
  });
  const statusSoon = async (after: readonly StreamPosition[]): Promise<number> => {
    const answer = reporting.get(PATH, { after });
    await new Promise((resolve) => setTimeout(resolve, 50)); // real time in which an answer that does not wait would come
    reporting.clock.advance(5_000);
    return (await answer).status;
  };

  it('sees an ingested delivery once a logged delivery includes it', async () => {
    await tellNorthbay();
    const at: StreamPosition = { topic: 'ingestion.deliveries', stream: 'northbay/tutoring', sequence: 2 };
    expect(await statusSoon([at])).toBe(503);
    const waiting = reporting.json<ReflectionView>(PATH, { after: [at] });
    await reporting.say('interventions', [delivered(33, { includes: [at] })]);
    expect((await waiting).interventions[0]?.deliveries).toBe(33 * 80 * 12);
  });

  it('sees records that change nothing tracked as soon as diagnostics has handled them', async () => {
    await tellNorthbay();
    expect(await statusSoon([records(1)])).toBe(503);
    await reporting.say('diagnostics', [touch([records(1)], 'chronic-absence')]);
    expect((await reporting.get(PATH, { after: [records(1)] })).status).toBe(200);
    expect(await statusSoon([records(2)])).toBe(503);
  });

  it('sees records that change a tracked indicator once measures include them', async () => {
    await tellNorthbay();
    const [touched] = await reporting.say('diagnostics', [touch([records(1)], 'proficient-reading')]);
    expect(await statusSoon([records(1)])).toBe(503);
    const waiting = reporting.json<ReflectionView>(PATH, { after: [records(1)] });
    await reporting.say('diagnostics', [
      measured({ includes: [touched!] }, [northbay.measure({ group: northbay.rate(600, 1412) })]),
    ]);
    expect((await waiting).current?.value).toBe(600 / 1412);
  });

  it('finds what was told before this process began to watch, by reading the log again', async () => {
    await tellNorthbay();
    await reporting.say('diagnostics', [touch([records(7)])]);
    const fresh = new ReflectionPositions(reporting.store, reporting.platform.log, reporting.clock);
    expect(await fresh.waitFor([records(7)], 5_000)).toBe(true);
    await fresh.close();
  });

  it('follows a receipt to the positions that it stands for', async () => {
    await tellNorthbay();
    const receipt = { topic: 'ingestion.reference', stream: northbay.DISTRICT, type: 'receipt.issued' };
    await reporting.say('ingestion', [
      { ...receipt, data: { district: northbay.DISTRICT, receiptId: 'r1', positions: [records(4)] } },
    ]);
    const waiting = fetch(reporting.url + PATH, {
      headers: { authorization: 'Bearer lead', 'Evenground-After': 'receipt:r1' },
    });
    await reporting.say('diagnostics', [touch([records(4)])]);
    expect((await waiting).status).toBe(200);
  });

  it('does not wait for streams that reflections are not made of', async () => {
    await reporting.json(PATH, { after: await tellNorthbay() });
    const after = [{ topic: 'diagnostics.definitions', stream: northbay.DISTRICT, sequence: 9 }];
    expect((await reporting.get(PATH, { after })).status).toBe(200);
  });
});

describe('a rebuild', () => {
  const begun = (topic: string, restatementId: string): Published =>
    onStream(topic, 'restatement.begun', { restatementId, reset: false });
  const ended = (topic: string, restatementId: string): Published =>
    onStream(topic, 'restatement.ended', {
      restatementId,
      count: 1,
      keysHash: createHash('sha256').update('').digest('hex'),
    });
  const around = (topic: string, id: string, events: Published[]): Published[] => [
    begun(topic, id),
    ...events,
    ended(topic, id),
  ];
  const report: Published = onStream(REPORTS, 'report.sent', {
    ...{ district: northbay.DISTRICT, cycleId: northbay.CYCLE_ID, reportId: 'r-1', kind: 'no-time' },
    ...{ severity: 'hinders', anonymous: false, sentIn: '2026-05-04' },
  });
  const cycleRestated = (sessions = 31): Published =>
    onStream(CYCLES, 'cycle.restated', {
      ...{ district: northbay.DISTRICT, cycleId: northbay.CYCLE_ID, cycle: northbay.cycle() },
      deliveries: [northbay.deliveries(sessions)],
      checks: [
        {
          district: northbay.DISTRICT,
          cycleId: northbay.CYCLE_ID,
          interventionId: 'tutoring',
          checks: northbay.checks(),
        },
      ],
    });

  async function beginRebuild(): Promise<string> {
    const after = [...(await tellNorthbay()), ...(await reporting.say('feedback', [report]))];
    await reporting.json(PATH, { after });
    const response = await reporting.post('/rebuild');
    expect(response.status).toBe(202);
    const { rebuildId, streams } = (await response.json()) as { rebuildId: string; streams: number };
    expect(streams).toBe(4);
    return rebuildId;
  }
  const progress = (): Promise<ReflectionsRebuildProgress> => reporting.json('/rebuild', { as: 'administrator' });

  it('asks every publisher, takes over once all have ended, and changes nothing', async () => {
    const id = await beginRebuild();
    const before = await canonicalReflections(reporting.store);
    const asked = [];
    for await (const batch of reporting.platform.log.replay(`${CYCLES}.requests`)) asked.push(...batch);
    expect(asked[0]?.event.data).toMatchObject({ stream: northbay.STREAM, reason: 'rebuild', restatementId: id });
    await reporting.say('interventions', around(CYCLES, id, [cycleRestated()]));
    await reporting.say('diagnostics', [...around(STATEMENTS, id, [adopted]), ...around(MEASURES, id, [measured()])]);
    expect(await progress()).toMatchObject({ rebuildId: id, cycles: 1, finished: 0, finishedAt: null });
    await reporting.say('feedback', around(REPORTS, id, [report]));
    await until('the rebuild is through', async () => (await progress()).finished === 1);
    expect(await progress()).toMatchObject({ differing: [], finished: 1 });
    expect(await canonicalReflections(reporting.store)).toBe(before);
    const after = await reporting.say('interventions', [delivered(40)]);
    expect((await reporting.json<ReflectionView>(PATH, { after })).interventions[0]?.deliveries).toBe(40 * 80 * 12);
    expect(reporting.alarms).toEqual([]);
  });

  it('asks for a stream that speaks for the first time just as it begins', async () => {
    await reporting.json(PATH, { after: await tellNorthbay() });
    let isFirst = true;
    const { store } = reporting;
    const watched = new Proxy(store, {
      get: (target, key) => {
        if (key !== 'handled') {
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
        }
        return async (...asked: Parameters<typeof store.handled>) => {
          const handled = await store.handled(...asked);
          if (isFirst) {
            isFirst = false;
            await reporting.json(PATH, { after: await reporting.say('feedback', [report]) });
          }
          return handled;
        };
      },
    });
    const { rebuildId: id, streams } = await new RebuildReflections(watched, reporting.clock, systemRandom).begin(
      northbay.DISTRICT,
      undefined,
    );
    expect(streams).toBe(4);
    await reporting.say('interventions', around(CYCLES, id, [cycleRestated()]));
    await reporting.say('diagnostics', [...around(STATEMENTS, id, [adopted]), ...around(MEASURES, id, [measured()])]);
    await reporting.say('feedback', around(REPORTS, id, [report]));
    await until('the rebuild is through', async () => (await progress()).finished === 1);
    expect((await progress()).differing).toEqual([]);
    expect((await reporting.json<ReflectionView>(PATH)).feedback.reports).toBe(1);
  });

  it('takes in what happens meanwhile', async () => {
    const id = await beginRebuild();
    await reporting.say('interventions', around(CYCLES, id, [cycleRestated()]));
    await reporting.say('interventions', [delivered(50)]);
    await reporting.say('diagnostics', [...around(STATEMENTS, id, [adopted]), ...around(MEASURES, id, [measured()])]);
    await reporting.say('feedback', around(REPORTS, id, [report]));
    await until('the rebuild is through', async () => (await progress()).finished === 1);
    expect((await reporting.json<ReflectionView>(PATH)).interventions[0]?.deliveries).toBe(50 * 80 * 12);
    expect((await progress()).differing).toEqual([]);
  });

  it('that finds something else raises an alarm and is a change like any other', async () => {
    const id = await beginRebuild();
    const { asOf } = await reporting.json<ReflectionView>(PATH);
    await reporting.say('interventions', around(CYCLES, id, [cycleRestated()]));
    await reporting.say('diagnostics', [...around(STATEMENTS, id, [adopted]), ...around(MEASURES, id, [measured()])]);
    await reporting.say('feedback', around(REPORTS, id, [])); // the report is gone
    await until('the rebuild is through', async () => (await progress()).finished === 1);
    expect((await progress()).differing).toEqual([northbay.CYCLE_ID]);
    expect(reporting.alarms).toEqual([
      { code: 'rebuild-differs', district: northbay.DISTRICT, cycleId: northbay.CYCLE_ID },
    ]);
    const reflection = await reporting.json<ReflectionView>(PATH);
    expect(reflection.feedback.reports).toBe(0);
    expect(reflection.asOf.sequence).toBe(asOf.sequence + 1);
  });

  it('is for operations only', async () => {
    expect((await reporting.post('/rebuild', 'lead')).status).toBe(403);
  });
});
