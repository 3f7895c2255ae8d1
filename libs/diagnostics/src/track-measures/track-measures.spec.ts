import { parse } from 'csv-parse/sync';
import request from 'supertest';
import type { App } from 'supertest/types.js';
import { systemClock, systemRandom } from '@evenground/config';
import { isRefusal, type CycleSummary, type MeasuresMeasured, type ProblemStatementPost } from '@evenground/contracts';
import { DiagnosticsRooms } from '../diagnostics-rooms.js';
import { DISTRICT, OneDistrict, type Row } from '../one-district.suite.js';
import { hasEnded } from './period-ended.js';
import { publishedMeasures } from './collections.js';
import { TrackMeasures } from './track-measures.js';

const CYCLE: CycleSummary = {
  ...{ id: 'c1', district: DISTRICT, title: 'Days', level: 'district', schoolIds: [], area: 'attendance' },
  ...{
    schoolYear: '2025-26',
    state: 'diagnosing',
    leadIds: [],
    startedOn: '2025-08-01',
    reviewDueOn: '2026-06-01',
    annualDueOn: '2026-08-01',
  },
  interventions: [],
  pauses: [],
};
const deadline = new Date(Date.now() + 700 * 86_400_000).toISOString().slice(0, 10);

function pupils(year: string): { students: Row[]; attendance: Row[] } {
  const students = Array.from({ length: 80 }, (_, index): Row => ({
    ...{ student: `${index % 3}.0.s${index}`, schoolYear: year, schoolId: 'A', englishLearner: index < 40 },
  }));
  const attendance = students.map(({ student }, index) => ({
    ...{ student, schoolYear: year, daysEnrolled: '180', daysAbsent: index < 24 ? '40' : '2' },
  }));
  return { students, attendance };
}

const statement: ProblemStatementPost = {
  ...{ cycleId: 'c1', indicator: 'chronic-absence', group: { englishLearner: 'true' }, reference: 'others' },
  ...{ baseline: 0.6, baselinePeriod: '2024-25', target: 0.4, deadline, alsoWatch: [] },
};

