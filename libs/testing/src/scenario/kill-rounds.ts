import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment, RunningDeployment } from '../deployment/deployment.js';
import { Actor, type Row, csvOf } from './actor.js';
import { type Difference, differences } from './compare-answers.js';
import {
  DISTRICT,
  STUDENTS,
  YEARS,
  assessmentRows,
  belongingRows,
  calendarRows,
  courseRows,
  dailyAttendance,
  disciplineRows,
  mix,
  studentRow,
  yearlyAttendance,
} from './small-district.js';

export interface KillRound {
  readonly round: number;
  readonly seed: number;
  /** Whether work was under way when the process died: an upload not yet visible or a request not yet answered. */
  readonly hurt: boolean;
  readonly unanswered: number;
  readonly unfinished: number;
  readonly readyMs: number;
  readonly differences: readonly Difference[];
}

export interface KillRun {
  readonly rounds: readonly KillRound[];
  readonly hurting: number;
}

/**
 * Sends files, kills the process with SIGKILL at a random instant, starts it again, repeats what had no answer under
 * the same Idempotency-Key, and compares every answer with the oracle. A round in which nothing was under way does not
 * count; the run goes on until `rounds` rounds really hurt (at most three times as many are tried).
 */
export async function killRounds(
  deployment: Deployment,
  options: { rounds: number; seed: number; onRound?: (round: KillRound) => void },
): Promise<KillRun> {
  const directory = await mkdtemp(join(tmpdir(), 'evenground-kill-'));
  const journalFile = openSync(join(directory, 'client-journal.ndjson'), 'a');
  const rounds: KillRound[] = [];
  let product = await deployment.start({ dataDirectory: directory, district: DISTRICT });
  const actor = new Actor(product.api);
  const acknowledged = (line: object): void => {
    appendFileSync(journalFile, `${JSON.stringify(line)}\n`);
    fsyncSync(journalFile);
  };
  try {
    await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 6 });
    await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '3');
    await actor.upload('calendar', calendarRows());
    await actor.upload(
      'students',
      STUDENTS.map((index) => studentRow(index, YEARS[1])),
    );

    for (
      let round = 1;
      rounds.filter((done) => done.hurt).length < options.rounds && round <= options.rounds * 3;
      round++
    ) {
      const seed = options.seed + round;
      const files = filesOf(seed);
      const killAfterMs = mix(seed, 'instant') * 400;
      let dead = false;
      const death = (async () => {
        await pause(killAfterMs);
        await product.kill();
        dead = true;
      })();
      const sent: string[] = [];
      const unanswered: PendingFile[] = [];
      for (const file of files) {
        if (dead) break;
        const key = `${seed}-${file.type}-${file.name}`;
        const answer = await product.api
          .send(file.type, csvOf(file.rows), file.query, { 'idempotency-key': key })
          .catch(() => undefined);
        if (answer === undefined) {
          unanswered.push({ ...file, key });
          break; // its place in the order is only known once it is answered
        }
        if (answer.status !== 202)
          throw new Error(`round ${round}: ${file.type} was answered ${answer.status}: ${answer.text}`);
        acknowledged({ round, key, uploadId: answer.body.uploadId });
        actor.note(file.type, file.rows, file.query);
        sent.push(answer.body.uploadId);
      }
      await death;
      const restarted = performance.now();
      product = await deployment.start({ dataDirectory: directory, district: DISTRICT, port: product.port });
      const readyMs = performance.now() - restarted;
      actor.api = product.api;
      const unfinished = (await Promise.all(sent.map((id) => product.api.status(id)))).filter(
        (status) => status.status !== 'completed' || !status.visible,
      ).length;
      for (const file of unanswered) sent.push(await again(actor, file));
      for (const uploadId of sent) await actor.settle(uploadId);
      const done: KillRound = {
        round,
        seed,
        hurt: unfinished + unanswered.length > 0,
        unanswered: unanswered.length,
        unfinished,
        readyMs,
        differences: await differences(product.api, actor.journal, { attributes: ['attribute:house'] }),
      };
      rounds.push(done);
      options.onRound?.(done);
      if (done.differences.length > 0) break;
    }
    return { rounds, hurting: rounds.filter((round) => round.hurt).length };
  } finally {
    closeSync(journalFile);
    await stopped(product);
    await rm(directory, { recursive: true, force: true });
  }
}

interface PlannedFile {
  readonly type: string;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly query: Record<string, string>;
}
interface PendingFile extends PlannedFile {
  readonly key: string;
}

async function again(actor: Actor, file: PendingFile): Promise<string> {
  const answer = await actor.api.send(file.type, csvOf(file.rows), file.query, { 'idempotency-key': file.key });
  if (answer.status !== 202) throw new Error(`the repeated ${file.type} was answered ${answer.status}: ${answer.text}`);
  actor.note(file.type, file.rows, file.query);
  return answer.body.uploadId;
}

async function stopped(product: RunningDeployment): Promise<void> {
  await product.stop();
}

/** Six files of a round: new values, corrections, duplicates, rows in another order, sometimes a replace. */
function filesOf(seed: number): PlannedFile[] {
  const year = YEARS[seed % 2] ?? YEARS[1];
  const shaken = <T>(rows: readonly T[], purpose: string): T[] =>
    rows
      .map((row, index) => ({ row, at: mix(index + seed, purpose) }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
  const changed = STUDENTS.filter((index) => mix(index + seed, 'changed') < 0.4);
  const twice = <T>(rows: readonly T[]): T[] => [...rows, ...rows.filter((_, index) => index % 20 === 0)];
  const courses = courseRows(year).filter((_, index) => mix(index + seed, 'kept') < 0.9);
  return [
    {
      type: 'students',
      name: 'a',
      rows: changed.map((index) =>
        studentRow(index, year, {
          englishLearner: mix(index + seed, 'el') < 0.5 ? 'yes' : 'no',
          gender: mix(index + seed, 'g') < 0.5 ? 'Female' : 'Male',
        }),
      ),
      query: {},
    },
    {
      type: 'attendance',
      name: 'a',
      rows: twice(
        shaken(
          STUDENTS.flatMap(dailyAttendance).map((row, index) => ({
            ...row,
            status: mix(index + seed, 'status') < 0.1 ? 'unexcused' : (row['status'] ?? ''),
          })),
          'order',
        ),
      ),
      query: {},
    },
    {
      type: 'observations',
      name: 'a',
      rows: belongingRows(year).map((row, index) => ({
        ...row,
        value: (1 + mix(index + seed, 'value') * 4).toFixed(8),
      })),
      query: {},
    },
    {
      type: 'discipline',
      name: 'a',
      rows: disciplineRows(year).filter((_, index) => mix(index + seed, 'incident') < 0.8),
      query: {},
    },
    { type: 'courses', name: 'a', rows: courses, query: seed % 3 === 0 ? { mode: 'replace', confirm: 'true' } : {} },
    { type: 'assessments', name: 'a', rows: shaken(assessmentRows(year), 'assessments'), query: {} },
    {
      type: 'attendance',
      name: 'b',
      rows: STUDENTS.map((index) => ({
        ...yearlyAttendance(index, YEARS[0]),
        daysAbsent: String(Math.floor(mix(index + seed, 'absent') * 40) / 2),
        daysEnrolled: '180',
      })),
      query: {},
    },
  ];
}
