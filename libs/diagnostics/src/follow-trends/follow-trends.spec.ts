import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { OneDistrict, type Row } from '../one-district.suite.js';

const V1 = '/api/diagnostics/v1/trends';
const [BEFORE, AFTER] = ['2024-25', '2025-26'];
/** Case 1 of the vectors `diff_in_diff` (expected values by closed form): events of n, by school and year. */
const COUNTS = [
  ...[
    { schoolId: 'T', period: BEFORE, events: 60, n: 400 },
    { schoolId: 'T', period: AFTER, events: 84, n: 410 },
  ],
  ...[
    { schoolId: 'C', period: BEFORE, events: 120, n: 800 },
    { schoolId: 'C', period: AFTER, events: 130, n: 790 },
  ],
];
/** Case 1 of the vectors `interrupted_time_series` (expected values by statsmodels). */
const SERIES = [42.1, 41.6, 43.0, 42.4, 43.1, 42.2, 43.6, 43.3, 46.8, 47.5, 47.1, 48.9, 49.2, 48.7, 50.4, 51.0];

describe('trends', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    await district.define('helped', { source: 'counts', breaks: [{ period: AFTER!, says: 'a new form' }] });
    await district.reference(
      'counts',
      COUNTS.map((row) => ({ ...row, indicator: 'helped' })),
      [],
    );
    await district.define('score', { kind: 'mean', scale: 1 });
    await district.rows('students', [{ student: '0.0.a', schoolYear: AFTER!, schoolId: 'T', gender: 'F' }]);
    const scores = SERIES.map((value, index): Row => ({
      ...{ student: '0.0.a', indicator: 'score', period: String(2001 + index), schoolId: 'T', value: String(value) },
    }));
    await district.rows('observations', scores);
    const days = ['2025-09-01', '2025-09-02', '2025-10-01', '2025-10-02'];
    await district.reference(
      'calendar',
      days.map((date) => ({ schoolId: 'T', date, instructional: true })),
    );
    const attended = days.map((date, index): Row => ({
      student: '0.0.a',
      date,
      status: index === 0 ? 'excused' : 'present',
    }));
    await district.rows('attendance', attended);
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const get = (path: string, role = 'data-steward') =>
    request(server).get(`${V1}${path}`).set('Authorization', `Bearer ${role}`);

  it('a series by period, with the break that the district declared', async () => {
    const { body } = await get('?indicator=helped&school=T').expect(200);
    expect(body).toMatchObject({ periods: [BEFORE, AFTER], reason: null, unsuppressed: true });
    expect(body.breaks).toEqual([{ period: AFTER, kind: 'definition', says: 'a new form' }]);
    expect(body.series[0].points.map(({ period, rate }: { period: string; rate: number }) => [period, rate])).toEqual([
      [BEFORE, 60 / 400],
      [AFTER, 84 / 410],
    ]);
    expect((await get('?indicator=helped&from=2030-31').expect(200)).body).toMatchObject({
      series: [],
      reason: 'no-data',
    });
  });

  it('passes the same gate as the gaps of a period', async () => {
    const { body } = await get('?indicator=score&by=gender', 'teacher:T').expect(200);
    expect(body.unsuppressed).toBe(false);
    for (const { points } of body.series)
      for (const { period: _period, ...point } of points) expect(JSON.stringify(point)).not.toMatch(/\d/);
    for (const path of ['/interruptions?indicator=score&start=2009', '/seasonality'])
      await get(path, 'teacher:T').expect(403);
  });

  it('difference-in-differences', async () => {
    const path = `/difference-in-differences?indicator=helped&before=${BEFORE}&after=${AFTER}`;
    const { body } = await get(`${path}&treated=T&comparison=C`).expect(200);
    expect(body.effect.value).toBeCloseTo(0.04032108675517135, 10);
    expect(body.effect.interval.low).toBeCloseTo(-0.023173041377802392, 8);
    expect(body.effect.interval.high).toBeCloseTo(0.10381521488814509, 8);
    expect(body.pValue).toBeCloseTo(0.21326094647580163, 8);
    expect((await get(`${path}&treated=T&comparison=T`).expect(422)).body.code).toBe('comparison/not-apart');
    expect((await get(`${path}&treated=T&comparison=X`).expect(200)).body.effect).toMatchObject({
      value: null,
      interval: null,
    });
    await get(`${path}&treated=T&comparison=C`, 'principal:T').expect(403);
  });

  it('an interrupted series, its errors robust to autocorrelation', async () => {
    const { body } = await get('/interruptions?indicator=score&start=2009&lag=1').expect(200);
    expect(body.levelChange.value).toBeCloseTo(3.10119047619048, 8);
    expect(body.slopeChange.value).toBeCloseTo(0.3845238095238098, 8);
    expect(body.effectAtLast).toBeCloseTo(5.7928571428571445, 8);
    expect(body.durbinWatson).toBeCloseTo(3.1103580268232323, 8);
    // Student quantile of 12 degrees of freedom: 2.1788128296634177
    expect(body.levelChange.interval.low).toBeCloseTo(3.10119047619048 - 2.1788128296634177 * 0.24674505486036352, 7);
    const short = (await get('/interruptions?indicator=score&start=2015').expect(200)).body;
    expect(short).toMatchObject({ reason: 'too-few-points', levelChange: { value: null } });
  });

  it('attendance by month of the school year', async () => {
    const { body } = await get('/seasonality').expect(200);
    expect(body.groups[0].months).toEqual([
      { month: '09', n: 1, attended: 0.5, fromUsual: -0.25 },
      { month: '10', n: 1, attended: 1, fromUsual: 0.25 },
    ]);
    expect((await get('/seasonality?schoolYear=1999-00').expect(200)).body).toMatchObject({
      groups: [],
      reason: 'no-data',
    });
  });
});
