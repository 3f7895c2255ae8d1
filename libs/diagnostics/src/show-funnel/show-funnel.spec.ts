import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { applicants } from '../berkeley.suite.js';
import { OneDistrict } from '../one-district.suite.js';

const V1 = '/api/diagnostics/v1';

describe('schools beside the whole (Berkeley 1973; expected values by scipy)', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    await district.define('admitted');
    await district.define('score', { kind: 'mean' });
    const { students, observations } = applicants();
    await district.rows('students', students);
    await district.rows('observations', observations);
    await district.rows(
      'observations',
      students.slice(0, 40).map(({ student, schoolId }, index) => ({
        ...{ student, indicator: 'score', period: '1973', schoolId: schoolId! },
        value: String(index % 5),
      })),
    );
    await district.reference('schools', [{ schoolId: 'F', name: 'Department F' }]);
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  const as = (role: string, path: string) => request(server).get(`${V1}${path}`).set('Authorization', `Bearer ${role}`);

  it('each with exact limits of 95 and 99.8 %, where it lies, and p adjusted over all of them', async () => {
    const { body } = await as('data-steward', '/funnels?indicator=admitted&period=1973').expect(200);
    expect(body.target).toEqual({ n: 4526, value: expect.closeTo(0.38775961113566065, 12) });
    const of = (id: string) => body.schools.find(({ schoolId }: { schoolId: string }) => schoolId === id);
    expect(body.schools.map(({ n }: { n: number }) => n)).toEqual([584, 585, 714, 792, 918, 933]);
    const [c, f] = [of('C'), of('F')];
    expect(c.limits).toMatchObject([
      { low: expect.closeTo(0.35580393377127345, 8), high: expect.closeTo(0.4188588178883256, 8), level: 0.95 },
      { low: expect.closeTo(0.3378913213314579, 8), high: expect.closeTo(0.4372447760439991, 8), level: 0.998 },
    ]);
    expect(c).toMatchObject({ position: 'notable', side: 'below', standing: 'worse' });
    expect(c.pValue).toBeCloseTo(0.021277424878449303, 10);
    expect(c.adjustedP).toBeCloseTo(0.021277424878449303, 10);
    expect(of('D').adjustedP).toBeCloseTo(0.0066648125961668095, 10);
    expect(f).toMatchObject({ position: 'far', side: 'below', name: 'Department F', reliability: 'reliable' });
    expect(f.reading).toMatchObject({
      id: 'funnel.far',
      english: expect.stringContaining('Department F: 6.4 % against 38.8 % in the whole, lower than 998 of 1,000'),
      spanish: expect.stringContaining('Department F: 6.4 % frente a 38.8 % en el conjunto'),
    });
    expect(of('A')).toMatchObject({ position: 'far', side: 'above', standing: 'better' });
  });

  it('of a mean by its spread; of filters that nobody passes null and why', async () => {
    const { body } = await as('data-steward', '/funnels?indicator=score&period=1973').expect(200);
    expect(body).toMatchObject({ kind: 'mean', target: { n: 40, value: 2 }, reason: null });
    expect(body.schools).toMatchObject([{ schoolId: 'A', position: 'within', side: null, events: null, pValue: 1 }]);
    const nobody = await as('data-steward', '/funnels?indicator=admitted&where=gender:Male,gender:Female').expect(200);
    expect(nobody.body).toMatchObject({ schools: [], target: { n: 0, value: null }, reason: 'no-data' });
  });

  it('are for those alone who see every live cell, of their own schools; and come as a table', async () => {
    await as('teacher:A', '/funnels?indicator=admitted').expect(403);
    await as('advocate', '/funnels?indicator=admitted').expect(404);
    await as('principal:A', '/funnels?indicator=admitted&school=B').expect(403);
    const own = await as('principal:A', '/funnels?indicator=admitted').expect(200);
    expect(own.body.schools.map(({ schoolId }: { schoolId: string }) => schoolId)).toEqual(['A']);
    const { text } = await as('data-steward', '/funnels?indicator=admitted').set('Accept', 'text/csv').expect(200);
    expect(text).toContain('schoolId,name,n,events,value,low95,high95,low998,high998,position');
  });
});
