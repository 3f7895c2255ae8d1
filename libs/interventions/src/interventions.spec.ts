import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessRefused, type Principal, type Role } from '@evenground/auth';
import { type Clock, systemClock, systemRandom, wait } from '@evenground/config';
import { type LogEvent, eventDeclared } from '@evenground/contracts';
import { type DocumentStore, collection } from '@evenground/document-store';
import { type EmbeddedPlatform, openEmbedded } from '@evenground/embedded';
import { PositionWaiter } from '@evenground/event-log';
import { type ServiceApp, createServiceApp } from '@evenground/http';
import request from 'supertest';
import { cycleFacts, cycles, interventionsCollections, logEntries } from './collections.js';
import { type CycleFact, foldCycle } from './domain/cycle-facts.js';
import { InterventionsModule } from './interventions.module.js';
import { ReviewWhenDue } from './review-when-due/review-when-due.js';

const DISTRICT = 'northbay';
const PREFIX = '/api/interventions/v1';
const SCHOOLS = ['s1', 's2', 's3'];

const principal = (id: string, roles: Role[], more: Partial<Principal> = {}): Principal => ({
  ...{ id, roles, districts: [DISTRICT], schools: '*', clientScopes: ['deliver', 'read'], ...more },
});
const PEOPLE: Record<string, Principal> = {
  lead: principal('lead', ['equity-lead']),
  admin: principal('admin', ['district-administrator', 'data-steward']),
  principal: principal('principal', ['principal'], { schools: ['s1', 's2', 's3'] }),
  teacher: principal('teacher', ['teacher'], { schools: ['s1'] }),
  other: principal('other', ['teacher'], { schools: ['s1'] }),
  outsider: principal('outsider', ['principal'], { schools: ['s9'] }),
  stranger: principal('stranger', ['district-administrator', 'equity-lead'], { districts: ['elsewhere'] }),
  advocate: principal('advocate', ['advocate']),
};

/** Time that passes, from a day that the spec chooses. */
class ChosenClock implements Clock {
  private offsetMs = 0;
  readonly after = systemClock.after;
  nowMs(): number {
    return systemClock.nowMs() + this.offsetMs;
  }
  setTo(day: string): void {
    this.offsetMs = Date.parse(`${day}T12:00:00Z`) - systemClock.nowMs();
  }
}

