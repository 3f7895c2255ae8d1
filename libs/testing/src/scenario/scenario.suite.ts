import type { Deployment } from '../deployment/deployment.js';
import { until } from '../deployment/api-client.js';
import { type Actor, csvOf } from './actor.js';
import { canonicalAnswers, exportDifferences } from './compare-exports.js';
import type { CycleActor } from './cycle-actor.js';
import { type Backup, ScenarioRun } from './scenario-run.js';
import {
  ATTENDANCE,
  ATTENDANCE_STATEMENT,
  READING,
  READING_STATEMENT,
  RIDES,
  TUTORING,
  checkOf,
  daysAgo,
  moreRides,
  readingRows,
  rideSessions,
  tutoringSessions,
} from './small-cycles.js';
import {
  DAYS,
  STUDENTS,
  THIS_YEAR,
  YEARS,
  belongingRows,
  courseRows,
  dayOfSecondYear,
  graduationRows,
  schoolOf,
  studentId,
  studentRow,
  yearlyAttendance,
} from './small-district.js';
import { takeInDistrict } from './take-in-district.js';

/**
 * The main job, told once, on any deployment: whatever happens to the input and to the process, the answers equal a
 * from-scratch recompute of what was accepted. Each step ends in a comparison of every breakdown.
 */
export function scenarioSuite(deployment: Deployment): void {
  const { patience = 1 } = deployment;
  const it = (name: string, run: () => Promise<void>, ms: number): void => test(name, run, ms * patience);

  describe(`the main job on ${deployment.name}`, () => {
    let run: ScenarioRun;
    let actor: Actor;
    let people: CycleActor;
    let backup: Backup;

    beforeAll(async () => {
      run = await ScenarioRun.start(deployment);
      ({ actor, people } = run);
    }, 90_000 * patience);
    afterAll(() => run.end(), 60_000 * patience);

    const [before, now] = YEARS;

    it('takes in a district: every type, two years', async () => {
      for (const sent of await takeInDistrict(actor)) {
        expect(sent).toMatchObject({
          status: 'completed',
          rows: STUDENTS.length,
          accepted: STUDENTS.length,
          quarantined: 0,
        });
      }
      await actor.upload('graduation', graduationRows());
      await run.expectEqual();
    }, 120_000);

    it('two cycles open: people state a gap, plan, and begin', async () => {
      await actor.upload('assessments', readingRows(before, { learners: 0.1, others: 0.9 }));
      await people.startCycle(READING, READING_STATEMENT, [TUTORING]);
      await people.startCycle(ATTENDANCE, ATTENDANCE_STATEMENT, [RIDES]);
      run.follow(READING.id, ATTENDANCE.id);
      await run.expectEqual();
    }, 60_000);

    it('deliveries move the fidelity; those that the rules refuse wait in quarantine', async () => {
      const [ride = {}, session = {}] = [rideSessions()[0], tutoringSessions()[0]];
      await people.deliver(tutoringSessions(), [
        { row: { ...session, deliveryId: 'x-early', date: daysAgo(90) }, code: 'delivery/before-start' },
        { row: { ...session, deliveryId: 'x-ahead', date: daysAgo(-2) }, code: 'delivery/in-the-future' },
        { row: { ...session, deliveryId: 'x-nobody', interventionId: 'never-planned' }, code: 'intervention/unknown' },
        { row: { ...session, deliveryId: 'x-east', schoolId: 'east' }, code: 'delivery/other-school' },
      ]);
      await people.deliver(rideSessions());
      await run.expectReflections();
      // Corrections: the same id again, a file that no longer has some, one by one at the intervention's own door.
      await people.deliver([{ ...session, quality: '1', planned: 'false' }]);
      await people.deliver([{ ...ride, minutes: '59.125', date: daysAgo(60) }]);
      await people.postDeliveries(RIDES.id, [
        { ...ride, deliveryId: 'p-1', minutes: '12.5', quality: '4' },
        { ...ride, deliveryId: 'p-2', minutes: '600', quality: '4' },
      ]);
      await run.expectReflections();
      await people.withdrawDelivery(RIDES.id, 'p-2');
      const kept = [...tutoringSessions().slice(3), ...rideSessions().slice(2)];
      await actor.upload('deliveries', kept, { mode: 'replace', confirm: 'true' });
      await run.expectReflections();
    }, 60_000);

    it('what observers and the frontline say is counted', async () => {
      for (const [at, school] of ['north', 'south', 'north'].entries())
        await people.check(
          TUTORING.id,
          checkOf(`c-${at}`, school, daysAgo(40 - at), ['yes', at === 1 ? 'partly' : 'yes', 'notSeen'], {
            quality: 3.5,
            offered: 24,
            attended: 19 + at,
          }),
        );
      await run.expectReflections();
      // The same check again takes its place; what people say of themselves weighs half.
      await people.check(TUTORING.id, checkOf('c-2', 'north', daysAgo(38), ['partly', 'yes', 'no'], { quality: 2 }));
      const self = { method: 'self', quality: 4, engagement: 0.75 } as const;
      await people.check(TUTORING.id, checkOf('c-3', 'south', daysAgo(10), ['yes', 'yes', 'yes'], self));
      await people.check(RIDES.id, checkOf('d-0', 'east', daysAgo(9), ['no', 'yes', 'yes'], { quality: 2.5 }));
      const heard = await people.report(READING.id, TUTORING.id, 'north', 'no-time');
      await people.report(READING.id, TUTORING.id, 'south', 'no-time');
      await people.report(READING.id, TUTORING.id, 'south', 'working');
      await people.answerReport(heard, 'principal');
      await run.expectReflections();
    }, 60_000);

    it('a pause takes its days, and deliveries of these days are refused', async () => {
      const [ride = {}, session = {}] = [rideSessions()[0], tutoringSessions()[0]];
      await people.pause(ATTENDANCE.id, { reason: 'the buses are being mended', resumeBy: daysAgo(-30) });
      await people.moveIntervention(TUTORING.id, 'pause', { reason: 'the tutors are ill' });
      await people.deliver(
        [],
        [
          { row: { ...ride, deliveryId: 'x-paused', date: daysAgo(0) }, code: 'delivery/not-running' },
          { row: { ...session, deliveryId: 'x-still', date: daysAgo(0) }, code: 'delivery/not-running' },
        ],
      );
      await run.expectReflections();
      await people.resume(ATTENDANCE.id);
      await people.moveIntervention(TUTORING.id, 'resume', {});
      await people.deliver([{ ...ride, deliveryId: 'r-after', date: daysAgo(0) }]);
      await run.expectReflections();
    }, 60_000);

    it('corrected data move the gap, and the verdict with it', async () => {
      await actor.upload('assessments', readingRows(now, { learners: 0.85, others: 1 }));
      await run.expectReflections();
      expect((await run.reflection(READING.id)).gap).toMatchObject({ status: 'narrowed', narrowed: true });
      await actor.upload('assessments', readingRows(now, { learners: 1, others: 0.2 }));
      await run.expectReflections();
      expect((await run.reflection(READING.id)).gap).toMatchObject({ status: 'reversed', narrowed: false });
      await actor.upload('assessments', readingRows(now, { learners: 0.45, others: 0.75 }));
      await run.expectEqual();
    }, 60_000);

    it('a corrected baseline is told beside the frozen one', async () => {
      const frozen = (await run.reflection(READING.id)).baseline;
      const corrected = readingRows(before, { learners: 1, others: 0.9 }).slice(0, 12);
      await actor.upload('assessments', corrected);
      await run.expectEqual();
      const after = await run.reflection(READING.id);
      expect(after.baseline).toEqual(frozen);
      expect(after.baselineCorrected).not.toBeNull();
    }, 60_000);

    it('the same file again is the same receipt and changes nothing', async () => {
      const rows = graduationRows();
      const first = await actor.begin('graduation', rows);
      const again = await actor.api.send('graduation', csvOf(rows));
      expect(again.body.uploadId).toBe(first);
      await actor.settle(first);
      await run.expectEqual();
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
      await run.expectEqual();
    }, 60_000);

    it('a student moves, another goes to two schools', async () => {
      await actor.upload('enrollments', [
        {
          studentId: studentId(1),
          schoolId: schoolOf(1),
          entryDate: dayOfSecondYear('08-20'),
          exitDate: dayOfSecondYear('09-08'),
          accountable: '',
        },
        {
          studentId: studentId(1),
          schoolId: 'east',
          entryDate: dayOfSecondYear('09-08'),
          exitDate: dayOfSecondYear('06-10'),
          accountable: '',
        },
        {
          studentId: studentId(2),
          schoolId: 'east',
          entryDate: dayOfSecondYear('08-20'),
          exitDate: dayOfSecondYear('06-10'),
          accountable: 'no',
        },
        {
          studentId: studentId(2),
          schoolId: 'north',
          entryDate: dayOfSecondYear('08-20'),
          exitDate: dayOfSecondYear('06-10'),
          accountable: 'yes',
        },
      ]);
      await run.expectEqual();
    }, 60_000);

    it('a changed calendar and a changed definition recompute everything', async () => {
      await actor.upload('calendar', [
        { schoolId: 'south', date: DAYS[3] ?? '', instructional: 'false' },
        { schoolId: 'south', date: DAYS[4] ?? '', instructional: 'false' },
      ]);
      await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 1 });
      await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '4');
      await run.expectEqual();
    }, 90_000);

    it('a declaration ends what uploads implied', async () => {
      await actor.declare('discipline', 'north', now, true);
      await actor.declare('discipline', 'south', before, true);
      await run.expectEqual();
    }, 60_000);

    it('survives an orderly and a violent restart', async () => {
      await run.restart('stop');
      await run.expectEqual();
      const upload = await actor.begin(
        'attendance',
        STUDENTS.map((index) => ({ ...yearlyAttendance(index, before), daysAbsent: String(index) })),
      );
      await run.restart('kill');
      await actor.settle(upload);
      await run.expectEqual();
    }, 120_000);

    it('a number of the year under way is provisional and gives no verdict', async () => {
      const interim = readingRows(THIS_YEAR, { learners: 1, others: 0.1 }).map((row) => ({
        ...row,
        date: `${THIS_YEAR.slice(0, 4)}-07-01`,
      }));
      await actor.upload('assessments', interim, { source: 'interim' });
      await run.expectEqual();
      const told = await run.reflection(READING.id);
      expect(told.gap).toMatchObject({ provisional: true, narrowed: false });
      // Taken back, the last year that is over speaks again.
      const none = interim.slice(0, 1).map((row) => ({ ...row, tested: 'false', proficient: '' }));
      await actor.upload('assessments', none, { source: 'interim', mode: 'replace', confirm: 'true' });
      await run.expectEqual();
      expect((await run.reflection(READING.id)).gap).toMatchObject({ provisional: false });
    }, 60_000);

    it('killed while deliveries, data and two rebuilds are under way, all of it ends as acknowledged', async () => {
      const uploads = [
        await actor.begin('deliveries', moreRides(400)),
        await actor.begin('assessments', readingRows(now, { learners: 0.6, others: 0.8 })),
      ];
      await run.beginRebuild('diagnostics');
      await run.beginRebuild('reporting');
      await run.restart('kill');
      for (const upload of uploads) await actor.settle(upload);
      await run.awaitRebuild('diagnostics');
      await run.awaitRebuild('reporting');
      await run.expectEqual();
    }, 120_000);

    it('what programs read and what spreadsheets read are the same numbers', async () => {
      expect((await exportDifferences(actor.api, actor.journal)).slice(0, 5)).toEqual([]);
    }, 60_000);

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
      await run.expectEqual();
      // A large older file really ends after the small one that replaces it: its later rows are too late.
      const rides = moreRides(50).map((ride) => ({ ...ride, remarks: 'no column of ours '.repeat(130) }));
      const sent = await actor.api.send('deliveries', csvOf(Array.from({ length: 600 }, () => rides).flat()));
      actor.note('deliveries', moreRides(50));
      const large = sent.body.uploadId;
      const small = await actor.begin('deliveries', rideSessions().slice(4), { mode: 'replace', confirm: 'true' });
      const [late, early] = [await actor.settle(large), await actor.settle(small)];
      expect(Date.parse(late.finishedAt ?? '')).toBeGreaterThan(Date.parse(early.finishedAt ?? ''));
      await run.expectEqual();
    }, 60_000);

    it('a newer small file stands, though an older large one ends later', async () => {
      const said = (index: number, daysAbsent: string) => ({ ...yearlyAttendance(index, before), daysAbsent });
      const [targets, others] = [STUDENTS.slice(0, 8), STUDENTS.slice(8)];
      const wide = others.map((index) => ({ ...said(index, '3'), remarks: 'no column of ours '.repeat(130) }));
      // The students of both files come last in the older one, when the newer one is through.
      const older = [...Array.from({ length: 250 }, () => wide).flat(), ...targets.map((index) => said(index, '2'))];
      const sent = await actor.api.send('attendance', csvOf(older));
      actor.note('attendance', [
        ...others.map((index) => said(index, '3')),
        ...targets.map((index) => said(index, '2')),
      ]);
      const small = await actor.begin(
        'attendance',
        targets.map((index) => said(index, '90')),
      );
      const [late, early] = [await actor.settle(sent.body.uploadId), await actor.settle(small)];
      expect(Date.parse(late.finishedAt ?? '')).toBeGreaterThan(Date.parse(early.finishedAt ?? ''));
      expect(late).toMatchObject({ rows: older.length, quarantined: 0 });
      await run.expectEqual();
    }, 60_000);

    it('rebuilds beside the living end in the same answers; that of reflections adds nothing to any history', async () => {
      const answers = await canonicalAnswers(actor.api, actor.journal);
      const sequences = async (): Promise<number[]> =>
        Promise.all([READING.id, ATTENDANCE.id].map(async (id) => (await run.reflection(id)).asOf.sequence));
      const told = await sequences();
      await run.rebuild('reporting');
      expect(await sequences()).toEqual(told);
      await run.rebuild('diagnostics');
      expect(await canonicalAnswers(actor.api, actor.journal)).toEqual(answers);
      await run.expectEqual();
    }, 120_000);

    it('an erased student is absent for ever, also from a file that comes later', async () => {
      backup = await run.backUp();
      await actor.erase(studentId(6));
      await expectErased();
      await run.restart('kill');
      await run.rebuild('diagnostics', 'reporting');
      await run.expectEqual();
    }, 180_000);

    it('a backup from before the erasure brings nobody back', async () => {
      await run.restore(backup);
      await expectErased();
      await run.rebuild('diagnostics', 'reporting');
      await run.expectEqual();
    }, 180_000);

    const expectErased = async (): Promise<void> => {
      await until(
        async () =>
          (await actor.api.get<{ total?: number }>('/api/diagnostics/v1/populations', { period: now, by: 'grade' }))
            .body.total,
        (total) => total === STUDENTS.length - 1,
        'the erased student is gone',
      );
      await run.expectReflections();
      const late = await actor.upload('students', [
        studentRow(6, now),
        studentRow(5, now, { gender: 'Male', disability: 'yes' }),
      ]);
      expect(late).toMatchObject({ rows: 2, quarantined: 1 });
      await run.expectEqual();
    };
  });
}
