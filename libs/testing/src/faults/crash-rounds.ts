import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Death, armProcess, armedDeployment, deathsIn } from '../deployment/armed-process.js';
import type { RunningDeployment } from '../deployment/deployment.js';
import { Actor, type Row, csvOf } from '../scenario/actor.js';
import { type Difference, differences } from '../scenario/compare-answers.js';
import { DISTRICT, STUDENTS, YEARS, assessmentRows, studentRow, yearlyAttendance } from '../scenario/small-district.js';

export interface CrashRound extends Death {
  /** Whether the process died there, and not elsewhere or not at all. */
  readonly hasDied: boolean;
  readonly readyMs: number;
  readonly differences: readonly Difference[];
}

interface PlannedFile {
  readonly type: string;
  readonly rows: readonly Row[];
}

const PATIENCE_MS = 15_000; // the work of a round takes well under one second
const FEW = STUDENTS.slice(0, 12);

/**
 * The whole process, killed at each named instant while it takes in an upload; started again, it answers as the oracle
 * does. All rounds are of one district, so that what one of them lost or doubled shows in all that follow.
 */
export async function crashRounds(deaths: readonly Death[]): Promise<readonly CrashRound[]> {
  const directory = await mkdtemp(join(tmpdir(), 'evenground-crash-'));
  const deployment = armedDeployment();
  const rounds: CrashRound[] = [];
  let product = await deployment.start({ dataDirectory: directory, district: DISTRICT });
  const actor = new Actor(product.api);
  try {
    await actor.upload(
      'students',
      FEW.map((index) => studentRow(index, YEARS[1])),
    );
    for (const [at, death] of deaths.entries()) {
      const deathsBefore = deathsIn(directory).length;
      await armProcess(product, directory, death);
      const unanswered: PlannedFile[] = [];
      const sent: string[] = [];
      for (const file of filesOf(at)) {
        if (unanswered.length > 0) {
          unanswered.push(file);
          continue;
        }
        const uploadId = await send(actor, product, file, at).catch(() => undefined);
        if (uploadId === undefined) unanswered.push(file);
        else sent.push(uploadId);
      }
      await Promise.race([product.exited, pause(PATIENCE_MS, undefined, { ref: false })]);
      await product.kill(); // a point that this input does not reach; the round says so by `hasDied`
      const restarted = performance.now();
      product = await deployment.start({ dataDirectory: directory, district: DISTRICT, port: product.port });
      const readyMs = performance.now() - restarted;
      actor.api = product.api;
      for (const file of unanswered) sent.push(await send(actor, product, file, at));
      for (const uploadId of sent) await actor.settle(uploadId);
      const died = deathsIn(directory)[deathsBefore];
      rounds.push({
        ...death,
        ...{ readyMs, hasDied: died?.point === death.point && died.hit === death.hit },
        differences: await differences(product.api, actor.journal),
      });
    }
    return rounds;
  } finally {
    await product.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

/** An upload under its own Idempotency-Key; only what was acknowledged is noted. */
async function send(actor: Actor, product: RunningDeployment, { type, rows }: PlannedFile, round: number) {
  const answer = await product.api.send(type, csvOf(rows), {}, { 'idempotency-key': `${round}-${type}` });
  if (answer.status !== 202) throw new Error(`${type} was answered ${answer.status}: ${answer.text}`);
  actor.note(type, rows);
  return answer.body.uploadId;
}

/** Every round corrects what the one before said. */
function filesOf(round: number): readonly PlannedFile[] {
  const grade = String(6 + (round % 6));
  return [
    {
      type: 'students',
      rows: FEW.map((index) => studentRow(index, YEARS[1], index % 3 === round % 3 ? { grade } : {})),
    },
    {
      type: 'attendance',
      rows: FEW.map((index) => ({
        ...yearlyAttendance(index, YEARS[1]),
        daysAbsent: String((index * 5 + round * 7) % 36),
      })),
    },
    {
      type: 'assessments',
      rows: assessmentRows(YEARS[1])
        .filter((row) => row['assessment'] === 'state-reading')
        .slice(0, FEW.length)
        .map((row, index) =>
          row['tested'] === 'true' ? { ...row, proficient: String((index + round) % 2 === 0) } : row,
        ),
    },
  ];
}
