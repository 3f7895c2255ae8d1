import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment, RunningDeployment } from '../deployment/embedded-process.js';
import { until } from '../deployment/api-client.js';
import { Actor, csvOf, expectStatus } from './actor.js';
import { differences } from './compare-answers.js';
import {
  DAYS,
  DISTRICT,
  STUDENTS,
  YEARS,
  assessmentRows,
  belongingRows,
  calendarRows,
  courseRows,
  dailyAttendance,
  disciplineRows,
  graduationRows,
  schoolOf,
  studentId,
  studentRow,
  yearlyAttendance,
} from './small-district.js';

/**
 * The main job, told once, on any deployment: whatever happens to the input and to the process, the answers equal a
 * from-scratch recompute of what was accepted. Each step ends in a comparison of every breakdown.
 */
export function scenarioSuite(deployment: Deployment): void {
  describe(`the main job on ${deployment.name}`, () => {
    let directory: string;
    let product: RunningDeployment;
    let actor: Actor;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'evenground-scenario-'));
      product = await deployment.start({ dataDirectory: directory, district: DISTRICT });
      actor = new Actor(product.api);
    }, 90_000);
    afterAll(async () => {
      await product.stop();
      await rm(directory, { recursive: true, force: true });
    }, 60_000);

    const restart = async (how: 'stop' | 'kill'): Promise<void> => {
      await product[how]();
      product = await deployment.start({ dataDirectory: directory, district: DISTRICT, port: product.port });
      actor.api = product.api;
    };
    const expectEqual = async (): Promise<void> => {
      expect((await differences(actor.api, actor.journal, { attributes: ['attribute:house'] })).slice(0, 5)).toEqual(
        [],
      );
    };
    const [before, now] = YEARS;

    it('takes in a district: every type, two years', async () => {
      await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 6 });
      await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '3');
      await actor.upload('calendar', calendarRows());
      for (const year of YEARS) {
        const sent = await actor.upload(
          'students',
          STUDENTS.map((index) => studentRow(index, year)),
        );
        expect(sent).toMatchObject({
          status: 'completed',
          rows: STUDENTS.length,
          accepted: STUDENTS.length,
          quarantined: 0,
        });
        await actor.upload('discipline', disciplineRows(year));
        await actor.upload('courses', courseRows(year));
        await actor.upload('assessments', assessmentRows(year));
        await actor.upload('observations', belongingRows(year));
      }
      await actor.upload(
        'attendance',
        STUDENTS.map((index) => yearlyAttendance(index, before)),
      );
      await actor.upload('attendance', STUDENTS.flatMap(dailyAttendance));
      await actor.upload('graduation', graduationRows());
      await expectEqual();
    }, 120_000);

    it('the same file again is the same receipt and changes nothing', async () => {
      const rows = graduationRows();
      const first = await actor.begin('graduation', rows);
      const again = await actor.api.send('graduation', csvOf(rows));
      expect(again.body.uploadId).toBe(first);
      await actor.settle(first);
      await expectEqual();
    }, 60_000);

    it('corrections replace, wherever they come from', async () => {
      await actor.upload('students', [
        studentRow(3, now, { raceEthnicity: 'White', englishLearner: 'yes' }),
        studentRow(4, before, { disability: '' }),
      ]);
      await actor.upload('attendance', [
        yearlyAttendance(9, before),
        { ...yearlyAttendance(10, before), daysAbsent: '90' },
      ]);
      await actor.upload('observations', [{ ...belongingRows(now)[5], value: '2.0000005' } as Record<string, string>]);
      await expectEqual();
    }, 60_000);

    it('a student moves, another goes to two schools', async () => {
      await actor.upload('enrollments', [
        {
          studentId: studentId(1),
          schoolId: schoolOf(1),
          entryDate: '2025-08-20',
          exitDate: '2025-09-08',
          accountable: '',
        },
        { studentId: studentId(1), schoolId: 'east', entryDate: '2025-09-08', exitDate: '2026-06-10', accountable: '' },
        {
          studentId: studentId(2),
          schoolId: 'east',
          entryDate: '2025-08-20',
          exitDate: '2026-06-10',
          accountable: 'no',
        },
        {
          studentId: studentId(2),
          schoolId: 'north',
          entryDate: '2025-08-20',
          exitDate: '2026-06-10',
          accountable: 'yes',
        },
      ]);
      await expectEqual();
    }, 60_000);

    it('a changed calendar and a changed definition recompute everything', async () => {
      await actor.upload('calendar', [
        { schoolId: 'south', date: DAYS[3] ?? '', instructional: 'false' },
        { schoolId: 'south', date: DAYS[4] ?? '', instructional: 'false' },
      ]);
      await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 1 });
      await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '4');
      await expectEqual();
    }, 90_000);

    it('a declaration ends what uploads implied', async () => {
      await actor.declare('discipline', 'north', now, true);
      await actor.declare('discipline', 'south', before, true);
      await expectEqual();
    }, 60_000);

    it('survives an orderly and a violent restart', async () => {
      await restart('stop');
      await expectEqual();
      const upload = await actor.begin(
        'attendance',
        STUDENTS.map((index) => ({ ...yearlyAttendance(index, before), daysAbsent: String(index) })),
      );
      await restart('kill');
      await actor.settle(upload);
      await expectEqual();
    }, 120_000);

    it('a replace withdraws what the file no longer has, and an upload that finishes late resurrects nothing', async () => {
      const kept = courseRows(now).filter((_, index) => index % 8 !== 0);
      const older = courseRows(now).map((row) => ({ ...row, level: 'ap' }));
      // Both are accepted one after the other and processed at once; only their order of acceptance counts.
      const [first, second] = [
        await actor.begin('courses', older),
        await actor.begin('courses', kept, { mode: 'replace', confirm: 'true' }),
      ];
      await actor.settle(second);
      await actor.settle(first);
      await expectEqual();
    }, 60_000);

    it('a rebuild beside the living ends in the same answers', async () => {
      await rebuild(actor, 'diagnostics');
      await expectEqual();
    }, 120_000);

    it('an erased student is absent for ever, also from a file that comes later', async () => {
      await actor.erase(studentId(6));
      await until(
        async () =>
          (await actor.api.get<{ total?: number }>('/api/diagnostics/v1/populations', { period: now, by: 'grade' }))
            .body.total,
        (total) => total === STUDENTS.length - 1,
        'the erased student is gone',
      );
      await expectEqual();
      const late = await actor.upload('students', [studentRow(6, now), studentRow(5, now)]);
      expect(late).toMatchObject({ rows: 2, quarantined: 1 });
      await expectEqual();
      await restart('kill');
      await rebuild(actor, 'diagnostics');
      await expectEqual();
    }, 180_000);
  });
}

async function rebuild(actor: Actor, service: 'diagnostics' | 'reporting'): Promise<void> {
  const query = { district: actor.api.district };
  await expectStatus(actor.api.post(`/api/${service}/v1/rebuild`, {}, { query }), [200, 201, 202]);
  await until(
    async () => (await actor.api.get<{ state?: string; status?: string }>(`/api/${service}/v1/rebuild`)).body,
    (body) => ['done', 'completed', 'idle', 'none'].includes(String(body.status ?? body.state)),
    `the rebuild of ${service} ends`,
    90_000,
  );
}
