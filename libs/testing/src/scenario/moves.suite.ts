import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../deployment/api-client.js';
import { armedDeployment } from '../deployment/armed-process.js';
import type { ClusterDeployment } from '../deployment/cluster-deployment.js';
import { embeddedDeployment } from '../deployment/embedded-process.js';
import type { Actor, Row } from './actor.js';
import { csvOf } from './actor.js';
import { canonicalAnswers, canonicalExports } from './compare-exports.js';
import type { CycleActor } from './cycle-actor.js';
import { ScenarioRun } from './scenario-run.js';
import {
  ATTENDANCE,
  READING,
  RIDES,
  TUTORING,
  checkOf,
  daysAgo,
  rideSessions,
  tutoringSessions,
} from './small-cycles.js';
import { STUDENTS, YEARS, courseRows, studentId, studentRow } from './small-district.js';
import { liveThroughYear } from './year-of-life.js';

/** How often a file says the same rows: it must be in hand until the process is killed, or has ended in order. */
const TIMES = { untilKilled: 200, untilStopped: 1_200 } as const;
const ERASED_AT = 6;
const ERASED = studentId(ERASED_AT);
const ABOUT_COURSES = /advanced|course|dual|honors/;

/**
 * A district that has lived moves from one process to the cluster and back. Each time it leaves with an upload in hand and
 * with events that nobody has handled; everything else it is told afterwards is what it was told before, to the byte.
 */
export function moveSuite(cluster: ClusterDeployment): void {
  const { patience = 1 } = cluster;

  describe(`a district that has lived moves to ${cluster.name} and back`, () => {
    let run: ScenarioRun;
    let actor: Actor;
    let people: CycleActor;
    let before: Told;
    let inHand: string;
    let pending: string;

    beforeAll(async () => {
      run = await ScenarioRun.start(embeddedDeployment);
      ({ actor, people } = run);
    }, 90_000);
    afterAll(() => run.end(), 60_000 * patience);

    it('it lives: uploads, corrections, two cycles with a log, refused deliveries, an erasure', async () => {
      await liveThroughYear(run);
      const [session = {}] = tutoringSessions();
      const early = { ...session, deliveryId: 'x-early', date: daysAgo(90) };
      await people.deliver([], [{ row: early, code: 'delivery/before-start' }]);
      await people.report(READING.id, TUTORING.id, 'north', 'no-time');
      await actor.erase(ERASED);
      await expectErased(run);
      await run.expectReflections();
    }, 120_000);

    it(
      'to the cluster: with an upload in hand and events that nobody has handled',
      async () => {
        before = await told(run);
        await run.goOnAs(armedDeployment(['ingestion']));
        pending = await actor.begin('courses', someCourses('dual', 'pending'));
        await completed(run, pending);
        inHand = await beginLong(run, 'ap', TIMES.untilKilled);
        await run.product.kill();
        await run.moveTo(cluster, async (from, to) => {
          const says = await cluster.migrate('cluster', to, from.dataDirectory);
          expect(says).toMatch(/the bodies of 1 unfinished uploads .* rest in/);
          await cp(join(from.dataDirectory, 'spool'), join(cluster.ingestionDirectory(to), 'spool'), {
            recursive: true,
          });
        });
        await expectMoved();
      },
      180_000 * patience,
    );

    it(
      'life goes on there',
      async () => {
        await liveOn('there', 20);
      },
      60_000 * patience,
    );

    it(
      'and back: with an upload in hand and events that Kafka never got',
      async () => {
        before = await told(run);
        await cluster.refuseEvents(run.places, ['ingestion.records', 'ingestion.deliveries', 'ingestion.reference']);
        pending = await actor.begin('courses', someCourses('regular', 'pending again'));
        await completed(run, pending);
        expect(await unsentEvents(run)).toBeGreaterThan(0);
        inHand = await beginLong(run, 'honors', TIMES.untilStopped);
        await run.product.stop();
        await run.moveTo(embeddedDeployment, async (from, to) => {
          const move = () => cluster.migrate('embedded', from, to.dataDirectory);
          await expect(move()).rejects.toThrow(/the bodies of 1 unfinished uploads .* do not rest in/);
          await cp(join(cluster.ingestionDirectory(from), 'spool'), join(to.dataDirectory, 'spool'), {
            recursive: true,
          });
          await move();
        });
        await expectMoved();
      },
      180_000 * patience,
    );

    it('life goes on here, and the erased student stays away', async () => {
      await liveOn('here', 10);
      await run.expectEqual();
    }, 60_000);

    /** What was in hand and what was pending comes to its end, which courses alone tell of; all else is as it was. */
    async function expectMoved(): Promise<void> {
      for (const upload of [pending, inHand]) expect(await actor.settle(upload)).toMatchObject({ quarantined: 0 });
      await run.expectEqual();
      const after = await told(run);
      expect(after.memory).toEqual(before.memory);
      const changed = [...changes(before.answers, after.answers), ...changes(before.exports, after.exports)];
      expect(changed.length).toBeGreaterThan(0);
      expect(changed.filter((line) => !ABOUT_COURSES.test(line))).toEqual([]);
    }

    async function liveOn(where: string, index: number): Promise<void> {
      const [ride = {}] = rideSessions();
      await people.deliver([{ ...ride, deliveryId: `r-${where}`, minutes: '41.75' }]);
      await people.check(RIDES.id, checkOf(`d-${where}`, 'east', daysAgo(9), ['no', 'yes', 'yes'], { quality: 2.5 }));
      await people.report(ATTENDANCE.id, RIDES.id, 'east', 'working');
      await actor.upload('students', [studentRow(index, YEARS[1], { englishLearner: 'yes', disability: 'yes' })]);
      await expectErased(run);
      await run.expectReflections();
    }
  });
}

