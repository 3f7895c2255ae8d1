import { createHash } from 'node:crypto';
import type { Deployment } from '../deployment/deployment.js';
import { until } from '../deployment/api-client.js';
import { canonicalAnswers, canonicalExports } from './compare-exports.js';
import { ScenarioRun } from './scenario-run.js';
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

/** What a deployment answers in the end, as lines that must be the same on every other one, and their hashes. */
export interface Parity {
  readonly answers: readonly string[];
  readonly exports: readonly string[];
  /** SHA-256 of answers and of exports, hex. */
  readonly hashes: { readonly answers: string; readonly exports: string };
}

/** A year of a district with two cycles, compared with the oracle on the way; the same on every deployment. */
export async function parityOf(deployment: Deployment): Promise<Parity> {
  const run = await ScenarioRun.start(deployment);
  try {
    await liveThrough(run);
    const { api, journal } = run.actor;
    const read = async () => [await canonicalAnswers(api, journal), await canonicalExports(api, journal)] as const;
    let [answers, exports] = await read();
    // Copies may be a moment apart: what is compared is what they say when nothing moves any more.
    await until(
      async () => {
        const [earlierAnswers, earlierExports] = [answers, exports];
        [answers, exports] = await read();
        return hashOf([...answers, ...exports]) === hashOf([...earlierAnswers, ...earlierExports]);
      },
      (isSame) => isSame,
      'answers stay the same',
      60_000,
    );
    return { answers, exports, hashes: { answers: hashOf(answers), exports: hashOf(exports) } };
  } finally {
    await run.end();
  }
}

async function liveThrough(run: ScenarioRun): Promise<void> {
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
  await run.expectEqual();
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