const clock = new ChosenClock();
let directory: string;
let platform: EmbeddedPlatform;
let store: DocumentStore;
let ingestion: DocumentStore;
let diagnostics: DocumentStore;
let feedback: DocumentStore;
let service: ServiceApp;
const said: LogEvent[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  clock.setTo('2026-01-15');
  directory = mkdtempSync(join(tmpdir(), 'interventions-'));
  platform = await openEmbedded({ directory, clock, random: systemRandom });
  store = await platform.stores.open('interventions', interventionsCollections);
  const none = [collection('none')];
  [ingestion, diagnostics, feedback] = [
    await platform.stores.open('ingestion', none),
    await platform.stores.open('diagnostics', none),
    await platform.stores.open('feedback', none),
  ];
  await platform.log.watch({
    topics: ['interventions.cycles', 'interventions.rejections'],
    handle: (events) => void said.push(...events),
  });
  const positions = new PositionWaiter({ clock });
  const random = systemRandom;
  service = await createServiceApp({
    ...{ service: 'interventions', clock, random, positions },
    module: InterventionsModule.register({ store, clock, random, positions }),
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
const post = async (path: string, body: object = {}, who = 'lead', key?: string): Promise<Answer> => {
  const call = request(service.handle).post(`${PREFIX}${path}`).set('Authorization', `Bearer ${who}`);
  return (key === undefined ? call : call.set('Idempotency-Key', key)).send(body);
};
const get = async (path: string, who = 'lead'): Promise<Answer> =>
  request(service.handle).get(`${PREFIX}${path}`).set('Authorization', `Bearer ${who}`);

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

const eventsOf = (stream: string, type: string): LogEvent[] =>
  said.filter(({ envelope }) => envelope.stream === `${DISTRICT}/${stream}` && envelope.type === type);

let opened = 0;
const AREAS = ['access', 'discipline', 'graduation', 'achievement', 'attendance', 'belonging', 'resources', 'other'];
/** Opens a cycle at schools of its own, so that specs do not meet at the limits. */
async function openCycle(more: object = {}): Promise<{ id: string; schools: string[] }> {
  opened += 1;
  const schools = SCHOOLS.map((school) => `${school}-${opened}`);
  const answer = await post('/cycles', {
    title: 'Readers of English as a new language',
    ...{ level: 'school', schoolIds: schools, area: AREAS[opened % 8], schoolYear: '2025-26' },
    ...{ startedOn: '2026-01-05', reviewDueOn: '2026-06-15' },
    ...more,
  });
  expect(answer.status).toBe(201);
  return { id: String(answer.body.id), schools };
}

const STATEMENT = {
  ...{ district: DISTRICT, state: 'adopted', direction: 'increase', indicator: 'reading-proficient' },
  ...{ indicatorName: 'Reading', indicatorDirection: 'higher-is-better', kind: 'rate', scale: 6, per: 1 },
  ...{ group: { englishLearner: 'yes' }, reference: 'others', schoolIds: [], baseline: 0.3, baselinePeriod: '2024-25' },
  ...{ baselineN: 1412, referenceBaseline: 0.58, target: 0.5, deadline: '2028-06-30', alsoWatch: [], sentence: 'x' },
  ...{ warnings: [], statedAt: '2026-01-06T08:00:00.000Z', adoptedAt: '2026-01-06T09:00:00.000Z' },
};
const SUMS = { n: 1412, events: 424, sum: '424000000', sumOfSquares: '424000000000000' };

async function adopt(cycleId: string, more: object = {}): Promise<void> {
  const statement = { ...STATEMENT, id: `p-${cycleId}`, cycleId, frozen: { group: SUMS, reference: SUMS }, ...more };
  const event = {
    topic: 'diagnostics.problem-statements',
    stream: `${DISTRICT}/${cycleId}`,
    correlationId: 'adoption',
  };
  await diagnostics.commit({ publish: [{ ...event, type: 'problem-statement.adopted', data: { statement } }] });
}

const PLAN = {
  name: 'Tutoring in the school day',
  dosage: { unit: 'session', plannedPerPeriod: 3, period: 'week', startOn: '2026-01-12', endOn: '2026-06-12' },
  fidelityCriteria: [
    { id: 'small-group', component: 'at most three students', essential: true },
    { id: 'same-tutor', component: 'the same tutor', essential: false },
    { id: 'home-language', component: 'texts in the home language', essential: false },
  ],
};

/** A cycle that is implementing, with one intervention that runs. */
async function running(
  more: object = {},
  plan: object = {},
): Promise<{ cycle: string; intervention: string; schools: string[] }> {
  const { id, schools } = await openCycle(more);
  expect((await post(`/cycles/${id}/begin-diagnosis`)).status).toBe(200);
  await adopt(id);
  expect((await post(`/cycles/${id}/begin-design`)).status).toBe(200);
  const planned = await post(`/cycles/${id}/interventions`, { ...PLAN, schoolIds: schools, ...plan });
  expect(planned.status).toBe(201);
  const intervention = String(planned.body.id);
  expect((await post(`/cycles/${id}/begin-implementation`)).status).toBe(200);
  expect((await post(`/interventions/${intervention}/start`)).status).toBe(200);
  return { cycle: id, intervention, schools };
}

describe('a cycle', () => {
  test('goes from foundation to reflecting, each step with its event and one log entry', async () => {
    const { cycle, intervention, schools } = await running();
    const delivery = { deliveryId: 'd1', schoolId: schools[0], date: '2026-01-14', minutes: 30, quality: 3 };
    expect((await post(`/interventions/${intervention}/deliveries`, delivery, 'admin')).status).toBe(201);
    const early = await post(`/cycles/${cycle}/begin-reflection`);
    expect([early.status, early.body.code]).toEqual([409, 'review/too-early']);
    const begun = await post(`/cycles/${cycle}/begin-reflection`, { reason: 'the year was cut short' });
    expect([begun.status, begun.body.state]).toEqual([200, 'reflecting']);
    const types = await until('the events are told', () => {
      const found = said
        .filter(({ envelope }) => envelope.stream === `${DISTRICT}/${cycle}`)
        .map(({ envelope }) => envelope.type);
      return found.includes('reflection.begun') ? found : undefined;
    });
    expect(types).toEqual([
      ...['cycle.opened', 'diagnosis.begun', 'problem-statement.linked', 'design.begun', 'intervention.planned'],
      ...['implementation.begun', 'intervention.started', 'delivery.logged', 'reflection.begun'],
    ]);
    const log = await get(`/cycles/${cycle}/log?limit=200`);
    const items = log.body.items as { seq: number; kind: string; refs: string[] }[];
    expect(items.map(({ refs }) => refs[0])).toEqual(
      types.filter((type) => type !== 'delivery.logged').map((type) => `event:${type}`),
    );
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_item, at) => at + 1));
    expect((await get(`/cycles/${cycle}/log?verify=true`)).body).toEqual({ intact: true });
    const reasonTold = eventsOf(cycle, 'reflection.begun').some(({ data }) =>
      JSON.stringify(data).includes('cut short'),
    );
    expect(reasonTold).toBe(false);
  });

  test('N1: what the facts make is what is stored', async () => {
    const { cycle, intervention } = await running();
    await post(`/interventions/${intervention}/pause`, { reason: 'exams' });
    await post(`/cycles/${cycle}/pause`, { reason: 'a flood', resumeBy: '2026-02-01' });
    clock.setTo('2026-01-20');
    await post(`/cycles/${cycle}/resume`);
    await post(`/cycles/${cycle}/return-to-diagnosis`, { whatDidWeMiss: 'bus times', newEvidence: 'interviews' });
    clock.setTo('2026-01-15');
    const facts: CycleFact[] = [];
    const page = await store.list(cycleFacts, `${DISTRICT}/${cycle}/`, { limit: 100 });
    for (const { body } of page.items) facts.push(body.fact);
    const [stored] = await store.load(cycles, [`${DISTRICT}/${cycle}`]);
    expect(facts).toHaveLength(11);
    expect(foldCycle(facts)).toEqual(stored?.body);
    expect(stored?.body).toMatchObject({ state: 'diagnosing', pauses: [{ from: '2026-01-15', to: '2026-01-19' }] });
  });

  test('a step that the state does not list is refused with what it allows', async () => {
    const { id } = await openCycle();
    const answer = await post(`/cycles/${id}/begin-implementation`);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'cycle/wrong-state',
      state: 'foundation',
      allowed: ['begin-diagnosis', 'pause', 'close-early'],
    });
  });

  test('GET lists what the caller may do, with each guard that is missing', async () => {
    const { id } = await openCycle();
    await post(`/cycles/${id}/begin-diagnosis`);
    const asLead = (await get(`/cycles/${id}`)).body.allowed as { command: string; missing: { code: string }[] }[];
    expect(asLead.map(({ command, missing }) => [command, missing.map(({ code }) => code)])).toEqual([
      ['begin-design', ['problem/none-adopted']],
      ['pause', ['pause/no-return-date']],
    ]);
    const asTeacher = await get(`/cycles/${id}`, 'teacher');
    expect([asTeacher.status, asTeacher.body.code]).toEqual([403, 'scope/outside']);
    const asAdmin = (await get(`/cycles/${id}`, 'admin')).body.allowed as { command: string }[];
    expect(asAdmin.map(({ command }) => command)).toContain('close-early');
  });

  test('begin-design waits for the statement that it names, then says that it is not known', async () => {
    const { id } = await openCycle();
    await post(`/cycles/${id}/begin-diagnosis`);
    const late = await post(`/cycles/${id}/begin-design`, { problemStatementId: 'nowhere' });
    expect([late.status, late.body.code]).toEqual([409, 'problem-statement/not-yet-known']);
    const none = await post(`/cycles/${id}/begin-design`);
    expect([none.status, none.body.code]).toEqual([409, 'problem/none-adopted']);
    const waiting = post(`/cycles/${id}/begin-design`, { problemStatementId: `p-${id}` });
    await adopt(id);
    expect((await waiting).status).toBe(200);
  });

  test.each([
    ['2022-23', 'baseline/too-old'],
    ['2023-24', undefined],
    ['2023', 'baseline/too-old'],
    ['2024', undefined],
  ])('a baseline of %s is %s', async (baselinePeriod, code) => {
    const { id, schools } = await openCycle();
    await post(`/cycles/${id}/begin-diagnosis`);
    await adopt(id, { baselinePeriod });
    await post(`/cycles/${id}/begin-design`);
    const none = await post(`/cycles/${id}/begin-implementation`);
    expect(none.body.code).toBe('plan/not-adopted');
    await post(`/cycles/${id}/interventions`, { ...PLAN, schoolIds: schools });
    const answer = await post(`/cycles/${id}/begin-implementation`);
    expect(answer.body.code).toBe(code);
  });

  test('is opened once for an area and its schools, and three times at most for a school', async () => {
    const body = {
      title: 'x',
      level: 'school',
      schoolIds: ['q1', 'q2'],
      schoolYear: '2025-26',
      reviewDueOn: '2026-06-01',
    };
    expect((await post('/cycles', { ...body, area: 'access' })).status).toBe(201);
    const twin = await post('/cycles', { ...body, schoolIds: ['q2', 'q1'], area: 'access' });
    expect([twin.status, twin.body.code]).toEqual([409, 'cycle/already-open']);
    const both = await Promise.all(
      ['discipline', 'belonging', 'other'].map((area) => post('/cycles', { ...body, area })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('cycle/too-many-open');
    const [first] = both.filter(({ status }) => status === 201);
    const closed = await post(
      `/cycles/${first?.body.id}/close-early`,
      { closedReason: 'funding', lessons: ['ask first'] },
      'admin',
    );
    expect(closed.body).toMatchObject({ state: 'closed-early', closedReason: 'funding' });
    expect((await post('/cycles', { ...body, area: 'resources' })).status).toBe(201);
  });

  test('that says no dates starts today and is reviewed half a year later', async () => {
    const body = { title: 'x', level: 'school', schoolIds: ['least'], area: 'access' };
    expect((await post('/cycles', body)).body).toMatchObject({
      ...{ schoolYear: '2025-26', startedOn: '2026-01-15' },
      ...{ reviewDueOn: '2026-07-14', annualDueOn: '2027-01-15' },
    });
  });

  test('takes a command in the body as it takes it in the path', async () => {
    const { id } = await openCycle();
    expect((await post(`/cycles/${id}`, { command: 'begin-design' })).body.code).toBe('cycle/wrong-state');
    expect((await post(`/cycles/${id}`, { command: 'begin-diagnosis', expectedVersion: 7 })).body.code).toBe(
      'version/stale',
    );
    expect((await post(`/cycles/${id}`, { command: 'begin-diagnosis' })).body).toMatchObject({ state: 'diagnosing' });
    expect((await post(`/cycles/${id}`, { command: 'decree' })).status).toBe(422);
    expect((await post(`/cycles/${id}`, { command: 'pause' }, 'teacher')).status).toBe(403);
  });

  test('N15: its dates stand in order', async () => {
    const body = { title: 'x', level: 'district', area: 'graduation', schoolYear: '2025-26' };
    const dates = { startedOn: '2026-02-01', reviewDueOn: '2026-01-31' };
    const early = await post('/cycles', { ...body, ...dates });
    expect([early.status, early.body.code, early.body.field]).toEqual([422, 'cycle/invalid', 'reviewDueOn']);
    const annual = await post('/cycles', { ...body, reviewDueOn: '2026-06-01', annualDueOn: '2026-05-01' });
    expect([annual.status, annual.body.field]).toEqual([422, 'annualDueOn']);
  });

  test('N13: the same key with the same body is one event, with another body it is refused', async () => {
    const { id } = await openCycle();
    const first = await post(`/cycles/${id}/begin-diagnosis`, {}, 'lead', 'key-1');
    const again = await post(`/cycles/${id}/begin-diagnosis`, {}, 'lead', 'key-1');
    expect(again.status).toBe(first.status);
    expect(again.body).toEqual(first.body);
    await until('it is told', () => eventsOf(id, 'diagnosis.begun')[0]);
    expect(eventsOf(id, 'diagnosis.begun')).toHaveLength(1);
    const other = await post(`/cycles/${id}/begin-diagnosis`, { expectedVersion: 1 }, 'lead', 'key-1');
    expect([other.status, other.body.code]).toEqual([409, 'idempotency/reused']);
    const stale = await post(`/cycles/${id}/pause`, { reason: 'x', resumeBy: '2026-02-01', expectedVersion: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'version/stale']);
  });

  test('is no matter of other districts, and of other schools only by name', async () => {
    const { id } = await openCycle();
    for (const path of [`/cycles/${id}`, `/cycles/${id}/log`, `/cycles/${id}/log/head`]) {
      expect([(await get(path, 'stranger')).status, path]).toEqual([404, path]);
      expect([(await get(path, 'outsider')).status, path]).toEqual([403, path]);
    }
    expect((await post(`/cycles/${id}/begin-diagnosis`, {}, 'stranger')).body.code).toBe('cycle/unknown');
    expect((await post(`/cycles/${id}/begin-diagnosis`, {}, 'outsider')).body.code).toBe('scope/outside');
    expect((await post(`/cycles/${id}/begin-diagnosis`, {}, 'teacher')).body.code).toBe('role/not-allowed');
    const listed = (await get('/cycles?limit=200', 'outsider')).body.items as { schoolIds: string[] }[];
    expect(listed.every(({ schoolIds }) => schoolIds.length === 0 || schoolIds.includes('s9'))).toBe(true);
    expect((await get('/cycles', 'stranger')).body).toEqual({ items: [], next: null });
    expect((await get(`/cycles/${id}`, 'advocate')).status).toBe(404);
    expect((await get('/cycles', 'advocate')).body.items).toEqual([]);
  });

  test('pages through the cycles of a state', async () => {
    const ids = [(await openCycle()).id, (await openCycle()).id, (await openCycle()).id];
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: Answer = await get(
        `/cycles?state=foundation&limit=2${next === null ? '' : `&after=${encodeURIComponent(next)}`}`,
      );
      seen.push(...(page.body.items as { id: string }[]).map(({ id }) => id));
      next = page.body.next as string | null;
    } while (next !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
  });

  test('reflects by the clock when the review is due, once, and not while it is paused', async () => {
    const due = await running({ reviewDueOn: '2026-02-01' });
    const paused = await running({ reviewDueOn: '2026-02-01' });
    await post(`/cycles/${paused.cycle}/pause`, { reason: 'x', resumeBy: '2026-03-01' });
    const job = service.app.get(ReviewWhenDue);
    expect(await job.run()).toBe(0);
    clock.setTo('2026-02-01');
    expect(await job.run()).toBe(1);
    expect(await job.run()).toBe(0);
    clock.setTo('2026-01-15');
    expect((await get(`/cycles/${due.cycle}`)).body.state).toBe('reflecting');
    expect((await get(`/cycles/${paused.cycle}`)).body.state).toBe('paused');
    const told = await until('it is told', () => eventsOf(due.cycle, 'reflection.begun')[0]);
    expect(told.data).toMatchObject({ reason: 'automatic' });
  });
});