/** What a district is told of itself. */
interface Told {
  readonly answers: readonly string[];
  readonly exports: readonly string[];
  /** What was done and said so far, with its instants. */
  readonly memory: readonly string[];
}

async function told(run: ScenarioRun): Promise<Told> {
  const { api, journal } = run.actor;
  return {
    answers: await canonicalAnswers(api, journal),
    exports: await canonicalExports(api, journal),
    memory: await memory(run),
  };
}

async function memory({ actor }: ScenarioRun): Promise<readonly string[]> {
  const whole = { limit: '200' };
  const asked = [
    ...[READING.id, ATTENDANCE.id].flatMap((id) => [
      [`/api/reporting/v1/cycles/${id}/reflection/history`, whole] as const,
      [`/api/interventions/v1/cycles/${id}`, {}] as const,
      [`/api/interventions/v1/cycles/${id}/log`, whole] as const,
      [`/api/interventions/v1/cycles/${id}/log/head`, {}] as const,
    ]),
    ...[TUTORING.id, RIDES.id].flatMap((id) => [
      [`/api/interventions/v1/interventions/${id}`, {}] as const,
      [`/api/interventions/v1/interventions/${id}/deliveries`, whole] as const,
      [`/api/interventions/v1/interventions/${id}/fidelity-checks`, whole] as const,
    ]),
    ['/api/feedback/v1/frontline-reports', whole] as const,
    ['/api/diagnostics/v1/problem-statements', {}] as const,
    ['/api/diagnostics/v1/indicators', {}] as const,
    ...['ingestion', 'diagnostics', 'interventions', 'feedback', 'reporting'].map(
      (service) => [`/api/${service}/v1/dead-letters`, whole] as const,
    ),
  ];
  const lines: string[] = [];
  for (const [path, query] of asked) {
    const { status, text } = await actor.api.get(path, query);
    if (status !== 200) throw new Error(`${path} was answered ${status}: ${text}`);
    lines.push(`${path}\n${text}`);
  }
  return lines;
}

/** The lines of one that the other does not have. */
function changes(before: readonly string[], after: readonly string[]): readonly string[] {
  const [left, right] = [new Set(before), new Set(after)];
  return [...before.filter((line) => !right.has(line)), ...after.filter((line) => !left.has(line))];
}

function someCourses(level: string, why: string): Row[] {
  const rows = courseRows(YEARS[1]).filter((_, at) => at % 4 === 0);
  return rows.map((row) => ({ ...row, level, remarks: why }));
}

/** A file whose processing takes longer than the next lines of the test. */
async function beginLong({ actor }: ScenarioRun, level: string, times: number): Promise<string> {
  const rows = courseRows(YEARS[0])
    .filter(({ studentId: id }) => id !== ERASED)
    .map((row) => ({ ...row, level, remarks: 'no column of ours' }));
  const sent = await actor.api.send('courses', csvOf(Array.from({ length: times }, () => rows).flat()));
  if (sent.status !== 202) throw new Error(`the long file was answered ${sent.status}: ${sent.text}`);
  actor.note('courses', rows);
  return sent.body.uploadId;
}

async function completed({ actor }: ScenarioRun, uploadId: string): Promise<void> {
  const status = await until(
    () => actor.api.status(uploadId),
    ({ status: is }) => is === 'completed',
    'the upload is in the outbox',
  );
  expect(status.visible).toBe(false);
}

async function unsentEvents({ product }: ScenarioRun): Promise<number> {
  const read = async (): Promise<number> => {
    const texts = await Promise.all(
      product.processes.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
    );
    return Math.max(
      ...texts.map((text) => Number(/^outbox_unsent_events\{service="ingestion"\} (\d+)/m.exec(text)?.[1] ?? 0)),
    );
  };
  return until(read, (events) => events > 0, 'the outbox tells of events that wait');
}

async function expectErased({ actor }: ScenarioRun): Promise<void> {
  const total = async () =>
    (await actor.api.get<{ total?: number }>('/api/diagnostics/v1/populations', { period: YEARS[1], by: 'grade' })).body
      .total;
  await until(total, (is) => is === STUDENTS.length - 1, 'the erased student is gone');
  expect(await actor.upload('students', [studentRow(ERASED_AT, YEARS[1])])).toMatchObject({ rows: 1, quarantined: 1 });
}
