import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessRefused, type Principal, type Role } from '@evenground/auth';
import { systemClock, systemRandom, wait } from '@evenground/config';
import { type LogEvent, eventDeclared } from '@evenground/contracts';
import { type DocumentStore, collection } from '@evenground/document-store';
import { type EmbeddedPlatform, openEmbedded } from '@evenground/embedded';
import { PositionWaiter } from '@evenground/event-log';
import { type ServiceApp, createServiceApp } from '@evenground/http';
import request from 'supertest';
import { feedbackCollections } from './collections.js';
import { isoWeekOf } from './domain/school-days.js';
import { FeedbackModule } from './feedback.module.js';

const DISTRICT = 'northbay';
const PREFIX = '/api/feedback/v1';
const person = (id: string, roles: Role[], schools: Principal['schools'] = '*', district = DISTRICT): Principal => ({
  ...{ id, roles, districts: [district], schools, clientScopes: [] },
});
const PEOPLE: Readonly<Record<string, Principal>> = {
  teacher: person('the-teacher', ['teacher'], ['s1']),
  colleague: person('the-colleague', ['teacher'], ['s1']),
  principal: person('the-principal', ['principal'], ['s1']),
  elsewhere: person('the-other-principal', ['principal'], ['s9']),
  lead: person('the-lead', ['equity-lead']),
  steward: person('the-steward', ['data-steward']),
  admin: person('the-admin', ['district-administrator']),
  stranger: person('the-stranger', ['district-administrator', 'equity-lead', 'teacher'], '*', 'elsewhere'),
};

let directory: string;
let platform: EmbeddedPlatform;
let store: DocumentStore;
let interventions: DocumentStore;
let service: ServiceApp;
const said: LogEvent[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'feedback-'));
  const [clock, random] = [systemClock, systemRandom];
  platform = await openEmbedded({ directory, clock, random });
  store = await platform.stores.open('feedback', feedbackCollections);
  interventions = await platform.stores.open('interventions', [collection('none')]);
  await platform.log.watch({
    topics: ['feedback.reports', 'feedback.results'],
    handle: (events) => void said.push(...events),
  });
  const positions = new PositionWaiter({ clock });
  service = await createServiceApp({
    ...{ service: 'feedback', clock, random, positions },
    module: FeedbackModule.register({ store, clock, random, positions }),
    authenticator: {
      authenticate: (authorization) => {
        const known = PEOPLE[authorization?.replace('Bearer ', '') ?? ''];
        return known ? Promise.resolve(known) : Promise.reject(new AccessRefused(401, 'token/invalid', 'no'));
      },
    },
    limits: { read: { burst: 10_000, perSecond: 10_000 }, write: { burst: 10_000, perSecond: 10_000 } },
    consume: { log: platform.log, store, clock, random, declarationOf: eventDeclared },
    onFault: (fault) => faults.push(fault),
  });
  await service.startConsuming();
});

afterAll(async () => {
  await service.close();
  await platform.close();
  rmSync(directory, { recursive: true });
});

afterEach(() => expect(faults).toEqual([]));

type Answer = { status: number; body: Record<string, unknown> & { code?: string; id?: string } };
const post = async (path: string, body: object, who: string, key?: string): Promise<Answer> => {
  const call = request(service.handle).post(`${PREFIX}${path}`).set('Authorization', `Bearer ${who}`);
  return (key === undefined ? call : call.set('Idempotency-Key', key)).send(body);
};
const get = async (path: string, who: string): Promise<Answer> =>
  request(service.handle).get(`${PREFIX}${path}`).set('Authorization', `Bearer ${who}`);
const send = (body: object, who = 'teacher', key?: string): Promise<Answer> =>
  post('/frontline-reports', { schoolId: 's1', kind: 'no-time', text: 'the words of one person', ...body }, who, key);

async function until<Result>(
  what: string,
  look: () => Promise<Result | undefined> | Result | undefined,
): Promise<Result> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(systemClock, 10);
  }
  throw new Error(`waited in vain until ${what}`);
}
const eventsOf = (cycleId: string, type: string): LogEvent[] =>
  said.filter(({ envelope }) => envelope.stream === `${DISTRICT}/${cycleId}` && envelope.type === type);

