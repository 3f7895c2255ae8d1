import type { ScenarioRun } from './scenario-run.js';
import {
  ATTENDANCE,
  ATTENDANCE_STATEMENT,
  READING,
  READING_STATEMENT,
  RIDES,
  TUTORING,
  checkOf,
  daysAgo,
  readingRows,
  rideSessions,
  tutoringSessions,
} from './small-cycles.js';
import { YEARS, studentRow } from './small-district.js';
import { takeInDistrict } from './take-in-district.js';

/** A year of the small district: its data, two cycles, what was delivered and observed, and corrections. */
export async function liveThroughYear(run: ScenarioRun): Promise<void> {
  const { actor, people } = run;
  const [before, now] = YEARS;
  await takeInDistrict(actor);
  await actor.upload('assessments', readingRows(before, { learners: 0.1, others: 0.9 }));
  await people.startCycle(READING, READING_STATEMENT, [TUTORING]);
  await people.startCycle(ATTENDANCE, ATTENDANCE_STATEMENT, [RIDES]);
  run.follow(READING.id, ATTENDANCE.id);
  await people.deliver(tutoringSessions());
  await people.deliver(rideSessions());
  await people.check(TUTORING.id, checkOf('c-0', 'north', daysAgo(40), ['yes', 'partly', 'notSeen'], { quality: 3.5 }));
  await actor.upload('assessments', readingRows(now, { learners: 0.85, others: 1 }));
  await actor.upload('students', [studentRow(3, now, { raceEthnicity: 'White', englishLearner: 'yes' })]);
}
