import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { OneDistrict, type Row } from './one-district.suite.js';

const YEAR = '2025-26';
const V1 = '/api/diagnostics/v1';

describe('diagnostics over HTTP', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    const pupils = Array.from({ length: 60 }, (_, index): Row => ({
      ...{ student: `${index % 3}.0.s${index}`, schoolYear: YEAR, schoolId: index < 40 ? 'A' : 'B' },
      ...{
        gender: index % 12 === 0 ? 'X' : index % 2 === 0 ? 'F' : 'M',
        disability: index % 2 === 0,
        'attribute:bus': 'red',
      },
    }));
    await district.rows('students', pupils);
    await district.rows(
      'attendance',
      pupils.map(({ student }, index) => ({
        student,
        schoolYear: YEAR,
        daysEnrolled: '180',
        daysAbsent: String(index),
      })),
    );
    await district.settled();
  }, 30_000);
  afterAll(() => district.close());

  const as = (role: string, path: string) => request(server).get(`${V1}${path}`).set('Authorization', `Bearer ${role}`);

  it('shows every live cell to who may see them, small ones marked, with a notice on the CSV', async () => {
    const { body } = await as(
      'district-administrator',
      `/gaps?indicator=chronic-absence&period=${YEAR}&by=gender`,
    ).expect(200);
    expect(body).toMatchObject({ unsuppressed: true, recomputing: false, period: YEAR });
    expect(
      body.groups.map(({ group, n, small }: { group: object; n: number; small?: true }) => [group, n, small]),
    ).toEqual([
      [{ gender: 'F' }, 25, undefined],
      [{ gender: 'M' }, 30, undefined],
      [{ gender: 'X' }, 5, true],
    ]);
    expect(body.comparisons).toHaveLength(3);
    expect(body.asOf.position).toEqual(expect.any(String));
    const { text } = await as('district-administrator', '/gaps?indicator=chronic-absence&by=gender')
      .set('Accept', 'text/csv')
      .expect(200);
    expect(text).toContain('not for publication');
    expect(text).toContain('gender,n,events,rate');
  });

  it('suppresses for a teacher, in the own school only', async () => {
    const { body } = await as('teacher:A', `/gaps?indicator=chronic-absence&period=${YEAR}&by=gender`).expect(200);
    expect(body).toMatchObject({ unsuppressed: false, schools: ['A'] });
    const hidden = body.groups.filter(({ suppressed }: { suppressed: boolean }) => suppressed);
    expect(hidden.length).toBeGreaterThanOrEqual(2);
    for (const group of hidden) expect(JSON.stringify(group)).not.toMatch(/\d/);
    await as('teacher:A', '/gaps?indicator=chronic-absence&school=B').expect(403);
    await as('advocate', '/gaps?indicator=chronic-absence').expect(404);
  });

  it('counts populations, and resolves an own attribute by its bare name', async () => {
    const { body } = await as('data-steward', '/populations?by=bus,disability&where=disability:true').expect(200);
    expect(body).toMatchObject({
      period: YEAR,
      total: 30,
      groups: [{ group: { 'attribute:bus': 'red', disability: 'yes' }, n: 30 }],
    });
  });

  it('names what there is when something asked is unknown', async () => {
    const unknown = await as('data-steward', '/gaps?indicator=nonsense').expect(404);
    expect(unknown.body).toMatchObject({
      code: 'indicator/unknown',
      was: 'nonsense',
      wouldBeRight: expect.stringContaining('oss-any'),
    });
    expect((await as('data-steward', '/gaps?indicator=oss-any&by=shoe').expect(422)).body).toMatchObject({
      code: 'attribute/unknown',
      field: 'by',
    });
    await as('data-steward', '/gaps?indicator=oss-any&period=now').expect(400);
    await as('data-steward', '/gaps?indicator=oss-any&colour=red').expect(400);
    await as('data-steward', '/gaps?indicator=oss-any&district=d2').expect(404);
  });

  it('lists indicators and periods, and lets a district declare its own', async () => {
    const put = (id: string, body: object) =>
      request(server).put(`${V1}/indicators/${id}`).set('Authorization', 'Bearer data-steward').send(body);
    const belonging = {
      name: 'Belonging',
      source: 'observations',
      kind: 'mean',
      direction: 'higher-is-better',
      timing: 'leading',
    };
    const defined = await put('belonging', belonging).expect(200);
    expect(defined.body).toMatchObject({
      id: 'belonging',
      scale: 6,
      attribution: 'accountable',
      version: 1,
      builtIn: false,
    });
    expect(defined.headers['evenground-position']).toEqual(expect.any(String));
    expect((await put('belonging', belonging).expect(200)).body.version).toBe(1);
    expect((await put('belonging', { ...belonging, scale: 2 }).expect(200)).body.version).toBe(2);
    expect((await put('oss-any', belonging).expect(409)).body.code).toBe('indicator/built-in');
    await put('belonging', { name: 'B' }).expect((response) => expect([400, 422]).toContain(response.status));
    const { body } = await as('principal:A', '/indicators').expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['chronic-absence', 'graduation-4yr', 'belonging']),
    );
    expect((await as('principal:A', '/periods?indicator=chronic-absence').expect(200)).body).toEqual({ items: [YEAR] });
  });

  it('takes an indicator that a district declares over its records, and computes it at once', async () => {
    const put = (id: string, body: object) =>
      request(server).put(`${V1}/indicators/${id}`).set('Authorization', 'Bearer data-steward').send(body);
    const declared = {
      ...{ name: 'On the red bus', source: 'students', kind: 'rate', direction: 'parity', timing: 'leading' },
      reduce: {
        name: 'rows',
        when: [{ rows: [{ field: 'attribute:bus', anyOf: ['red'] }], take: { of: 'rows' }, atLeast: '1' }],
      },
    };
    await put('red-bus', declared).expect(200);
    await district.settled();
    const { body } = await as('data-steward', '/gaps?indicator=red-bus').expect(200);
    expect(body.groups).toMatchObject([{ n: 60, events: 60 }]);
    const unfit = await put('red-bus', { ...declared, source: 'counts' }).expect(422);
    expect(unfit.body).toMatchObject({ code: 'indicator/reducer-unfit', wouldBeRight: 'supplied' });
    await put('red-bus', { ...declared, reduce: { name: 'rows', when: [] } }).expect(422);
    const templates = await as('data-steward', '/indicator-templates').expect(200);
    expect(templates.body.items).toContainEqual(expect.objectContaining({ id: 'belonging', unit: 'response' }));
  });

  it('rebuilds for the administrator alone', async () => {
    const ask = (role: string) => request(server).post(`${V1}/rebuild`).set('Authorization', `Bearer ${role}`).send({});
    await ask('principal:A').expect(403);
    expect((await ask('district-administrator').expect(202)).body).toMatchObject({
      state: 'running',
      streams: expect.any(Array),
    });
    expect((await as('district-administrator', '/rebuild').expect(200)).body.items).toHaveLength(1);
  });
});
