import { execFileSync, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticsRooms } from '../../libs/diagnostics/dist/diagnostics-rooms.js';
import { diagnosticsCollections } from '../../libs/diagnostics/dist/index.js';
import { systemClock, systemRandom } from '../../libs/platform/config/dist/index.js';
import { openEmbedded } from '../../libs/platform/embedded/dist/index.js';
import { PositionWaiter } from '../../libs/platform/event-log/dist/index.js';
import { complementarySuppression, suppressionAudit } from '../../libs/statistics/dist/index.js';
import { draws } from '../sample-district/population.mjs';
import { DISTRICT, INDICATOR, PERIOD, fillStore } from './district.mjs';
import { inTurn, quantile, report, spreadOf } from './report.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const SCHOOLS = 1_000;
const BY = ['raceEthnicity', 'englishLearner'];
const PER_SECOND = 100;
const QUERIES = 10; // of a round, so that a round is longer than the clock is coarse
const [ROWS, COLUMNS, MINIMUM] = [50, 12, 10];

/**
 * A million students of a thousand schools: loading an indicator × period, its memory, `GET /gaps` by two attributes
 * while columns change, the same over DuckDB, and hiding cells of a 50 × 12 table.
 */
export async function benchCube({ students, seconds, rounds, seed }) {
  const district = { seed, students, schools: SCHOOLS };
  const directory = mkdtempSync(join(tmpdir(), 'bench-cube-'));
  try {
    const duck = await openDuck();
    const appender = await duck.createAppender('facts');
    console.log(`Writing ${students} students of ${SCHOOLS} schools …`);
    const platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    const store = await platform.stores.open('diagnostics', diagnosticsCollections);
    const packs = await fillStore(store, district, (_, pupil) => appendTo(appender, pupil));
    appender.closeSync();
    const lines = [
      ...(await loading(store, platform, students, rounds)),
      ...(await besideDuck(store, platform, duck, rounds)),
    ];
    await platform.close();
    lines.push(...(await overHttp(directory, { ...district, packs }, seconds)), ...suppressing(seed, rounds));
    report('cube', { students, schools: SCHOOLS, seconds, rounds, seed }, lines);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function roomsOver(store, platform) {
  const rooms = new DiagnosticsRooms({
    ...{ store, log: platform.log, clock: systemClock, random: systemRandom },
    positions: new PositionWaiter({ clock: systemClock }),
  });
  await rooms.start();
  return rooms;
}

const SUBJECT = { district: DISTRICT, indicator: INDICATOR, period: PERIOD, attribution: 'accountable' };

async function loading(store, platform, students, rounds) {
  const took = [];
  let bytes = 0;
  let cells = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const rooms = await roomsOver(store, platform);
    const beganMs = performance.now();
    const cube = await rooms.cubes.cube(SUBJECT);
    if (round > 0) took.push(performance.now() - beganMs);
    if (cube.totals().n !== students) throw new Error(`loaded ${cube.totals().n} of ${students} students`);
    [bytes, cells] = [cube.memoryBytes, cube.cellCount];
    await rooms.close();
  }
  const load = spreadOf(took);
  const perStudent = spreadOf([bytes / students]);
  return [
    { what: 'load an indicator × period', value: load, unit: 'ms', goal: '< 500', isMet: load.median < 500 },
    { what: 'cube in memory', value: perStudent, unit: 'bytes a student', goal: '< 16', isMet: perStudent.median < 16 },
    { what: 'finest cells', value: spreadOf([cells]), unit: 'cells' },
  ];
}

async function besideDuck(store, platform, duck, rounds) {
  const rooms = await roomsOver(store, platform);
  const cube = await rooms.cubes.cube(SUBJECT);
  const definition = await rooms.catalogue.definition(DISTRICT, INDICATOR);
  const asked = { district: DISTRICT, definition, period: PERIOD, by: BY, where: [], reference: 'others' };
  const query = `SELECT ${BY.join(', ')}, count(*)::INTEGER AS n, sum(event)::INTEGER AS events FROM facts GROUP BY ALL`;
  const rowsOfDuck = async () => (await duck.runAndReadAll(query)).getRows();
  const textOf = (rows) =>
    JSON.stringify(rows.map((row) => row.map(String)).sort((a, b) => (a.join() < b.join() ? -1 : 1)));
  const fromCube = cube.rollUp({ by: BY }).map(({ group, n, events }) => [...BY.map((name) => group[name]), n, events]);
  const fromGaps = (await rooms.showGaps.gaps(asked)).groups.map(({ group, n, events }) => [
    ...BY.map((name) => group[name]),
    ...[n, events],
  ]);
  const fromDuck = textOf(await rowsOfDuck());
  if (textOf(fromCube) !== fromDuck || textOf(fromGaps) !== fromDuck)
    throw new Error('the answers differ: no time counts');
  const many = (run) => async () => {
    for (let count = 0; count < QUERIES; count += 1) await run();
  };
  const lines = [];
  for (const threads of [1, 2]) {
    await duck.run(`SET threads = ${threads}`);
    const took = await inTurn(
      {
        cube: many(() => cube.rollUp({ by: BY })),
        gaps: many(() => rooms.showGaps.gaps(asked)),
        duck: many(rowsOfDuck),
      },
      rounds,
    );
    const each = (name) => spreadOf(took[name].map((ms) => ms / QUERIES));
    const ratio = (name) => spreadOf(took[name].map((ms, round) => ms / took.duck[round]));
    const [rolled, answered] = [ratio('cube'), ratio('gaps')];
    lines.push(
      { what: `2 attributes, DuckDB, ${threads} threads`, value: each('duck'), unit: 'ms' },
      { what: '2 attributes, rolled up in the cube', value: each('cube'), unit: 'ms' },
      { what: '2 attributes, with intervals, tests and readings', value: each('gaps'), unit: 'ms' },
      {
        what: `cube ÷ DuckDB, ${threads} threads`,
        value: rolled,
        unit: 'ratio',
        goal: '≤ 1',
        isMet: rolled.median <= 1,
      },
      {
        what: `whole answer ÷ DuckDB, ${threads} threads`,
        value: answered,
        unit: 'ratio',
        goal: '≤ 1',
        isMet: answered.median <= 1,
      },
    );
  }
  await rooms.close();
  return lines;
}

/** In DuckDB's best form: dictionary columns, all in memory. */
async function openDuck() {
  const duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run(
    'CREATE TABLE facts (school VARCHAR, raceEthnicity VARCHAR, englishLearner VARCHAR, gender VARCHAR, grade VARCHAR, disability VARCHAR, economicallyDisadvantaged VARCHAR, event UTINYINT)',
  );
  return duck;
}

function appendTo(appender, { schoolId, profile, isEvent }) {
  appender.appendVarchar(schoolId);
  for (const name of [
    'raceEthnicity',
    'englishLearner',
    'gender',
    'grade',
    'disability',
    'economicallyDisadvantaged',
  ]) {
    appender.appendVarchar(profile[name]);
  }
  appender.appendUTinyInt(isEvent ? 1 : 0);
  appender.endRow();
}

/** An open loop: a request is sent when its time has come, whether or not the ones before have been answered. */
async function overHttp(directory, district, seconds) {
  const server = fork(join(HERE, 'gaps-server.mjs'), [directory, JSON.stringify(district)]);
  const port = await new Promise((resolve, reject) => {
    server.once('message', (message) => resolve(message.port));
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const isPinned = pin(server.pid, 0) && pin(process.pid, 1);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const path = `/api/diagnostics/v1/gaps?indicator=${INDICATOR}&period=${PERIOD}&by=${BY.join(',')}`;
  const ask = () =>
    new Promise((resolve, reject) => {
      get({ port, path, agent, headers: { authorization: 'Bearer bench' } }, (answer) => {
        answer
          .resume()
          .on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}`))));
      }).on('error', reject);
    });
  for (let warm = 0; warm < 50; warm += 1) await ask();
  const took = [];
  let failed = 0;
  const sent = [];
  const beganMs = performance.now();
  for (let count = 0; count < seconds * PER_SECOND; count += 1) {
    const dueMs = beganMs + (count * 1_000) / PER_SECOND;
    const restMs = dueMs - performance.now();
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    sent.push(
      ask().then(
        () => took.push(performance.now() - dueMs),
        () => (failed += 1), // whoever asks too much at once is turned away; told beside the times of the others
      ),
    );
  }
  await Promise.all(sent);
  const { changes } = await new Promise((resolve) => {
    server.once('message', resolve);
    server.send('end');
  });
  agent.destroy();
  took.sort((a, b) => a - b);
  const value = { median: quantile(took, 0.99), min: took[0], max: took.at(-1), rounds: took.length };
  const where = isPinned ? 'on one core' : 'not pinned to a core';
  return [
    {
      what: `GET /gaps at ${PER_SECOND}/s, ${where}: p99 (range of all)`,
      value,
      unit: 'ms',
      goal: '< 30',
      isMet: value.median < 30,
    },
    { what: 'GET /gaps: p50', value: spreadOf([quantile(took, 0.5)]), unit: 'ms' },
    { what: 'requests turned away', value: spreadOf([failed]), unit: 'requests', goal: '0', isMet: failed === 0 },
    { what: 'packs changed meanwhile', value: spreadOf([changes]), unit: 'packs' },
  ];
}

function pin(pid, core) {
  if (spawnSync('taskset', ['--version']).status !== 0) return false;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** A table of counts like those of schools by group: many large cells, some small ones. */
function suppressing(seed, rounds) {
  const draw = draws(seed, 'table', 0);
  const table = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLUMNS }, () => (draw() < 0.08 ? Math.floor(draw() * 10) : 10 + Math.floor(draw() * 400))),
  );
  const took = [];
  let hidden = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const beganMs = performance.now();
    const { primary, additional, safePossible } = complementarySuppression({ table, minN: MINIMUM });
    if (!safePossible) throw new Error('no choice of cells protects this table');
    const suppressed = [...primary, ...additional];
    if (!suppressionAudit({ table, suppressed, primary }).safe) throw new Error('the audit finds a cell');
    if (round > 0) took.push(performance.now() - beganMs);
    hidden = suppressed.length;
  }
  const value = spreadOf(took);
  return [
    {
      what: `suppression with audit, ${ROWS} × ${COLUMNS}`,
      value,
      unit: 'ms',
      goal: '< 1000',
      isMet: value.median < 1_000,
    },
    { what: 'cells hidden', value: spreadOf([hidden]), unit: 'cells' },
  ];
}