let opened = 0;
/** Lets interventions say that a cycle was opened; does not wait until feedback knows. */
async function openCycle(): Promise<string> {
  opened += 1;
  const id = `c${opened}`;
  const cycle = {
    ...{ id, district: DISTRICT, title: 'x', level: 'school', schoolIds: ['s1', 's2'], area: 'access' },
    ...{ schoolYear: '2025-26', state: 'foundation', leadIds: ['l'], startedOn: '2026-01-01' },
    ...{ reviewDueOn: '2026-06-01', annualDueOn: '2027-01-01', interventions: [], pauses: [] },
  };
  const data = { district: DISTRICT, cycleId: id, cycle };
  const event = { topic: 'interventions.cycles', stream: `${DISTRICT}/${id}`, type: 'cycle.opened' };
  await interventions.commit({ publish: [{ ...event, data, correlationId: 'opening' }] });
  return id;
}

describe('a frontline report', () => {
  test('waits for a cycle that was opened a moment ago, and names one that stays unknown', async () => {
    const cycleId = await openCycle();
    expect((await send({ cycleId })).status).toBe(201);
    const late = await send({ cycleId: 'nowhere' });
    expect([late.status, late.body.code]).toEqual([409, 'cycle/not-yet-known']);
    const part = await send({ cycleId, interventionId: 'nothing' });
    expect([part.status, part.body.code]).toEqual([409, 'intervention/not-yet-known']);
  });

  test('is routed, seen, answered and closed; its text reaches no event', async () => {
    const cycleId = await openCycle();
    const sent = await send({ cycleId, severity: 'hinders' });
    expect(sent.body).toMatchObject({ state: 'new', routedTo: ['principal'], fromRole: 'teacher', version: 1 });
    const path = `/frontline-reports/${sent.body.id}`;
    expect((await post(`${path}/answer`, { text: 'x' }, 'lead')).body.code).toBe('scope/outside');
    expect((await post(`${path}/answer`, { text: 'x' }, 'elsewhere')).body.code).toBe('scope/outside');
    expect((await post(`${path}/answer`, { text: 'x' }, 'teacher')).body.code).toBe('role/not-allowed');
    expect((await post(`${path}/see`, {}, 'principal')).body.state).toBe('seen');
    expect((await post(`${path}/route`, { to: ['equity-lead'] }, 'principal')).body.state).toBe('routed');
    const early = await post(`${path}/close`, {}, 'lead');
    expect([early.status, early.body.code, early.body.allowed]).toEqual([
      409,
      'report/wrong-state',
      ['route', 'answer'],
    ]);
    const answered = await post(`${path}/answer`, { text: 'we free an hour' }, 'lead', 'k1');
    expect(answered.body).toMatchObject({
      state: 'answered',
      answer: { text: 'we free an hour', byRole: 'equity-lead' },
    });
    expect((await post(`${path}/answer`, { text: 'we free an hour' }, 'lead', 'k1')).body).toEqual(answered.body);
    expect((await get(path, 'teacher')).body).toMatchObject({ answer: { text: 'we free an hour' } });
    expect((await post(`${path}/close`, {}, 'lead')).body.state).toBe('closed');
    await until('the answer is told', () => eventsOf(cycleId, 'report.answered')[0]);
    expect(eventsOf(cycleId, 'report.answered')).toHaveLength(1);
    expect(JSON.stringify(said)).not.toMatch(/the words of one person|we free an hour|the-teacher/);
  });

  test('is read by those it was routed to and by its author, and counted for the others', async () => {
    const cycleId = await openCycle();
    await send({ cycleId });
    await send({ cycleId, kind: 'data-wrong' });
    const readers = await Promise.all(
      ['teacher', 'colleague', 'principal', 'lead', 'steward', 'admin'].map(async (who) => {
        const { body } = await get(`/frontline-reports?cycleId=${cycleId}`, who);
        return [who, (body.items as { kind: string }[]).map(({ kind }) => kind).sort()];
      }),
    );
    expect(readers).toEqual([
      ['teacher', ['data-wrong', 'no-time']],
      ['colleague', []],
      ['principal', ['no-time']],
      ['lead', []],
      ['steward', ['data-wrong']],
      ['admin', []],
    ]);
    expect((await get(`/frontline-reports?cycleId=${cycleId}`, 'elsewhere')).status).toBe(403);
    expect((await get(`/frontline-reports?cycleId=${cycleId}`, 'stranger')).status).toBe(404);
    expect((await get('/frontline-reports', 'stranger')).body).toMatchObject({ items: [], summary: { total: null } });
  });

  test('is counted from ten on, in whole tens', async () => {
    const cycleId = await openCycle();
    const total = async (): Promise<unknown> => {
      const { body } = await get(`/frontline-reports?cycleId=${cycleId}`, 'lead');
      return (body.summary as { total: number | null }).total;
    };
    await Promise.all(Array.from({ length: 9 }, () => send({ cycleId, kind: 'burnout' })));
    expect(await total()).toBeNull();
    await send({ cycleId, kind: 'burnout' });
    await send({ cycleId, kind: 'burnout' });
    expect(await total()).toBe(10);
  });

  test('that is anonymous leaves nothing that tells who or when', async () => {
    const cycleId = await openCycle();
    const first = await send({ cycleId, anonymous: true, kind: 'misfit' }, 'teacher', 'a-random-key');
    const again = await send({ cycleId, anonymous: true, kind: 'misfit' }, 'teacher', 'a-random-key');
    expect(again.body).toEqual(first.body);
    const other = await send({ cycleId, anonymous: true, kind: 'idea' }, 'teacher', 'a-random-key');
    expect(other.body.code).toBe('idempotency/reused');
    const today = new Date().toISOString().slice(0, 10);
    expect(first.body).toMatchObject({ fromRole: 'staff', sentIn: isoWeekOf(today), anonymous: true });
    const kept = await Promise.all(
      feedbackCollections.map(async (each) => (await store.list(each, '', { limit: 1_000 })).items),
    );
    const own = kept
      .flat()
      .filter(({ id, body }) => id.includes(cycleId) || JSON.stringify(body).includes(String(first.body.id)));
    expect(own.length).toBeGreaterThan(0);
    expect(JSON.stringify(own)).not.toMatch(/the-teacher|"teacher"/);
    expect(JSON.stringify(own)).not.toContain(today);
    const told = await until('it is told', () => eventsOf(cycleId, 'report.sent')[0]);
    expect(JSON.stringify(told.data)).not.toContain(today);
    expect((await get(`/frontline-reports/${first.body.id}`, 'teacher')).status).toBe(403);
    expect((await get(`/frontline-reports/${first.body.id}`, 'lead')).body.text).toBe('the words of one person');
  });

  test.each([
    [{ schoolId: 's7' }, 422, 'report/invalid'],
    [{ schoolId: 's2' }, 403, 'scope/outside'],
    [{ text: 'x'.repeat(2_001) }, 422, 'body/invalid'],
    [{ kind: 'complaint' }, 422, 'body/invalid'],
  ])('is refused when it is wrong, case %#', async (wrong, status, code) => {
    const answer = await send({ cycleId: await openCycle(), ...wrong });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('a restatement', () => {
  test('says every report of the cycle again, and what was answered', async () => {
    const cycleId = await openCycle();
    const ids: unknown[] = [];
    for (let at = 0; at < 3; at += 1) ids.push((await send({ cycleId })).body.id);
    await post(`/frontline-reports/${ids[0]}/answer`, { text: 'x' }, 'principal');
    const stream = `${DISTRICT}/${cycleId}`;
    const data = {
      topic: 'feedback.reports',
      stream,
      requestedBy: 'reporting.reflect-cycle',
      reason: 'rebuild',
      restatementId: 'r1',
    };
    const asked = { topic: 'feedback.reports.requests', stream: `${stream}@interventions`, type: 'stream.requested' };
    await interventions.commit({ publish: [{ ...asked, data, correlationId: 'c' }] });
    const ended = await until('it is through', () => eventsOf(cycleId, 'restatement.ended')[0]);
    expect(ended.data).toMatchObject({ count: 3 });
    const again = said.filter(({ envelope }) => envelope.stream === stream && envelope.correlationId === 'c');
    expect(again.map(({ envelope }) => envelope.type).sort()).toEqual([
      ...['report.answered', 'report.sent', 'report.sent', 'report.sent', 'restatement.begun', 'restatement.ended'],
    ]);
    const keys = again
      .filter(({ envelope }) => envelope.type === 'report.sent')
      .map(({ data: each }) => (each as { reportId: string }).reportId);
    expect(keys).toEqual([...ids].sort());
    for (const { envelope, data: told } of said) {
      expect(eventDeclared(envelope.topic, envelope.type)?.schema.safeParse(told).error?.issues).toBeUndefined();
    }
  });
});

describe('a theme', () => {
  const THEME = {
    ...{ name: 'The bus', meaning: 'It leaves before tutoring ends', method: 'listening-session' },
    counts: [
      { group: 'family', said: 23 },
      { group: 'student', said: 14, contradicted: 12 },
      { group: 'staff', said: 4 },
      { group: 'community', said: 3 },
    ],
  };

  test('is published with who said what from the threshold on, and told so; below it nothing is kept', async () => {
    const cycleId = await openCycle();
    const few = await post('/themes', { ...THEME, cycleId, counts: [{ group: 'family', said: 9 }] }, 'lead');
    expect([few.status, few.body.code]).toEqual([409, 'theme/below-threshold']);
    const published = await post('/themes', { ...THEME, cycleId }, 'lead', 'theme-1');
    expect(published.status).toBe(201);
    expect(published.body).toMatchObject({
      ...{ sources: 40, threshold: 10 },
      counts: [{ said: 23 }, { said: 14, contradicted: 12 }, { said: null }, { said: null }],
    });
    expect((await post('/themes', { ...THEME, cycleId }, 'lead', 'theme-1')).body.id).toBe(published.body.id);
    const told = await until('it is told', () => eventsOf(cycleId, 'theme.published')[0]);
    expect(told.data).toEqual({ district: DISTRICT, theme: published.body });
    expect(eventsOf(cycleId, 'theme.published')).toHaveLength(1);
    expect((await get(`/themes?cycleId=${cycleId}`, 'steward')).body.items).toEqual([published.body]);
  });

  test('is for those who lead to publish, within their schools, of a cycle that there is', async () => {
    const cycleId = await openCycle();
    expect((await post('/themes', { ...THEME, cycleId }, 'teacher')).status).toBe(403);
    expect((await post('/themes', { ...THEME, cycleId }, 'elsewhere')).status).toBe(403);
    const never = await post('/themes', { ...THEME, cycleId: 'never' }, 'lead');
    expect([never.status, never.body.code]).toEqual([409, 'cycle/not-yet-known']);
    expect((await post('/themes', { ...THEME, cycleId, threshold: 4 }, 'lead')).status).toBe(422);
  });

  test('is said again on request', async () => {
    const cycleId = await openCycle();
    const { body } = await post('/themes', { ...THEME, cycleId }, 'lead');
    await until('it is told', () => eventsOf(cycleId, 'theme.published')[0]);
    const stream = `${DISTRICT}/${cycleId}`;
    const data = {
      ...{ topic: 'feedback.results', stream, reason: 'rebuild', restatementId: 'r2' },
      requestedBy: 'interventions.know-themes',
    };
    const asked = { topic: 'feedback.results.requests', stream: `${stream}@interventions`, type: 'stream.requested' };
    await interventions.commit({ publish: [{ ...asked, data, correlationId: 'again' }] });
    const ended = await until('it is through', () => eventsOf(cycleId, 'restatement.ended')[0]);
    expect(ended.data).toMatchObject({ count: 1 });
    const again = eventsOf(cycleId, 'theme.published').at(-1)!;
    expect([again.envelope.correlationId, again.data]).toEqual(['again', { district: DISTRICT, theme: body }]);
  });
});