describe('an intervention', () => {
  test('keeps the id that a file may name, once in the district', async () => {
    const { cycle, schools } = await running({}, { id: 'tutoring-2026' });
    const twin = await post(`/cycles/${cycle}/interventions`, { ...PLAN, id: 'tutoring-2026', schoolIds: schools });
    expect([twin.status, twin.body.code]).toEqual([409, 'intervention/exists']);
    expect((await get('/interventions/tutoring-2026')).body).toMatchObject({
      state: 'running',
      startedOn: '2026-01-12',
    });
    expect((await get('/interventions/tutoring-2026', 'stranger')).status).toBe(404);
  });

  test.each([
    [{ fidelityCriteria: PLAN.fidelityCriteria.slice(0, 2) }, 'plan/no-core'],
    [{ fidelityCriteria: PLAN.fidelityCriteria.map((each) => ({ ...each, essential: false })) }, 'plan/no-core'],
    [{ schoolIds: ['elsewhere'] }, 'intervention/invalid'],
    [{ comparison: 'none', comparisonSchoolIds: ['c1'] }, 'intervention/invalid'],
    [{ dosage: { ...PLAN.dosage, endOn: '2026-01-01' } }, 'intervention/invalid'],
  ])('is refused when its plan is wrong, case %#', async (wrong, code) => {
    const { cycle, schools } = await running();
    const answer = await post(`/cycles/${cycle}/interventions`, { ...PLAN, schoolIds: schools, ...wrong });
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });

  test('says how its parts are seen and what they weigh; a part is not essential unless it says so', async () => {
    const { cycle, schools } = await running();
    const [first, second] = PLAN.fidelityCriteria;
    const light = { id: 'length', component: 'thirty minutes' };
    const fidelityCriteria = [first, second, { ...light, how: 'log', weight: 3 }];
    const planned = await post(`/cycles/${cycle}/interventions`, { ...PLAN, schoolIds: schools, fidelityCriteria });
    expect(planned.body.fidelityCriteria).toEqual([
      first,
      second,
      { ...light, how: 'log', weight: 3, essential: false },
    ]);
  });

  test('starts only while the cycle is implementing', async () => {
    const { id, schools } = await openCycle();
    const early = await post(`/cycles/${id}/interventions`, { ...PLAN, schoolIds: schools });
    expect(early.body.code).toBe('cycle/wrong-state');
    await post(`/cycles/${id}/begin-diagnosis`);
    await adopt(id);
    await post(`/cycles/${id}/begin-design`);
    const planned = await post(`/cycles/${id}/interventions`, { ...PLAN, schoolIds: schools });
    expect((await post(`/interventions/${planned.body.id}/start`)).body.code).toBe('cycle/wrong-state');
  });
});

