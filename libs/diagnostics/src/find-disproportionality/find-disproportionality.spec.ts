import type { INestApplication } from '@nestjs/common';
import type { GroupDisproportion } from '@evenground/contracts';
import request from 'supertest';
import { OneDistrict, type Row } from '../one-district.suite.js';
import { riskCells } from './count-children.js';

const YEAR = '2025-26';
const PATH = '/api/diagnostics/v1/significant-disproportionality';
const BLACK = 'Black or African American';
const HISPANIC = 'Hispanic or Latino';

/** Children with a disability of children enrolled: case 1 of the vectors `idea_year`, expected values by closed form. */
const ENROLLED: readonly (readonly [string, number, number])[] = [
  [BLACK, 40, 300],
  ['White', 50, 1_200],
  [HISPANIC, 9, 200],
  ['Asian', 1, 25],
];

function pupils(): Row[] {
  return ENROLLED.flatMap(([raceEthnicity, disabled, enrolled]) =>
    Array.from({ length: enrolled }, (_, index): Row => ({
      ...{ student: `${index % 4}.0.${raceEthnicity.replace(/\W/g, '')}${index}`, schoolYear: YEAR, schoolId: 'A' },
      ...{ raceEthnicity, disability: index < disabled, ageOnCountDate: index % 10 === 0 ? 5 : 12 },
      ...(index < disabled && { disabilityCategory: 'SLD', educationalEnvironment: index < 12 ? 'RC39' : 'RC80' }),
    })),
  );
}