describe('problem statements and what they track', () => {
  let district: OneDistrict;
  beforeEach(async () => {
    district = await OneDistrict.open();
    const { students, attendance } = pupils('2024-25');
    await district.rows('students', students);
    await district.rows('attendance', attendance);
    await district.publish('interventions.cycles', `${DISTRICT}/c1`, 'cycle.opened', {
      district: DISTRICT,
      cycleId: 'c1',
      cycle: CYCLE,
    });
    await district.settled();
  });
  afterEach(() => district.close());

  const state = (change: Partial<ProblemStatementPost>) =>
    district.rooms.stateProblem.state(
      DISTRICT,
      { ...statement, ...change },
      'c',
      () => undefined,
      () => [],
    );

  it('are stated in one sentence, with the sums frozen', async () => {
    const stated = await state({});
    if (isRefusal(stated)) throw new Error(JSON.stringify(stated));
    expect(stated.statement).toMatchObject({
      ...{ state: 'valid', direction: 'decrease', group: { englishLearner: 'yes' }, baseline: 0.6, baselineN: 40 },
      frozen: { group: { n: 40, events: 24 }, reference: { n: 40, events: 0 } },
      sentence: `Decrease chronic absence for englishLearner: yes in the district from 60 % (2024-25) to 40 % by ${deadline}, while all others stand at 0 %.`,
    });
  });

  it('are a table for who asks for one', async () => {
    const stated = await state({});
    if (isRefusal(stated)) throw new Error(JSON.stringify(stated));
    const server = (await district.http()).app.getHttpServer() as App;
    const { text } = await request(server)
      .get('/api/diagnostics/v1/problem-statements')
      .set('Authorization', 'Bearer data-steward')
      .set('Accept', 'text/csv')
      .expect(200)
      .expect('Content-Type', /^text\/csv/);
    const [shown, ...others] = parse<Record<string, string>>(text, { columns: true, bom: true });
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      ...{ id: stated.statement.id, cycleId: 'c1', state: 'valid', indicator: 'chronic-absence' },
      ...{ group: '{"englishLearner":"yes"}', reference: 'others', baseline: '0.6', baselineN: '40', target: '0.4' },
      ...{ deadline, sentence: stated.statement.sentence },
    });
  });

  it.each([
    ['V1', { indicator: 'nonsense' }, 'problem/indicator-unknown'],
    ['V1', { indicator: ['chronic-absence', 'oss-any'] }, 'problem/more-than-one'],
    ['V2', { group: {} }, 'problem/group-unknown'],
    ['V2', { group: { englishLearner: 'unknown' } }, 'problem/group-is-unknown-value'],
    ['V2', { group: { gender: 'X' } }, 'problem/group-unknown'],
    ['V3', { reference: 'true' }, 'problem/reference-same'],
    ['V4', { baseline: 0.61 }, 'problem/baseline-differs'],
    ['V6', { direction: 'increase' as const }, 'problem/target-direction'],
    ['V6', { target: -0.1 }, 'problem/target-out-of-range'],
    ['V7', { deadline: '2020-01-01' }, 'problem/deadline-passed'],
    [
      'V7',
      { deadline: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) },
      'problem/deadline-too-near',
    ],
    ['V7', { deadline: '2099-01-01' }, 'problem/deadline-too-far'],
    ['V9', { target: 0.8 }, 'problem/levelling-down'],
    ['of an unknown cycle', { cycleId: 'c9' }, 'cycle/not-yet-known'],
  ])('refuse by %s %j', async (_rule, change, refused) => {
    expect(await state(change)).toMatchObject({ refused });
  });

  it('are adopted once for a cycle, and what they track is published and follows the data', async () => {
    const stated = await state({});
    const other = await state({});
    if (isRefusal(stated) || isRefusal(other)) throw new Error('refused');
    expect(await district.rooms.stateProblem.adopt(DISTRICT, stated.statement.id, 'c')).toMatchObject({
      statement: { state: 'adopted' },
    });
    expect(await district.rooms.stateProblem.adopt(DISTRICT, other.statement.id, 'c')).toMatchObject({
      refused: 'problem/already-adopted',
    });
    const published = async (): Promise<MeasuresMeasured | undefined> =>
      (await district.store.load(publishedMeasures, [`${DISTRICT}|c1`]))[0]?.body;
    await district.until(async () => (await published())?.measures.length === 1);
    const next = pupils('2025-26');
    await district.rows('students', next.students);
    await district.rows(
      'attendance',
      next.attendance.map((row, index) => (index < 12 ? { ...row, daysAbsent: '0' } : row)),
    );
    await district.until(async () => (await published())?.measures[1]?.group.events === 12);
    expect((await published())?.measures).toMatchObject([
      { period: '2024-25', completed: true, role: 'statement', group: { n: 40, events: 24 } },
      { period: '2025-26', group: { n: 40, events: 12 }, reference: { n: 40, events: 0 } },
    ]);
    expect((await published())?.baselineNow).toBeUndefined();
    await district.rows('attendance', [{ ...pupils('2024-25').attendance[0]!, daysAbsent: '0' }], 'corrected');
    await district.until(async () => (await published())?.baselineNow?.group.events === 23);
  });

  it('are published by another copy too, as the cycle is now, when the one that adopted them has ended', async () => {
    const { store, platform, positions } = district;
    const other = new DiagnosticsRooms({
      ...{ store, log: platform.log, clock: systemClock, random: systemRandom, positions },
    });
    await other.start();
    const stated = await state({});
    if (isRefusal(stated)) throw new Error('refused');
    await district.rooms.stateProblem.adopt(DISTRICT, stated.statement.id, 'c');
    const published = async (): Promise<MeasuresMeasured | undefined> =>
      (await store.load(publishedMeasures, [`${DISTRICT}|c1`]))[0]?.body;
    await district.until(async () => (await published())?.measures.length === 1);
    await other.goOn();
    await other.trackMeasures.idle();
    // From now on only the other copy publishes; it has not heard that the cycle has a school now.
    await district.rooms.trackMeasures.close();
    const cycle = { ...CYCLE, schoolIds: ['A'] };
    await district.publish('interventions.cycles', `${DISTRICT}/c1`, 'cycle.opened', {
      ...{ district: DISTRICT, cycleId: 'c1', cycle },
    });
    await district.settled();
    await district.rows('attendance', [{ ...pupils('2024-25').attendance[0]!, daysAbsent: '0' }], 'corrected');
    await district.until(async () => (await published())?.baselineNow?.group.events === 23);
    expect((await published())?.measures).toMatchObject([
      { bySchool: [{ schoolId: 'A', group: { n: 40, events: 23 } }] },
    ]);
    await other.close();
  });

  it('are right in the end, though something came while they were being computed', async () => {
    const stated = await state({});
    if (isRefusal(stated)) throw new Error('refused');
    await district.rooms.stateProblem.adopt(DISTRICT, stated.statement.id, 'c');
    const published = async (): Promise<MeasuresMeasured | undefined> =>
      (await district.store.load(publishedMeasures, [`${DISTRICT}|c1`]))[0]?.body;
    await district.until(async () => (await published())?.measures.length === 1);
    await district.rooms.trackMeasures.close();
    const { showGaps, cubes, catalogue } = district.rooms;
    let gate = Promise.resolve();
    let asked = 0;
    const slow = Object.assign(Object.create(showGaps) as typeof showGaps, {
      groups: async (query: Parameters<typeof showGaps.groups>[0]) => {
        const found = await showGaps.groups(query);
        asked += 1;
        await gate;
        return found;
      },
    });
    const tracking = new TrackMeasures({
      ...{ store: district.store, cubes, catalogue, gaps: slow, clock: systemClock, random: systemRandom },
      alarms: { raise: () => undefined },
    });
    await tracking.start();
    await tracking.idle();
    let open = (): void => undefined;
    gate = new Promise<void>((resolve) => (open = resolve));
    const [before, { attendance }] = [asked, pupils('2024-25')];
    const correct = (row: number) =>
      district.rows('attendance', [{ ...attendance[row]!, daysAbsent: '0' }], 'corrected');
    await correct(0);
    await district.until(() => Promise.resolve(asked > before));
    await correct(1);
    await district.settled();
    open();
    await district.until(async () => (await published())?.baselineNow?.group.events === 22);
    await tracking.close();
  });
});

describe('whether a period has ended', () => {
  it.each([
    ['2024-25', ['2024-25', '2025-26'], '2025-01-01', true],
    ['2024-25', ['2024-25'], '2025-06-30', false],
    ['2024-25', ['2024-25'], '2025-07-01', true],
    ['2026', ['2026'], '2026-09-30', false],
    ['2026', ['2026'], '2026-10-01', true],
    ['2025-26/T1', ['2025-26/T1', '2025-26/T2'], '2026-01-01', true],
    ['2025-26/T1', ['2025-26/T1', '2026-27'], '2026-01-01', false],
  ])('%s with %j on %s: %s', (period, periods, today, expected) => {
    expect(hasEnded(period, periods, today)).toBe(expected);
  });
});
