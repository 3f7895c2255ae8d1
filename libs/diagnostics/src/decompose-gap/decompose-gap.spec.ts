import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { applicants } from '../berkeley.suite.js';
import { OneDistrict } from '../one-district.suite.js';

const V1 = '/api/diagnostics/v1';

describe('Berkeley 1973 (expected values: Kitagawa by pandas, regressions by statsmodels 0.15)', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    await district.define('admitted');
    const { students, observations } = applicants();
    await district.rows('students', students);
    await district.rows('observations', observations);
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const as = (role: string, path: string) => request(server).get(`${V1}${path}`).set('Authorization', `Bearer ${role}`);
  const DECOMPOSED = '/decompositions?indicator=admitted&period=1973&by=gender&reference=Female&strata=school';

  it('shows the paradox: the gap is composition, and turns round within departments', async () => {
    const { body } = await as('data-steward', DECOMPOSED).expect(200);
    expect(body.decompositions).toHaveLength(1);
    const [found] = body.decompositions;
    expect(found.gap).toBeCloseTo(0.1416454282465418, 12);
    expect(found.twofold.within).toBeCloseTo(-0.03602848290570063, 12);
    expect(found.twofold.composition).toBeCloseTo(0.17767391115224251, 12);
    expect(found.threefold.coefficients).toBeCloseTo(-0.001087790053228805, 12);
    expect(found.paradox).toEqual({ present: true, reversedStrata: 4, comparedStrata: 6 });
    expect(found.strata[0]).toMatchObject({ stratum: 'A', group: { n: 825 }, reference: { n: 108 } });
    expect(found.strata[0].gap).toBeCloseTo(-0.20346801346801346, 12);
    expect(found.strata[0].within).toBeCloseTo(-0.03717697002998902, 12);
    expect(found.reading).toMatchObject({
      id: 'decomposition.paradox',
      english: expect.stringContaining('the gap turns round in 4 of 6'),
    });
    expect(body.segregation[0].dissimilarity).toBeGreaterThan(0.3);
  });

  it('with departments held equal, men are no longer ahead', async () => {
    const { body } = await as(
      'data-steward',
      '/adjusted-differences?indicator=admitted&by=gender&reference=Female&covariates=school',
    ).expect(200);
    const [men] = body.groups;
    expect(men.difference.value).toBeCloseTo(0.14164542824654186, 10);
    expect(men.adjustedDifference.value).toBeCloseTo(-0.018425196190852273, 10);
    expect(men.adjustedDifference.interval.low).toBeCloseTo(-0.04735632168788305, 8);
    expect(men.adjustedDifference.interval.high).toBeCloseTo(0.010505929306178503, 8);
    expect(men.adjustedOddsRatio.value).toBeCloseTo(0.9049549747662653, 8);
    expect(men.adjustedOddsRatio.interval).toMatchObject({
      low: expect.closeTo(0.772343213376278, 7),
      high: expect.closeTo(1.0603362497020228, 7),
    });
    expect(men.reading.id).toBe('adjusted.unclear');
  });

  it('are for those alone who see every live cell of the schools asked', async () => {
    await as('teacher:A', DECOMPOSED).expect(403);
    await as('advocate', DECOMPOSED).expect(404);
    await as('principal:A', `${DECOMPOSED}&school=B`).expect(403);
    const { body } = await as('principal:A', DECOMPOSED).expect(200);
    expect(body.decompositions[0].strata.map(({ stratum }: { stratum: string }) => stratum)).toEqual(['A']);
  });

  it.each([
    ['by the strata itself', 'strata=gender', 422, 'strata/same'],
    ['with a group nobody has', 'strata=school&group=X', 422, 'group/unknown'],
    ['over an attribute nobody has', 'strata=shoe', 422, 'attribute/unknown'],
    ['against the best', 'strata=school&reference=best', 422, 'reference/not-apart'],
  ])('refuses to take apart %s', async (_name, query, status, code) => {
    const { body } = await as('data-steward', `/decompositions?indicator=admitted&by=gender&${query}`).expect(status);
    expect(body.code).toBe(code);
  });

  it('of one group only, contradictory filters or a period without data says null and why, never 0', async () => {
    const one = await as('data-steward', `${DECOMPOSED}&where=gender:Female`).expect(200);
    expect(one.body.decompositions).toEqual([]);
    const men = `/decompositions?indicator=admitted&by=gender&strata=school&where=gender:Male`;
    const alone = (await as('data-steward', men).expect(200)).body.decompositions[0];
    expect(alone).toMatchObject({ gap: null, twofold: null, reason: 'no-denominator' });
    const nobody = await as('data-steward', `${men}&where=gender:Female`).expect(200);
    expect(nobody.body).toMatchObject({ decompositions: [], reason: 'no-data' });
    const never = await as('data-steward', `/decompositions?indicator=admitted&by=gender&strata=school&period=1950`);
    expect(never.body).toMatchObject({ decompositions: [], reason: 'no-data' });
  });
});
