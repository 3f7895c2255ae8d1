import type { INestApplication } from '@nestjs/common';
import { PROFILE_ATTRIBUTES } from '@evenground/contracts';
import request from 'supertest';
import { OneDistrict } from '../one-district.suite.js';

describe('what people choose from', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    await district.reference('schools', [
      { schoolId: 'M2', name: 'Mill Road School', level: 'middle' },
      { schoolId: 'A1', name: 'Alder School', level: 'elementary' },
      { schoolId: 'Z9' },
    ]);
    await district.settled();
  }, 30_000);
  afterAll(() => district.close());

  const scopeFor = (role: string) =>
    request(server).get('/api/diagnostics/v1/scope').set('Authorization', `Bearer ${role}`);

  const ALDER = { schoolId: 'A1', name: 'Alder School', level: 'elementary' };
  const MILL = { schoolId: 'M2', name: 'Mill Road School', level: 'middle' };

  it('is every school of the district in a fixed order, named or not, and every attribute of a profile', async () => {
    const { body } = await scopeFor('district-administrator').expect(200);
    expect(body).toEqual({
      schools: [ALDER, MILL, { schoolId: 'Z9', name: null, level: null }],
      attributes: [...PROFILE_ATTRIBUTES],
    });
  });

  it('is only the own school of somebody whose scope is a school', async () => {
    expect((await scopeFor('teacher:M2').expect(200)).body.schools).toEqual([MILL]);
    expect((await scopeFor('principal:nowhere').expect(200)).body.schools).toEqual([]);
  });

  it('is nothing for those who see only what was published', async () => {
    for (const role of ['state-analyst', 'advocate', 'respondent'])
      expect([role, (await scopeFor(role)).status]).toEqual([role, 403]);
  });

  it('is a table too', async () => {
    const { text } = await scopeFor('teacher:A1').set('Accept', 'text/csv').expect(200);
    expect(text.trim().split(/\r?\n/)).toEqual(['schoolId,name,level', 'A1,Alder School,elementary']);
  });

  it('follows a school that is renamed', async () => {
    await district.reference('schools', [{ schoolId: 'M2', name: 'Mill Street School', level: 'middle' }]);
    await district.settled();
    expect((await scopeFor('principal:M2').expect(200)).body.schools).toEqual([
      { ...MILL, name: 'Mill Street School' },
    ]);
  });
});