describe('significant disproportionality', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    const outside: Row = {
      student: '0.0.old',
      schoolYear: YEAR,
      schoolId: 'A',
      raceEthnicity: 'White',
      ageOnCountDate: 22,
    };
    await district.rows('students', [...pupils(), outside]);
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const show = async (role = 'district-administrator') =>
    (await request(server).get(PATH).set('Authorization', `Bearer ${role}`).expect(200)).body;
  const set = (policy: object, role = 'data-steward') =>
    request(server).put(`${PATH}/policy`).set('Authorization', `Bearer ${role}`).send(policy);
  const groupOf = (body: { categories: { groups: GroupDisproportion[] }[] }, number: number, group: string) =>
    body.categories[number - 1]!.groups.find((found) => found.group === group)!;

  it('calculates 14 categories of seven groups, and shows how; without a threshold nothing is identified', async () => {
    const body = await show();
    expect(body.categories).toHaveLength(14);
    expect(body.categories.every(({ groups }: { groups: unknown[] }) => groups.length === 7)).toBe(true);
    const black = groupOf(body, 1, BLACK);
    expect(black).toMatchObject({
      ...{ own: { cell: 40, n: 300 }, others: { cell: 60, n: 1_425 }, method: 'risk-ratio', reason: null },
      ...{ exceeds: null, identified: null },
    });
    expect(black.value).toBeCloseTo(3.1666666666666665, 10);
    expect(groupOf(body, 1, 'White').value).toBeCloseTo(0.4375, 10);
    expect(groupOf(body, 1, HISPANIC)).toMatchObject({ value: null, reason: 'group-below-minimum' });
    expect(groupOf(body, 2, BLACK)).toMatchObject({ own: { cell: 0 }, reason: 'group-below-minimum' });
    expect(groupOf(body, 3, BLACK).value).toBeCloseTo(3.1666666666666665, 10);
    expect(black.steps.map(({ id }) => id)).toEqual([
      ...['idea.minimum', 'idea.own-risk', 'idea.comparison-risk', 'idea.ratio', 'idea.no-threshold'],
    ]);
    expect(body.identified).toBeNull();
  });

  it('placement is of children from 6 on; the one of 22 years is in no population', async () => {
    const body = await show();
    // 4 of the 40 are five years old (indexes 0, 10, 20, 30), two of them among the 12 placed
    expect(groupOf(body, 8, BLACK).own).toMatchObject({ cell: 10, n: 36 });
    expect(groupOf(body, 1, 'White').own.n).toBe(1_200);
  });

  it('discipline that nobody declared is not calculated, never zero', async () => {
    expect(groupOf(await show(), 10, BLACK)).toMatchObject({
      value: null,
      reason: 'not-declared',
      method: 'not-calculated',
    });
    const removal = (index: number, actionId: string, days: string): Row => ({
      ...{ student: `${index % 4}.0.BlackorAfricanAmerican${index}`, schoolId: 'A', incidentId: `i${index}`, actionId },
      ...{ date: '2025-10-02', action: 'out-of-school-suspension', days },
    });
    await district.rows('discipline', [removal(1, 'a', '6'), removal(1, 'b', '5'), removal(2, 'a', '10')]);
    await district.declare('discipline', [{ schoolId: 'A', schoolYear: YEAR, complete: true }]);
    await district.settled();
    const body = await show();
    expect(groupOf(body, 10, BLACK)).toMatchObject({ own: { cell: 1, n: 40 }, reason: 'group-below-minimum' });
    expect(groupOf(body, 11, BLACK)).toMatchObject({ own: { cell: 1, n: 40 } }); // 6 and 5 days are more than 10
    expect(groupOf(body, 14, BLACK)).toMatchObject({ own: { cell: 3, n: 40 } });
  });

  it('names the district by the State’s threshold and years, with what follows', async () => {
    await set({ threshold: 2.5, yearsRequired: 3 }).expect(200);
    const three = groupOf(await show(), 1, BLACK);
    expect(three).toMatchObject({ exceeds: true, identified: false });
    expect(three.years.map(({ value }) => value === null)).toEqual([true, true, false]);
    await set({ threshold: 2.5, yearsRequired: 1 }).expect(200);
    const body = await show();
    expect(groupOf(body, 1, BLACK)).toMatchObject({ exceeds: true, identified: true });
    expect(body).toMatchObject({ identified: true, policy: { isSet: true, minCell: 10, minN: 30 } });
    expect(body.consequences.map(({ id }: { id: string }) => id)).toContain('idea.consequence-cceis');
    await set({ threshold: 2.5, thresholds: { 'identified-any': 3.5 }, yearsRequired: 1 }).expect(200);
    expect(groupOf(await show(), 1, BLACK)).toMatchObject({ exceeds: false, identified: false });
  });

  it('takes the State’s others where the district’s are too few: the alternate risk ratio', async () => {
    const state = {
      ...{ [BLACK]: [900, 30_000], White: [1_500, 90_000], [HISPANIC]: [800, 35_000], Asian: [60, 9_000] },
    };
    const said = [{ schoolYear: YEAR, category: 'identified-any', groups: state }];
    await set({ minCell: 40, minN: 30, threshold: 2.5, yearsRequired: 1, state: said }).expect(200);
    const white = groupOf(await show(), 1, 'White');
    expect(white.method).toBe('risk-ratio'); // 50 others have it
    await set({ minCell: 50, minN: 30, threshold: 2.5, yearsRequired: 1, state: said }).expect(200);
    expect(groupOf(await show(), 1, 'White')).toMatchObject({ method: 'risk-ratio', others: { cell: 50, n: 525 } });
    await set({ minCell: 50, minN: 600, threshold: 2.5, yearsRequired: 1, state: said }).expect(200);
    const alternate = groupOf(await show(), 1, 'White');
    expect(alternate).toMatchObject({ method: 'alternate-risk-ratio', others: { cell: 1_760, n: 74_000 } });
    expect(alternate.value).toBeCloseTo(50 / 1_200 / (1_760 / 74_000), 12);
    await set({ minCell: 50, minN: 600 }).expect(200);
    expect(groupOf(await show(), 1, 'White')).toMatchObject({ reason: 'state-comparison-below-minimum', value: null });
  });

  it('is for those alone who see every cell of the district', async () => {
    for (const role of ['teacher:A', 'principal:A', 'teacher'])
      await request(server).get(PATH).set('Authorization', `Bearer ${role}`).expect(403);
    await request(server).get(PATH).set('Authorization', 'Bearer advocate').expect(404);
    await set({}, 'principal:A').expect(403);
    await set({ threshold: 0.5 }).expect(422);
  });

  it('of a year without anybody says so', async () => {
    const { body } = await request(server)
      .get(`${PATH}?schoolYear=1999-00`)
      .set('Authorization', 'Bearer data-steward')
      .expect(200);
    expect(body).toMatchObject({ categories: [], identified: null, reason: 'no-data' });
  });
});

it('counts Middle Eastern or North African with White, and unknown nowhere', () => {
  const group = (raceEthnicity: string, n: number) => ({
    ...{ group: { raceEthnicity }, n, events: 0, sum: 0n, sumOfSquares: 0n },
  });
  const cells = riskCells('identified-any', {
    enrolled: [group('White', 5), group('Middle Eastern or North African', 7), group('unknown', 100)],
    ...{ children: [], removals: [] },
  });
  expect(cells.find(({ group: race }) => race === 'White')).toEqual({ group: 'White', cell: 0, n: 12 });
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(12);
});
