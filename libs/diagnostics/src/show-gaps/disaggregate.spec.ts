import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { DISTRICT, OneDistrict, type Row } from '../one-district.suite.js';

const V1 = '/api/diagnostics/v1';
const YEARS = ['2023-24', '2024-25', '2025-26'];

describe('breaking down over HTTP', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    // Of 120 a year: 40 learn English, 20 more did; 30 marked Asian and White; absent are 12, 24 and 36 of the first.
    for (const [index, schoolYear] of YEARS.entries()) {
      const seats = Array.from({ length: 120 }, (_, seat) => seat);
      await district.rows(
        'students',
        seats.map((seat): Row => ({
          ...{ student: `${seat % 3}.0.s${seat}`, schoolYear, schoolId: seat % 2 === 0 ? 'A' : 'B' },
          ...{ englishLearner: seat < 40, formerEnglishLearner: seat >= 40 && seat < 60 },
          ...(seat < 30
            ? { raceEthnicity: 'Two or More Races', races: ['Asian', 'White'], hispanicLatino: false }
            : {
                raceEthnicity: seat < 60 ? 'Asian' : 'White',
                races: [seat < 60 ? 'Asian' : 'White'],
                hispanicLatino: false,
              }),
        })),
      );
      await district.rows(
        'attendance',
        seats.map((seat) => ({
          ...{ student: `${seat % 3}.0.s${seat}`, schoolYear, daysEnrolled: '180' },
          daysAbsent: seat < 12 * (index + 1) ? '40' : '2',
        })),
      );
    }
    await district.reference('schools', [
      { schoolId: 'A', level: 'high' },
      { schoolId: 'B', level: 'middle' },
    ]);
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const as = (role: string, query: string) =>
    request(server).get(`${V1}/gaps?indicator=chronic-absence&${query}`).set('Authorization', `Bearer ${role}`);
  const counted = ({ groups }: { groups: { group: Record<string, string>; n: number; events: number }[] }) =>
    groups.map(({ group, n, events }) => [Object.values(group).join(), n, events]);

  it('given a composite group, then all who are in any of its parts are together', async () => {
    const { body } = await as('data-steward', 'period=2025-26&by=everEnglishLearner').expect(200);
    expect(counted(body)).toEqual([
      ['no', 60, 0],
      ['yes', 60, 36],
    ]);
    expect(body.comparisons[1].reading.english).toContain('Of every 100 students who are or were learning English');
    const spelt = 'any(englishLearner:yes|formerEnglishLearner:yes)';
    const other = await as('data-steward', `period=2025-26&by=${encodeURIComponent(spelt)}`).expect(200);
    expect(counted(other.body)).toEqual(counted(body));
  });

  it('given races in combination, then groups overlap, others are all without the group, and it says so', async () => {
    const federal = await as('data-steward', 'period=2025-26&by=raceEthnicity').expect(200);
    expect(counted(federal.body)).toEqual([
      ['Asian', 30, 6],
      ['Two or More Races', 30, 30],
      ['White', 60, 0],
    ]);
    const query = 'period=2025-26&by=raceEthnicity&multirace=in-combination';
    const { body } = await as('data-steward', query).expect(200);
    expect(counted(body)).toEqual([
      ['Asian', 60, 36],
      ['White', 90, 30],
    ]);
    // White, alone or in combination: 30 of 90, all others 6 of 30
    expect(body.comparisons[1].difference.value).toBeCloseTo(30 / 90 - 6 / 30, 12);
    expect(body).toMatchObject({ multirace: 'in-combination', summary: null });
    expect(body.warnings).toMatchObject([
      { id: 'overlap.in-combination', spanish: expect.stringContaining('se superponen') },
    ]);
    expect((await as('data-steward', `${query}&reference=White`).expect(422)).body.code).toBe('reference/overlapping');
  });

  it('given three periods put together, then their sums are added, and it says that a student counts in each', async () => {
    const { body } = await as('data-steward', 'period=2025-26&by=englishLearner&rolling=3').expect(200);
    expect(counted(body)).toEqual([
      ['no', 240, 0],
      ['yes', 120, 72],
    ]);
    expect(body).toMatchObject({ period: '2025-26', periods: YEARS });
    expect(body.warnings[0].english).toContain('2023-24, 2024-25, 2025-26');
    const short = await as('data-steward', 'period=2024-25&rolling=5').expect(200);
    expect(short.body.periods).toEqual(['2023-24', '2024-25']);
    expect((await as('data-steward', 'period=2019-20&rolling=3').expect(200)).body).toMatchObject({
      ...{ reason: 'no-data', groups: [], periods: [] },
    });
  });

  it('given groups of schools, then they are what the district says of its schools', async () => {
    const { body } = await as('data-steward', 'period=2025-26&by=school.level').expect(200);
    expect(counted(body)).toEqual([
      ['high', 60, 18],
      ['middle', 60, 18],
    ]);
    expect(counted((await as('data-steward', 'period=2025-26&where=school.level:high').expect(200)).body)).toEqual([
      ['', 60, 18],
    ]);
  });

  it('given crossed attributes with thin cells, then it warns; to who sees them suppressed nothing is said of sizes', async () => {
    const query = 'period=2025-26&by=englishLearner,raceEthnicity,school';
    const { body } = await as('data-steward', query).expect(200);
    expect(body.warnings).toMatchObject([{ id: 'thin.cells', values: { few: 30 } }]);
    expect((await as('teacher', 'period=2025-26&by=englishLearner,raceEthnicity').expect(200)).body.warnings).toEqual(
      [],
    );
  });

  it.each(['by=everEnglishLearner', 'by=school.level', 'multirace=in-combination&by=raceEthnicity', 'rolling=2'])(
    'given a reader of suppressed numbers, then %s is refused: its parts could be told by subtraction',
    async (query) => {
      const { body } = await as('teacher', `period=2025-26&${query}`).expect(403);
      expect(body.code).toBe('scope/outside');
    },
  );

  it('given the same asked of populations and trends, then it is refused alike', async () => {
    const get = (path: string) =>
      request(server)
        .get(V1 + path)
        .set('Authorization', 'Bearer teacher');
    await get('/populations?by=everEnglishLearner').expect(403);
    await get('/trends?indicator=chronic-absence&by=everEnglishLearner').expect(403);
  });

  it('given a composite group, then a problem can be stated of it', async () => {
    const cycle = {
      ...{ id: 'c9', district: DISTRICT, title: 'Days', level: 'district', schoolIds: [], area: 'attendance' },
      ...{ schoolYear: '2025-26', state: 'diagnosing', leadIds: [], startedOn: '2025-08-01' },
      ...{ reviewDueOn: '2026-06-01', annualDueOn: '2026-08-01', interventions: [], pauses: [] },
    };
    await district.publish('interventions.cycles', `${DISTRICT}/c9`, 'cycle.opened', {
      ...{ district: DISTRICT, cycleId: 'c9', cycle },
    });
    const { body } = await request(server)
      .post(`${V1}/problem-statements`)
      .set('Authorization', 'Bearer district-administrator')
      .send({
        ...{ cycleId: 'c9', indicator: 'chronic-absence', group: { everEnglishLearner: true }, baseline: 0.6 },
        ...{ target: 0.3, deadline: `${new Date().getUTCFullYear() + 3}-06-30` },
      })
      .expect(201);
    expect(body).toMatchObject({
      group: { everEnglishLearner: 'yes' },
      baselineN: 60,
      frozen: { group: { events: 36 } },
    });
  });
});
