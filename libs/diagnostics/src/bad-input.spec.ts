import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { OneDistrict, type Row } from './one-district.suite.js';
import { compareGroups, measureGroup, summarize } from './show-gaps/compare-groups.js';

const V1 = '/api/diagnostics/v1';
const YEAR = '2025-26';
const MEAN = { kind: 'mean', direction: 'higher-is-better', scale: 0, per: 1 } as const;

describe('a question without an answer gets null and why, never 0 or NaN', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    const pupils = Array.from({ length: 40 }, (_, index): Row => ({
      ...{ student: `${index % 3}.0.s${index}`, schoolYear: YEAR, schoolId: index < 20 ? 'A' : 'B' },
      ...{ gender: 'F', englishLearner: index < 8, grade: String(1 + (index % 8)) },
    }));
    await district.rows('students', pupils);
    await district.rows(
      'attendance',
      pupils.map(({ student }) => ({ student, schoolYear: YEAR, daysEnrolled: '180', daysAbsent: '30' })),
    );
    await district.define('enrolled-in-a-club', { source: 'counts' });
    await district.define('score', { source: 'counts', kind: 'mean' });
    const cells = (indicator: string, rows: readonly (readonly [gender: string, n: string, more: object])[]) =>
      district.reference(
        'counts',
        rows.map(([gender, n, more]) => ({ schoolId: '*', indicator, period: YEAR, gender, n, ...more })),
        ['gender'],
      );
    await cells('enrolled-in-a-club', [
      ['F', '40', { events: '10' }],
      ['M', '0', { events: '0' }],
    ]);
    await cells('score', [
      ['F', '2', { sum: '9'.repeat(400), sumOfSquares: '9'.repeat(800) }],
      ['M', '2', { sum: '4', sumOfSquares: '10' }],
    ]);
    await district.define('mark', { kind: 'mean' });
    await district.rows(
      'observations',
      pupils.slice(0, 30).map(({ student }, index) => ({
        ...{ student, indicator: 'mark', period: YEAR },
        value: index === 0 ? '9'.repeat(500) : index < 15 ? '3' : '5',
      })),
    );
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const as = (role: string, path: string) => request(server).get(`${V1}${path}`).set('Authorization', `Bearer ${role}`);
  const noMadeUpNumber = (body: unknown) => expect(JSON.stringify(body)).not.toMatch(/NaN|Infinity|1e\+?3\d\d/);

  it('given an empty group, then its rate has no denominator and nothing is compared with it', async () => {
    const { body } = await as('data-steward', '/gaps?indicator=enrolled-in-a-club&by=gender').expect(200);
    expect(body.groups).toMatchObject([
      { group: { gender: 'F' }, n: 40, rate: 0.25, reason: null },
      { group: { gender: 'M' }, n: 0, rate: null, reason: 'no-denominator', reliability: null },
    ]);
    for (const comparison of body.comparisons) {
      expect(comparison).toMatchObject({
        ...{
          verdict: 'no-numbers',
          adjustedP: null,
          difference: { value: null, interval: null, reason: 'no-denominator' },
        },
        ...{ riskRatio: { value: null }, oddsRatio: { value: null }, test: { pValue: null, reason: 'no-denominator' } },
      });
      expect(comparison.reading.spanish).toContain('un lado no tiene estudiantes');
    }
    noMadeUpNumber(body);
  });

  it('given one group only, then there is no comparison, and it says so', async () => {
    const { body } = await as('data-steward', '/gaps?indicator=chronic-absence&by=gender').expect(200);
    expect(body).toMatchObject({ comparisons: [], warnings: [{ id: 'thin.one-group' }], groups: [{ n: 40 }] });
    noMadeUpNumber(body);
  });

  it('given groups that are all too small to be shown, then none has a number, nor has what is made of them', async () => {
    const { body } = await as('teacher', '/gaps?indicator=chronic-absence&by=grade').expect(200);
    expect(body.groups).toHaveLength(8);
    for (const group of body.groups)
      expect(group).toEqual({ group: group.group, suppressed: true, reason: 'suppressed' });
    expect(body.summary).toBeNull();
    for (const { verdict, difference, adjustedP } of body.comparisons) {
      expect({ verdict, adjustedP, reason: difference.reason }).toEqual({
        ...{ verdict: 'no-numbers', adjustedP: null, reason: 'suppressed' },
      });
    }
  });

  it.each([
    ['an unknown indicator', '/gaps?indicator=nonsense', 404, 'indicator/unknown', 'nonsense'],
    ['an unknown attribute', '/gaps?indicator=chronic-absence&by=shoe', 422, 'attribute/unknown', 'shoe'],
    ['a filter of one', '/gaps?indicator=chronic-absence&where=shoe:42', 422, 'attribute/unknown', 'shoe'],
    ['a filter without a value', '/gaps?indicator=chronic-absence&where=grade:', 422, 'where/invalid', 'grade:'],
    [
      'a reference nobody has',
      '/gaps?indicator=chronic-absence&by=englishLearner&reference=blue',
      422,
      'reference/unknown',
      'blue',
    ],
    [
      'the least effect in percent',
      '/gaps?indicator=chronic-absence&minimumEffect=5',
      422,
      'minimum-effect/not-a-proportion',
      5,
    ],
  ])('given %s, then it is refused by name with what would be right', async (_name, path, status, code, was) => {
    const { body } = await as('data-steward', path).expect(status);
    expect(body).toMatchObject({ code, was, wouldBeRight: expect.any(String) });
  });

  it.each([
    ['a period without data', 'period=2001-02'],
    ['filters that contradict each other', 'where=grade:1,grade:2'],
    ['a school nobody attends', 'school=Z'],
    ['a value nobody has', 'where=gender:Q'],
  ])('given %s, then there are no groups, reason no-data', async (_name, query) => {
    for (const by of ['', '&by=englishLearner']) {
      const { body } = await as('data-steward', `/gaps?indicator=chronic-absence&${query}${by}`).expect(200);
      expect(body).toMatchObject({ groups: [], comparisons: [], summary: null, periods: [], reason: 'no-data' });
    }
    const { body } = await as('data-steward', `/funnels?indicator=chronic-absence&${query}`).expect(200);
    expect(body).toMatchObject({ schools: [], target: { n: 0, value: null }, reason: 'no-data' });
  });

  it('given sums beyond what a number can hold, then the mean is null, reason not-finite, and so is what rests on it', async () => {
    const { body } = await as('data-steward', '/gaps?indicator=score&by=gender').expect(200);
    expect(body.groups).toMatchObject([
      { group: { gender: 'F' }, n: 2, mean: null, sd: null, reason: 'not-finite' },
      { group: { gender: 'M' }, n: 2, mean: 2, reason: null },
    ]);
    for (const { difference, test, verdict } of body.comparisons) {
      expect([difference.reason, test.reason, verdict]).toEqual(['not-finite', 'not-finite', 'no-numbers']);
    }
    expect(body.summary).toEqual({ mean: null, flag: 'not_finite' });
    noMadeUpNumber(body);
  });

  it('given one supplied value that no number can hold, then it says nothing, and all the others count', async () => {
    const { body } = await as('data-steward', '/gaps?indicator=mark').expect(200);
    expect(body.groups).toMatchObject([{ n: 29, mean: (14 * 3 + 15 * 5) / 29 }]);
    expect(district.alarms).toEqual([]);
  });

  it('given sums that no students can have, then there is a mean but no spread to judge it by', () => {
    const impossible = { n: 3, events: 0, sum: 30n, sumOfSquares: 1n };
    const groups = ['a', 'b'].map((gender) => ({ group: { gender }, sums: impossible }));
    expect(measureGroup(groups[0]!, MEAN)).toMatchObject({ mean: 10, sd: null, interval: null });
    expect(compareGroups(groups, ['gender'], 'others', MEAN)).toMatchObject([{ difference: { value: 0 } }, {}]);
    expect(summarize(groups, ['gender'], 'others', MEAN)).toMatchObject({ mean: 10 });
  });

  it('given more events than students, then it is said and not computed', () => {
    const groups = [
      { group: { gender: 'a' }, sums: { n: 3, events: 5, sum: 0n, sumOfSquares: 0n } },
      { group: { gender: 'b' }, sums: { n: 30, events: 5, sum: 0n, sumOfSquares: 0n } },
    ];
    const rate = { ...MEAN, kind: 'rate' } as const;
    expect(measureGroup(groups[0]!, rate)).toMatchObject({ rate: null, reason: 'events-exceed-n' });
    expect(compareGroups(groups, ['gender'], 'others', rate)).toMatchObject([
      { difference: { value: null, reason: 'events-exceed-n' } },
      { difference: { value: null, reason: 'events-exceed-n' } },
    ]);
  });
});