describe('deliveries', () => {
  test('the same id replaces, an extra is reach, withdrawing retracts', async () => {
    const { intervention, schools, cycle } = await running();
    const path = `/interventions/${intervention}/deliveries`;
    const [s1] = schools;
    const rows = [
      { deliveryId: 'a', schoolId: s1, date: '2026-01-13', minutes: '30.5', quality: 4 },
      { deliveryId: 'b', schoolId: s1, date: '2026-01-14', minutes: 29.5 },
      { deliveryId: 'c', schoolId: s1, date: '2026-01-14', planned: false, minutes: 10 },
    ];
    const first = await post(path, rows, 'admin');
    expect(first.body.results).toEqual(['a', 'b', 'c'].map((deliveryId) => ({ deliveryId, status: 'logged' })));
    expect(first.body.delivered).toEqual([
      {
        ...{
          schoolId: s1,
          planned: 2,
          plannedMinutes: '60',
          extra: 1,
          extraMinutes: '10',
          qualitySum: 4,
          qualityCount: 1,
        },
        ...{ studentsReached: 0, lastOn: '2026-01-14' },
      },
    ]);
    const again = await post(path, { deliveries: rows }, 'admin');
    expect(again.body.results).toEqual(['a', 'b', 'c'].map((deliveryId) => ({ deliveryId, status: 'unchanged' })));
    const replaced = await post(path, { ...rows[0], date: '2026-01-12', minutes: 20 }, 'admin');
    expect(replaced.body.delivered).toMatchObject([{ planned: 2, plannedMinutes: '49.5', qualitySum: 4 }]);
    const withdrawn = await post(`${path}/b/withdraw`, {}, 'admin');
    expect(withdrawn.body.delivered).toMatchObject([{ planned: 1, plannedMinutes: '20', lastOn: '2026-01-14' }]);
    expect((await post(`${path}/zz/withdraw`, {}, 'admin')).status).toBe(404);
    const told = await until('all is told', () => eventsOf(cycle, 'delivery.logged')[3]);
    expect(told.data).toMatchObject({ withdrawn: 1, delivered: withdrawn.body.delivered });
    const listed = await get(path, 'admin');
    expect((listed.body.items as { deliveryId: string }[]).map(({ deliveryId }) => deliveryId).sort()).toEqual([
      'a',
      'c',
    ]);
  });

  test('may say the intervention as in a file, only not another', async () => {
    const { intervention, schools } = await running();
    const row = { deliveryId: 'x', schoolId: schools[0], date: '2026-01-14' };
    const path = `/interventions/${intervention}/deliveries`;
    expect((await post(path, { ...row, interventionId: intervention }, 'admin')).status).toBe(201);
    const other = await post(path, [row, { ...row, deliveryId: 'y', interventionId: 'another' }], 'admin');
    expect([other.status, other.body.field]).toEqual([422, 'deliveries[1].interventionId']);
    const check = {
      schoolId: schools[0],
      on: '2026-01-14',
      method: 'log',
      items: [{ criterionId: 'same-tutor', met: 'yes' }],
    };
    const checks = `/interventions/${intervention}/fidelity-checks`;
    expect((await post(checks, { ...check, interventionId: intervention })).body).toMatchObject({
      interventionId: intervention,
    });
    expect((await post(checks, { ...check, interventionId: 'another' })).status).toBe(422);
  });

  test('each rule has its code, alone as a problem and in a list as a row', async () => {
    const { intervention, schools } = await running();
    const path = `/interventions/${intervention}/deliveries`;
    const row = { deliveryId: 'x', schoolId: schools[0], date: '2026-01-14' };
    const wrong = [
      [{ date: '2026-01-16' }, 'delivery/in-the-future'],
      [{ date: '2026-01-11' }, 'delivery/before-start'],
      [{ schoolId: 's77' }, 'delivery/other-school'],
    ] as const;
    for (const [part, code] of wrong) {
      const answer = await post(path, { ...row, ...part }, 'admin');
      expect([answer.status, answer.body.code]).toEqual([409, code]);
    }
    const listed = await post(
      path,
      [row, ...wrong.map(([part], at) => ({ ...row, ...part, deliveryId: `w${at}` }))],
      'admin',
    );
    expect((listed.body.results as { status: string; code?: string }[]).map(({ code }) => code)).toEqual([
      undefined,
      ...wrong.map(([, code]) => code),
    ]);
    const student = await post(path, { ...row, studentId: 'jane' }, 'admin');
    expect([student.status, student.body.field]).toEqual([422, 'deliveries[0].studentId']);
    expect(student.body.wouldBeRight).toContain('POST /api/ingestion/v1/records');
    expect((await post('/interventions/nowhere/deliveries', row, 'admin')).body.code).toBe('intervention/unknown');
  });

  test('what is dated while it ran is taken later, what is dated after the end is not', async () => {
    const { intervention, schools } = await running();
    const path = `/interventions/${intervention}/deliveries`;
    const row = { deliveryId: 'x', schoolId: schools[0], date: '2026-01-14' };
    await post(`/interventions/${intervention}/pause`, { reason: 'exams' });
    expect((await post(path, { ...row, date: '2026-01-15' }, 'admin')).body.code).toBe('delivery/not-running');
    expect((await post(path, row, 'admin')).status).toBe(201);
    clock.setTo('2026-01-19');
    await post(`/interventions/${intervention}/resume`);
    expect((await post(path, { ...row, deliveryId: 'y', date: '2026-01-18' }, 'admin')).body.code).toBe(
      'delivery/not-running',
    );
    expect((await post(path, { ...row, deliveryId: 'y', date: '2026-01-19' }, 'admin')).status).toBe(201);
    clock.setTo('2026-01-20');
    await post(`/interventions/${intervention}/end`, { reason: 'done' });
    expect((await post(path, { ...row, deliveryId: 'z', date: '2026-01-20' }, 'admin')).body.code).toBe(
      'delivery/not-running',
    );
    expect((await post(path, { ...row, deliveryId: 'z', date: '2026-01-19' }, 'admin')).status).toBe(201);
    clock.setTo('2026-01-15');
  });

  test('teachers log at their own school and touch only what they logged themselves', async () => {
    const { intervention, schools } = await running();
    const path = `/interventions/${intervention}/deliveries`;
    PEOPLE.teacher = { ...principal('teacher', ['teacher'], { schools: [schools[0] ?? ''] }) };
    PEOPLE.other = { ...principal('other', ['teacher'], { schools: [schools[0] ?? ''] }) };
    const row = { deliveryId: 'mine', schoolId: schools[0], date: '2026-01-14' };
    expect((await post(path, row, 'teacher')).status).toBe(201);
    expect((await post(path, { ...row, schoolId: schools[1] }, 'teacher')).status).toBe(403);
    expect((await post(path, { ...row, quality: 2 }, 'other')).body.code).toBe('scope/outside');
    expect((await get(path, 'other')).body.items).toEqual([]);
    expect((await get(path, 'teacher')).body.items).toHaveLength(1);
    expect((await post(path, row, 'lead')).body.code).toBe('role/not-allowed');
  });

  const block = async (interventionId: string, rows: object[], uploadId = 'u1'): Promise<void> => {
    const data = { district: DISTRICT, uploadId, uploadSequence: 1, interventionId, rows };
    const stream = `${DISTRICT}/${interventionId}`;
    const publish = [
      { topic: 'ingestion.deliveries', stream, type: 'deliveries.accepted', data, correlationId: uploadId },
    ];
    await ingestion.commit({ publish });
  };
  const ingested = (deliveryId: string, schoolId: string | undefined, more: object = {}): object => ({
    ...{ deliveryId, outcome: 'accepted', line: 2 },
    content: { schoolId, date: '2026-01-14', student: `k-${deliveryId}`, ...more },
  });

  test('that came as records are taken in, refused ones rejected in the same step', async () => {
    const { intervention, schools, cycle } = await running();
    const rows = [
      ingested('a', schools[0]),
      ingested('b', schools[0], { student: 'k-a', minutes: '45' }),
      ingested('c', 'elsewhere'),
      ingested('d', schools[1], { date: '2026-02-14' }),
    ];
    await block(intervention, rows, `u-${cycle}`);
    const told = await until('it is told', () => eventsOf(cycle, 'delivery.logged')[0]);
    expect(told.data).toMatchObject({
      ...{ logged: 2, refused: 2, delivered: [{ schoolId: schools[0], planned: 2, studentsReached: 1 }] },
      includes: [{ topic: 'ingestion.deliveries', stream: `${DISTRICT}/${intervention}`, sequence: 1 }],
    });
    const rejected = await until('the rejection is told', () =>
      said.find(({ data }) => (data as { uploadId?: string }).uploadId === `u-${cycle}`),
    );
    expect(rejected.envelope).toMatchObject({
      type: 'delivery.rejected',
      stream: DISTRICT,
      correlationId: `u-${cycle}`,
    });
    expect((rejected.data as { rejections: { code: string }[] }).rejections.map(({ code }) => code)).toEqual([
      'delivery/other-school',
      'delivery/in-the-future',
    ]);
    await block(intervention, [{ deliveryId: 'a', outcome: 'withdrawn', line: 9 }]);
    const after = await until('the withdrawal is told', () => eventsOf(cycle, 'delivery.logged')[1]);
    expect(after.data).toMatchObject({
      withdrawn: 1,
      delivered: [{ planned: 1, plannedMinutes: '45' }],
      includes: [{ sequence: 2 }],
    });
  });

  test('of an unknown intervention are rejected', async () => {
    await block('no-such-thing', [ingested('a', 's1')], 'u-unknown');
    const rejected = await until('it is told', () =>
      said.find(({ data }) => (data as { uploadId?: string }).uploadId === 'u-unknown'),
    );
    expect(rejected.data).toMatchObject({ rejections: [{ deliveryId: 'a', line: 2, code: 'intervention/unknown' }] });
  });

  test('lose an erased student and keep their count', async () => {
    const { intervention, schools, cycle } = await running();
    await block(intervention, [
      ingested('a', schools[0], { student: 'k1' }),
      ingested('b', schools[0], { student: 'k2' }),
    ]);
    const data = {
      district: DISTRICT,
      interventionId: intervention,
      erasureId: 'e1',
      deliveryIds: ['a', 'unheard-of'],
    };
    const stream = `${DISTRICT}/${intervention}`;
    await ingestion.commit({
      publish: [{ topic: 'ingestion.deliveries', stream, type: 'delivery-student.erased', data, correlationId: 'e1' }],
    });
    const told = await until('both are told', () =>
      eventsOf(cycle, 'delivery.logged').find(
        ({ data: at }) => (at as { includes: { sequence: number }[] }).includes[0]?.sequence === 2,
      ),
    );
    expect(told.data).toMatchObject({ delivered: [{ planned: 2, studentsReached: 1 }] });
    const kept = await store.list(
      interventionsCollections.find(({ name }) => name === 'delivery-parts')!,
      `${DISTRICT}/${intervention}/`,
      { limit: 10 },
    );
    expect(JSON.stringify(kept.items)).not.toContain('k1');
    expect(JSON.stringify(kept.items)).toContain('k2');
  });

  test('golden example: 31 of 36 sessions for each of 960 students in 12 schools, in blocks of 500', async () => {
    const names = Array.from({ length: 12 }, (_none, at) => `g${at}`);
    const { intervention, cycle } = await running({ schoolIds: names }, { schoolIds: names });
    const all = names.flatMap((school) =>
      Array.from({ length: 80 * 31 }, (_none, at) => {
        const [student, session] = [Math.floor(at / 31), at % 31];
        const date = new Date(Date.UTC(2026, 0, 12 + (session % 4))).toISOString().slice(0, 10);
        return ingested(`${school}-${student}-${session}`, school, {
          date,
          student: `${school}-${student}`,
          minutes: '30',
        });
      }),
    );
    for (let at = 0; at < all.length; at += 500) await block(intervention, all.slice(at, at + 500), 'golden');
    const blocks = Math.ceil(all.length / 500);
    const told = await until('all blocks are included', () =>
      eventsOf(cycle, 'delivery.logged').find(
        ({ data }) => (data as { includes: { sequence: number }[] }).includes[0]?.sequence === blocks,
      ),
    );
    const { delivered } = told.data as {
      delivered: { planned: number; plannedMinutes: string; studentsReached: number }[];
    };
    expect(delivered).toHaveLength(12);
    for (const school of delivered) {
      expect(school).toMatchObject({
        planned: 80 * 31,
        plannedMinutes: String(80 * 31 * 30),
        studentsReached: 80,
        extra: 0,
      });
    }
    const sessions = delivered.reduce((sum, { planned }) => sum + planned, 0);
    expect(sessions / (960 * 36)).toBeCloseTo(0.861, 3);
  });
});

