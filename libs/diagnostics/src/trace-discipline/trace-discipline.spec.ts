import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { OneDistrict, type Row } from '../one-district.suite.js';

const YEAR = '2025-26';
const V1 = '/api/diagnostics/v1';

/**
 * Forty students A and sixty students B. A: 10 fights (5 removed), 8 for defiance (6 removed); B: 15 fights (5 removed), 3
 * for defiance (0 removed). Worked by hand with measures M18: f = incidents ÷ students, q = removals ÷ incidents.
 */
const INCIDENTS = [
  { group: 'A', behaviour: 'fighting', subjective: false, incidents: 10, removed: 5 },
  { group: 'A', behaviour: 'defiance', subjective: true, incidents: 8, removed: 6 },
  { group: 'B', behaviour: 'fighting', subjective: false, incidents: 15, removed: 5 },
  { group: 'B', behaviour: 'defiance', subjective: true, incidents: 3, removed: 0 },
];

function pupils(group: string, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ student: `0.0.${group}${index}`, schoolYear: YEAR, schoolId: 'S', grade: '9', 'attribute:team': group },
  }));
}

describe('what drives a gap in discipline', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    await district.rows('students', [...pupils('A', 40), ...pupils('B', 60)]);
    const rows = INCIDENTS.flatMap(({ group, behaviour, subjective, incidents, removed }) =>
      Array.from({ length: incidents }, (_, index): Row => ({
        // Every student twice at most, so that there are first and repeated incidents.
        ...{ student: `0.0.${group}${index % 8}`, schoolId: 'S', incidentId: `${group}-${behaviour}-${index}` },
        ...{ actionId: '', date: `2025-1${behaviour === 'fighting' ? 0 : 1}-05`, behavior: [behaviour], subjective },
        action: index < removed ? 'out-of-school-suspension' : 'none',
      })),
    );
    await district.rows('discipline', rows);
    await district.declare('discipline', [{ schoolId: 'S', schoolYear: YEAR, complete: true }]);
    await district.settled();
  }, 30_000);
  afterAll(() => district.close());

  const get = (path: string) =>
    request(server).get(`${V1}${path}`).set('Authorization', 'Bearer district-administrator');
  const DRILL = `/discipline-drilldowns?period=${YEAR}&by=team&group=A&reference=B`;

  it('counts incidents and removals of each side by behaviour, class, month and occurrence', async () => {
    const { body } = await get(DRILL).expect(200);
    expect(body.enrolled).toEqual({ group: 40, reference: 60 });
    expect(body.behaviours).toEqual([
      {
        value: 'defiance',
        group: { incidents: 8, incidentsPer100: 20, removals: 6, removalShare: 0.75 },
        reference: { incidents: 3, incidentsPer100: 5, removals: 0, removalShare: 0 },
      },
      {
        value: 'fighting',
        group: { incidents: 10, incidentsPer100: 25, removals: 5, removalShare: 0.5 },
        reference: { incidents: 15, incidentsPer100: 25, removals: 5, removalShare: 1 / 3 },
      },
    ]);
    expect(body.classes.map(({ value }: { value: string }) => value)).toEqual(['objective', 'subjective']);
    expect(
      body.months.map(({ value, group }: { value: string; group: { incidents: number } }) => [value, group.incidents]),
    ).toEqual([
      ['10', 10],
      ['11', 8],
    ]);
    expect(
      body.occurrences.map(({ value, group }: { value: string; group: { incidents: number } }) => [
        value,
        group.incidents,
      ]),
    ).toEqual([
      ['first', 8],
      ['repeat', 10],
    ]);
    expect(body.actions[0]).toEqual({
      behaviour: 'defiance',
      actions: [
        { action: 'none', groupShare: 0.25, referenceShare: 1 },
        { action: 'out-of-school-suspension', groupShare: 0.75, referenceShare: 0 },
      ],
    });
  });

  it('splits the gap into who is referred and how referrals are treated', async () => {
    const { split, readings } = (await get(DRILL).expect(200)).body;
    // gap = 11/40 − 5/60; defiance: involvement (0.2 − 0.05)(0.75 + 0)/2, treatment (0.75 − 0)(0.2 + 0.05)/2
    expect(split.gapPer100).toBeCloseTo(100 * (11 / 40 - 5 / 60), 10);
    expect(split.involvementPer100).toBeCloseTo(5.625, 10);
    expect(split.treatmentPer100).toBeCloseTo(9.375 + (100 * (1 / 2 - 1 / 3) * 0.5) / 2, 10);
    expect(readings.map(({ id }: { id: string }) => id)).toEqual(['discipline.split', 'discipline.subjective']);
  });

  it('of a group without an incident says zero incidents, and null for shares of them', async () => {
    await district.rows('students', [{ student: '0.0.c1', schoolYear: YEAR, schoolId: 'S', 'attribute:team': 'C' }]);
    await district.settled();
    const { body } = await get(`/discipline-drilldowns?period=${YEAR}&by=team&group=C`).expect(200);
    expect(body.enrolled).toEqual({ group: 1, reference: 100 });
    expect(body.split).toMatchObject({ gapPer100: expect.any(Number), reason: null });
    expect((await get(`/discipline-drilldowns?by=team&group=D`).expect(422)).body.code).toBe('group/unknown');
  });

  it('of a year that nobody declared says so', async () => {
    const { body } = await get(`/discipline-drilldowns?period=2024-25&by=team&group=A`).expect(200);
    expect(body).toMatchObject({ reason: 'not-declared', behaviours: [], split: { gapPer100: null } });
  });
});

