import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import type { ProblemStatementPost } from '@evenground/contracts';
import { DISTRICT, OneDistrict, type Row } from '../one-district.suite.js';

const V1 = '/api/diagnostics/v1';
const YEARS = ['2022-23', '2023-24', '2024-25'] as const;
const SCHOOLS = ['A', 'B', 'C'];
const deadline = `${new Date().getUTCFullYear() + 3}-06-30`;

/** Of 40 English learners a school, so many were absent in each of three years: A 20, 18, 16; B 20, 20, 20; C 20, 14, 15. */
const ABSENT: Readonly<Record<string, readonly number[]>> = { A: [20, 18, 16], B: [20, 20, 20], C: [20, 14, 15] };

describe('a problem statement over HTTP', () => {
  let district: OneDistrict;
  let server: ReturnType<INestApplication['getHttpServer']>;
  beforeAll(async () => {
    district = await OneDistrict.open();
    server = (await district.http()).app.getHttpServer();
    for (const [index, schoolYear] of YEARS.entries()) {
      const students: Row[] = [];
      const attendance: Row[] = [];
      for (const schoolId of SCHOOLS) {
        for (let seat = 0; seat < 80; seat += 1) {
          const student = `${seat % 3}.0.${schoolId}${seat}`;
          const isLearner = seat < 40;
          const isAbsent = isLearner ? seat < ABSENT[schoolId]![index]! : seat < 44;
          students.push({ student, schoolYear, schoolId, englishLearner: isLearner, gender: seat < 6 ? 'X' : 'F' });
          attendance.push({ student, schoolYear, daysEnrolled: '180', daysAbsent: isAbsent ? '40' : '2' });
        }
      }
      await district.rows('students', students);
      await district.rows('attendance', attendance);
    }
    for (const id of ['c1', 'c2']) {
      const cycle = {
        ...{ id, district: DISTRICT, title: 'Days', level: 'district', schoolIds: [], area: 'attendance' },
        ...{ schoolYear: '2025-26', state: 'diagnosing', leadIds: [], startedOn: '2025-08-01' },
        ...{ reviewDueOn: '2026-06-01', annualDueOn: '2026-08-01', interventions: [], pauses: [] },
      };
      await district.publish('interventions.cycles', `${DISTRICT}/${id}`, 'cycle.opened', {
        ...{ district: DISTRICT, cycleId: id, cycle },
      });
    }
    await district.settled();
  }, 60_000);
  afterAll(() => district.close());

  // 51 of 120 English learners in 2024-25
  const sound = {
    ...{ cycleId: 'c1', indicator: 'chronic-absence', group: { englishLearner: 'true' } },
    ...{ baseline: 51 / 120, baselinePeriod: '2024-25', target: 0.25, deadline },
  };
  const post = (change: Partial<Record<keyof ProblemStatementPost, unknown>>) =>
    request(server)
      .post(`${V1}/problem-statements`)
      .set('Authorization', 'Bearer district-administrator')
      .send({ ...sound, ...change });

  it('tells the way to the target, and how often so much was achieved before', async () => {
    const { body } = await post({}).expect(201);
    const years = Number(deadline.slice(0, 4)) - 2025;
    expect(body.trajectory).toMatchObject({ years, requiredPerYear: expect.closeTo((0.25 - 51 / 120) / years, 12) });
    expect(body.trajectory.points[0]).toEqual({ on: '2025-06-30', value: 51 / 120 });
    expect(body.trajectory.points.at(-1)).toEqual({ on: deadline, value: 0.25 });
    // Six changes of a school a year: −2, −2, 0, 0, −6, +1 of 40; asked is 0.175 ÷ years
    const asked = 0.175 / years;
    const achieved = [2, 2, 0, 0, 6, -1].filter((fewer) => fewer / 40 >= asked - 1e-12).length;
    expect(body.feasibility).toMatchObject({ basis: 'school-years', comparable: 6, achieved, share: achieved / 6 });
    expect(body.feasibility.reading.english).toContain('Of 6 comparable changes');
    expect(body.priority).toBe(true);
  });

  it.each([
    ['without a baseline', { baseline: undefined }, 'problem/baseline-missing', 'baseline', '0.425'],
    ['with a baseline in percent', { baseline: 42.5 }, 'problem/baseline-differs', 'baseline', '0.425'],
    ['with a target in percent', { target: 25 }, 'problem/target-out-of-range', 'target', '0.25'],
    [
      'of a group nobody is in',
      { group: { englishLearner: 'true', gender: 'Q' } },
      'problem/group-unknown',
      'group',
      undefined,
    ],
    ['of an attribute nobody has', { group: { shoe: '42' } }, 'problem/group-unknown', 'group', undefined],
    ['with a target on the wrong side', { target: 0.5 }, 'problem/levelling-down', 'target', undefined],
    ['with the baseline as its target', { target: 51 / 120 }, 'problem/target-direction', 'target', undefined],
    ['with a deadline in the past', { deadline: '2020-06-30' }, 'problem/deadline-passed', 'deadline', undefined],
  ])('is refused %s, with what would be right', async (_name, change, code, field, wouldBeRight) => {
    const { body } = await post(change).expect(422);
    expect(body).toMatchObject({ code, field, ...(wouldBeRight !== undefined && { wouldBeRight }) });
  });

  it('is refused of fewer students than the minimum', async () => {
    const asked = { group: { gender: 'X' }, scope: { schoolIds: ['A'] }, baseline: 1, target: 0.5 };
    const { body } = await post(asked).expect(422);
    expect(body).toMatchObject({ code: 'problem/too-few-students', was: 6, wouldBeRight: 'at least 10 students' });
  });

  it('beside the one a cycle has adopted needs a reason, and is no second priority', async () => {
    const first = await post({ cycleId: 'c2' }).expect(201);
    const adopt = (id: string) =>
      request(server)
        .post(`${V1}/problem-statements/${id}/adopt`)
        .set('Authorization', 'Bearer district-administrator')
        .send({});
    await adopt(first.body.id).expect(200);
    const refused = await post({ cycleId: 'c2', target: 0.3 }).expect(409);
    expect(refused.body).toMatchObject({
      code: 'problem/already-adopted',
      field: 'reason',
      statementId: first.body.id,
    });
    const second = await post({ cycleId: 'c2', target: 0.3, reason: 'Buses of two schools changed' }).expect(201);
    expect(second.body).toMatchObject({ priority: false, reason: 'Buses of two schools changed', state: 'valid' });
    expect((await adopt(second.body.id).expect(409)).body.code).toBe('problem/already-adopted');
  });
});