describe('fidelity checks', () => {
  test('are kept, listed and told with the whole window', async () => {
    const { intervention, schools, cycle } = await running(
      {},
      { comparison: 'matched-schools', comparisonSchoolIds: ['c1'] },
    );
    const path = `/interventions/${intervention}/fidelity-checks`;
    const items = [
      { criterionId: 'small-group', met: 'yes' },
      { criterionId: 'home-language', met: 'notSeen' },
    ];
    const check = {
      schoolId: schools[0],
      on: '2026-01-14',
      method: 'observation',
      items,
      quality: 3.1,
      engagement: 0.88,
    };
    const differs = [{ component: 'pace', how: 'a quiet word of one person', reason: 'time' }];
    const kept = await post(path, { ...check, id: 'f1', differs });
    expect([kept.status, kept.body.observerRole]).toEqual([201, 'equity-lead']);
    expect((await post(path, { ...check, id: 'f2', schoolId: 'c1' })).status).toBe(201);
    await post(path, { ...check, id: 'f1', quality: 2 });
    const told = await until('all are told', () => eventsOf(cycle, 'fidelity.checked')[2]);
    const { checks } = told.data as { checks: { id: string; quality: number }[] };
    expect(checks.map(({ id, quality }) => [id, quality])).toEqual([
      ['f1', 2],
      ['f2', 3.1],
    ]);
    expect(JSON.stringify(said)).not.toContain('a quiet word');
    expect((await get(path)).body.items).toHaveLength(2);
    for (const [wrong, status, code] of [
      [{ on: '2026-01-16' }, 409, 'fidelity-check/in-the-future'],
      [{ on: '2026-01-11' }, 409, 'fidelity-check/before-start'],
      [{ schoolId: 's77' }, 409, 'fidelity-check/other-school'],
      [{ items: [{ criterionId: 'else', met: 'yes' }] }, 422, 'fidelity-check/invalid'],
    ] as const) {
      const answer = await post(path, { ...check, ...wrong });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });
});

describe('the decision log', () => {
  test('takes notes in a final state, and N9: a changed entry is found at its seq', async () => {
    const { id } = await openCycle();
    await post(`/cycles/${id}/close-early`, { closedReason: 'merged', lessons: ['start smaller'] }, 'admin');
    const note = await post(`/cycles/${id}/log`, { kind: 'dissent', text: 'I would have gone on' });
    expect([note.status, note.body.seq]).toEqual([201, 4]);
    const wrong = await post(`/cycles/${id}/log`, { kind: 'note', text: 'x', corrects: 9 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'log-entry/invalid']);
    const head = await get(`/cycles/${id}/log/head`);
    expect(head.body).toEqual({ seq: 4, hash: note.body.hash });
    expect((await get(`/cycles/${id}/log?verify=true`)).body).toEqual({ intact: true });
    const entryId = `${DISTRICT}/${id}/00000003`;
    const [entry] = await store.load(logEntries, [entryId]);
    const { text: _erased, ...rest } = entry!.body;
    await store.commit({ writes: [{ collection: logEntries, id: entryId, expected: 'any', body: rest }] });
    expect((await get(`/cycles/${id}/log?verify=true`)).body).toEqual({ intact: true });
    await store.commit({
      writes: [{ collection: logEntries, id: entryId, expected: 'any', body: { ...rest, kind: 'note' } }],
    });
    expect((await get(`/cycles/${id}/log?verify=true`)).body).toEqual({ intact: false, brokenAt: 3 });
    await store.commit({
      writes: [
        { collection: logEntries, id: entryId, expected: 'any', body: rest },
        { collection: logEntries, id: `${DISTRICT}/${id}/00000004`, expected: 'any', body: null },
      ],
    });
    expect((await get(`/cycles/${id}/log?verify=true`)).body).toEqual({ intact: false, brokenAt: 4 });
  });

  test('notes a frontline report once, by its kind alone', async () => {
    const { id } = await openCycle();
    const report = {
      district: DISTRICT,
      cycleId: id,
      reportId: 'r1',
      kind: 'no-time',
      severity: 'hinders',
      anonymous: false,
      sentIn: '2026-01-15',
    };
    const event = { topic: 'feedback.reports', stream: `${DISTRICT}/${id}`, correlationId: 'c' };
    const answered = { district: DISTRICT, cycleId: id, reportId: 'r1', answeredOn: '2026-01-15' };
    await feedback.commit({
      publish: [
        { ...event, type: 'report.sent', data: report },
        { ...event, type: 'report.sent', data: report },
        { ...event, type: 'report.answered', data: answered },
      ],
    });
    const items = await until('both are noted', async () => {
      const found = (await get(`/cycles/${id}/log`)).body.items as { text: string; refs: string[]; kind: string }[];
      return found.some(({ text }) => text === 'frontline report answered') ? found : undefined;
    });
    expect(items.slice(1).map(({ kind, text, refs }) => [kind, text, refs])).toEqual([
      ['note', 'frontline report: no-time, hinders', ['r1']],
      ['note', 'frontline report answered', ['r1']],
    ]);
  });
});

describe('a restatement', () => {
  test('says a cycle again, whole, between its markers, once', async () => {
    const { cycle, intervention, schools } = await running();
    await post(
      `/interventions/${intervention}/deliveries`,
      { deliveryId: 'x', schoolId: schools[0], date: '2026-01-14' },
      'admin',
    );
    const stream = `${DISTRICT}/${cycle}`;
    const data = {
      topic: 'interventions.cycles',
      stream,
      requestedBy: 'reporting.reflect-cycle',
      reason: 'rebuild',
      restatementId: `r-${cycle}`,
    };
    const asked = {
      topic: 'interventions.cycles.requests',
      stream: `${stream}@feedback`,
      type: 'stream.requested',
      data,
      correlationId: 'c',
    };
    await feedback.commit({ publish: [asked, asked] });
    const name = { topic: 'interventions.cycles.requests', stream: `${stream}@feedback` };
    await until('both requests are handled', async () => {
      const handled = await store.handled('interventions.restate', [name]);
      return [...handled.values()].includes(2) ? true : undefined;
    });
    await until('it is told', () => eventsOf(cycle, 'restatement.ended')[0]);
    const [restated] = eventsOf(cycle, 'cycle.restated');
    const summary = (await until('it is told', () => eventsOf(cycle, 'intervention.started')[0])).data as {
      cycle: object;
    };
    expect(restated?.data).toMatchObject({
      cycle: summary.cycle,
      deliveries: [{ interventionId: intervention, delivered: [{ schoolId: schools[0], planned: 1 }] }],
      checks: [{ interventionId: intervention, checks: [] }],
    });
    for (const { envelope, data: told } of said) {
      const declared = eventDeclared(envelope.topic, envelope.type);
      expect(declared?.schema.safeParse(told).error?.issues).toBeUndefined();
    }
    expect(eventsOf(cycle, 'cycle.restated')).toHaveLength(1);
  });
});

describe('a diagnosis', () => {
  const BUS = { because: 'The bus leaves before tutoring ends', rootLevel: 'access', whys: ['Nobody asked families'] };
  const NUMBERS = { kind: 'quantitative', source: 'gap', ref: '/gaps?indicator=chronic-absence', stance: 'supports' };
  const theme = (cycleId: string) => ({
    ...{
      id: 't1',
      cycleId,
      name: 'The bus',
      meaning: 'It leaves too early',
      method: 'listening-session',
      by: 'audience',
    },
    ...{ threshold: 10, sources: 40, contradicting: 0, publishedOn: '2026-01-20' },
    counts: [
      { group: 'family', said: 23, contradicted: null },
      { group: 'staff', said: null, contradicted: null },
    ],
  });
  const publishTheme = (cycleId: string) =>
    feedback.commit({
      publish: [
        {
          ...{ topic: 'feedback.results', stream: `${DISTRICT}/${cycleId}`, type: 'theme.published' },
          ...{ data: { district: DISTRICT, theme: theme(cycleId) }, correlationId: 'theme' },
        },
      ],
    });
  type Diagnosis = { hypotheses: { id: string; state: string; for: { id: string }[] }[] } & Record<string, unknown>;
  const diagnosisOf = async (cycleId: string) =>
    (await get(`/cycles/${cycleId}/diagnosis`)).body as unknown as Diagnosis;

  test('holds explanations with what speaks for and against, themes by group, and concludes by its rules', async () => {
    const { id } = await openCycle();
    expect((await post(`/cycles/${id}/hypotheses`, BUS)).body.code).toBe('cycle/wrong-state');
    await post(`/cycles/${id}/begin-diagnosis`);
    const proposed = (await post(`/cycles/${id}/hypotheses`, BUS)).body as unknown as Diagnosis;
    const hypothesis = proposed.hypotheses[0]!.id;
    const path = `/cycles/${id}/hypotheses/${hypothesis}`;
    expect((await post(`${path}/evidence`, NUMBERS)).status).toBe(201);
    const alone = await post(`${path}/support`);
    expect([alone.status, alone.body.code]).toEqual([409, 'hypothesis/one-kind-only']);
    const heard = { ...NUMBERS, kind: 'qualitative', source: 'theme', ref: 't1' };
    const unknown = await post(`${path}/evidence`, heard);
    expect([unknown.status, unknown.body.code]).toEqual([409, 'theme/not-yet-known']);
    await publishTheme(id);
    expect((await post(`${path}/evidence`, heard)).status).toBe(201);
    const supported = await post(`${path}/support`);
    expect(supported.status).toBe(200);
    expect(supported.body).toMatchObject({
      hypotheses: [{ state: 'supported', for: [NUMBERS, heard], against: [], warnings: ['hypothesis/surface-only'] }],
      themes: [{ id: 't1', hypothesisIds: [hypothesis], counts: [{ group: 'family', said: 23 }, { said: null }] }],
      whatDidWeMiss: { unheardThemes: [] },
    });
    const events = await until('they are told', () => eventsOf(id, 'hypothesis.supported')[0]);
    expect(JSON.stringify(events.data)).not.toContain('bus');
    expect(eventsOf(id, 'hypothesis.examined')).toHaveLength(2);
    expect((await get(`/cycles/${id}/log?verify=true`)).body).toEqual({ intact: true });
  }, 15_000);

  test('asks what was missed: false and untested assumptions, fallen explanations, themes that nobody names', async () => {
    const { id } = await openCycle();
    await post(`/cycles/${id}/begin-diagnosis`);
    await publishTheme(id);
    const { hypotheses } = (await post(`/cycles/${id}/hypotheses`, BUS)).body as unknown as Diagnosis;
    const hypothesis = hypotheses[0]!.id;
    await post(`/cycles/${id}/hypotheses/${hypothesis}/evidence`, { ...NUMBERS, stance: 'contradicts' });
    await post(`/cycles/${id}/hypotheses/${hypothesis}/reject`, { reason: 'Those who ride stay away as often' });
    const note = { text: 'Families have a phone', source: 'hypothesis', hypothesisId: hypothesis, test: 'Ask ten' };
    const today = '2026-01-15';
    const noted = await post(`/cycles/${id}/assumptions`, { ...note, testBy: today });
    const [first] = (noted.body as unknown as { assumptions: { id: string; isOverdue: boolean }[] }).assumptions;
    expect(first).toMatchObject({ state: 'untested', isOverdue: true });
    const second = await post(`/cycles/${id}/assumptions`, { ...note, testBy: '2026-04-01' });
    const { id: later } = (second.body as unknown as { assumptions: { id: string }[] }).assumptions[1]!;
    await post(`/cycles/${id}/assumptions/${later}/test`, { state: 'false', evidence: 'Four of ten had one' });
    await until('the theme is known', async () => ((await diagnosisOf(id)).themes as unknown[])[0]);
    expect(await diagnosisOf(id)).toMatchObject({
      whatDidWeMiss: {
        ...{ falseAssumptions: [later], untestedAssumptions: [first!.id] },
        ...{ rejectedHypotheses: [hypothesis], unheardThemes: ['t1'] },
      },
    });
    const failed = await until('it is told', () => eventsOf(id, 'assumption.failed')[0]);
    expect(failed.data).toMatchObject({ cycle: { evidence: { assumptionFailed: true, hypothesisRejected: true } } });
    const fromTheFacts = foldCycle(
      (await store.list(cycleFacts, `${DISTRICT}/${id}/`, { limit: 100 })).items.map(
        ({ body }) => body.fact as CycleFact,
      ),
    );
    expect(fromTheFacts).toEqual((await store.load(cycles, [`${DISTRICT}/${id}`]))[0]?.body);
  });

  test('is written by those who lead within their schools, and read by nobody outside', async () => {
    const { id } = await openCycle();
    await post(`/cycles/${id}/begin-diagnosis`);
    expect((await post(`/cycles/${id}/hypotheses`, BUS, 'teacher')).status).toBe(403);
    expect((await post(`/cycles/${id}/hypotheses`, BUS, 'outsider')).status).toBe(403);
    expect((await get(`/cycles/${id}/diagnosis`, 'stranger')).status).toBe(404);
    expect((await get(`/cycles/${id}/diagnosis`, 'advocate')).status).toBe(404);
    expect((await post(`/cycles/${id}/hypotheses/none/support`)).body.code).toBe('hypothesis/unknown');
    expect((await post(`/cycles/${id}/hypotheses/none/celebrate`)).status).toBeGreaterThanOrEqual(400);
    const first = await post(`/cycles/${id}/hypotheses`, BUS, 'lead', 'h-1');
    expect((await post(`/cycles/${id}/hypotheses`, BUS, 'lead', 'h-1')).body).toEqual(first.body);
  });
});