describe('the opportunity chain', () => {
  it('shows at which door each group is lost', async () => {
    const district = await OneDistrict.open();
    try {
      const server = (await district.http()).app.getHttpServer();
      const pupil = (name: string, schoolId: string, team: string): Row => ({
        ...{ student: `0.0.${name}`, schoolYear: YEAR, schoolId, grade: '11', 'attribute:team': team },
      });
      const rows = [
        ...Array.from({ length: 10 }, (_, index) => pupil(`a${index}`, 'open', 'A')),
        ...Array.from({ length: 6 }, (_, index) => pupil(`b${index}`, 'closed', 'B')),
        ...Array.from({ length: 4 }, (_, index) => pupil(`c${index}`, 'open', 'B')),
      ];
      await district.rows('students', rows);
      const taken = (name: string, completed: boolean, credits: string): Row => ({
        ...{ student: `0.0.${name}`, schoolYear: YEAR, courseCode: 'x', level: 'ap', completed, credits },
      });
      const courses = [0, 1, 2, 3, 4].map((index) => taken(`a${index}`, index < 4, index < 2 ? '1' : '0'));
      await district.rows('courses', [...courses, taken('c0', true, '1')]);
      await district.declare(
        'courses',
        ['open', 'closed'].map((schoolId) => ({ schoolId, schoolYear: YEAR, complete: true })),
      );
      await district.settled();
      const { body } = await request(server)
        .get(`${V1}/opportunity-chains?by=team`)
        .set('Authorization', 'Bearer data-steward')
        .expect(200);
      const shown = body.groups.map((chain: { stages: { n: number; share: number; conditional: number }[] }) =>
        chain.stages.map(({ n, share, conditional }) => [n, share, conditional]),
      );
      expect(shown).toEqual([
        [
          [10, 1, 1],
          [5, 0.5, 0.5],
          [4, 0.4, 0.8],
          [2, 0.2, 0.5],
        ],
        [
          [4, 0.4, 0.4],
          [1, 0.1, 0.25],
          [1, 0.1, 1],
          [1, 0.1, 1],
        ],
      ]);
      expect(body.groups.map(({ lostMostAt }: { lostMostAt: string }) => lostMostAt)).toEqual(['enrolled', 'offered']);
    } finally {
      await district.close();
    }
  }, 30_000);
});
