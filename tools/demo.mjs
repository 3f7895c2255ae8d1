// npm run demo: all five services in one process with a sample district that keeps living.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from './demo/client.mjs';
import { liveOn } from './demo/school-days.mjs';
import { CYCLES, observe, report, startCycle } from './demo/two-cycles.mjs';
import { endYearOf, instructionalDays } from './sample-district/population.mjs';
import { generateSampleDistrict } from './sample-district/generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const DISTRICT = 'northbay';
const LIVE_FROM_DAYS_AGO = 60; // these school days arrive while you watch
const SEED = 20_260_701;

const fresh = process.argv.includes('--fresh');
const students = Number(valueOf('--students') ?? 5_000);
const everyMs = Number(valueOf('--every-ms') ?? 1_000);
const dataDirectory = process.env.EVENGROUND_DATA_DIR ?? join(root, 'data', 'demo');
const port = Number(process.env.EVENGROUND_PORT ?? 8080);
if (fresh) rmSync(dataDirectory, { recursive: true, force: true });
mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
const token = localToken();
const today = new Date().toISOString().slice(0, 10);

const product = spawn(process.execPath, [join(root, 'apps/evenground/dist/main.js'), '--print-sign-in'], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    LOG_LEVEL: 'warn',
    ...process.env,
    EVENGROUND_PORT: String(port),
    EVENGROUND_DATA_DIR: dataDirectory,
    EVENGROUND_LOCAL_TOKEN: token,
  },
});
const ended = new AbortController();
product.on('exit', (code) => {
  ended.abort();
  process.exitCode = code ?? 1;
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => product.kill('SIGTERM'));

const baseUrl = `http://127.0.0.1:${port}`;
const client = new Client(baseUrl, token, DISTRICT);
try {
  await ready();
  const marker = join(dataDirectory, 'sample.json');
  const sample = existsSync(marker) ? JSON.parse(readFileSync(marker, 'utf8')) : await loadSample(marker);
  sayHello();
  await liveOn({ client, ...sample, pupils: new Map(sample.pupils), everyMs, seed: SEED, signal: ended.signal });
} catch (error) {
  if (!ended.signal.aborted) {
    console.error(error);
    product.kill('SIGTERM');
    process.exitCode = 1;
  }
}

async function loadSample(marker) {
  const started = Date.now();
  const files = mkdtempSync(join(tmpdir(), 'evenground-sample-'));
  const through = new Date(Date.parse(today) - LIVE_FROM_DAYS_AGO * 86_400_000).toISOString().slice(0, 10);
  // A sample that would begin in the summer begins with the last school year's end instead.
  const generated = await generateSampleDistrict({ directory: files, students, seed: SEED, today: through });
  const { answers } = generated;
  const thisYear = endYearOf(through);
  console.log(`Sample district: ${students} students, ${generated.files.length} files. Loading …`);
  await client.call('PUT', '/api/ingestion/v1/assessments/state-math', {
    levels: ['1', '2', '3', '4'],
    proficientFrom: '3',
  });
  let rows = 0;
  const deliveries = generated.files.find((file) => file.type === 'deliveries');
  for (const file of generated.files)
    if (file !== deliveries) rows += (await client.upload(file.type, join(files, file.name))).rows;
  const context = {
    treatedSchools: answers.treatedSchools,
    badSchool: answers.badSchool,
    years: answers.years,
    thisYear,
    days: instructionalDays(thisYear - 1, through).concat(instructionalDays(thisYear, through)),
  };
  const [lead, teacher] = [await client.as('equity lead', ['equity-lead']), await client.as('teacher', ['teacher'])];
  for (const cycle of CYCLES) {
    await startCycle(lead, cycle, context);
    await observe(lead, cycle, context);
  }
  rows += (await client.upload('deliveries', join(files, deliveries.name))).rows;
  const [reading, attendance] = CYCLES;
  await report(
    teacher,
    reading,
    context.badSchool,
    'no-time',
    'The tutor is often needed to cover a class.',
    'hinders',
  );
  await report(teacher, reading, context.treatedSchools[1], 'working', 'Students ask when the group meets again.');
  await report(teacher, attendance, context.treatedSchools[1], 'misfit', 'The calls come when parents are at work.');
  const pupils = pupilsBySchool(join(files, `students-${answers.years.at(-1)}.csv`));
  const days = instructionalDays(endYearOf(today), today).filter((date) => date > through);
  const sample = { pupils, treatedSchools: answers.treatedSchools, days };
  writeFileSync(marker, JSON.stringify(sample));
  rmSync(files, { recursive: true, force: true });
  console.log(`${rows.toLocaleString('en')} rows and two cycles in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return sample;
}

function pupilsBySchool(path) {
  const bySchool = new Map();
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const columns = header.split(',');
  const [student, school] = [columns.indexOf('studentId'), columns.indexOf('schoolId')];
  for (const line of lines) {
    const cells = line.split(',');
    bySchool.set(cells[school], [...(bySchool.get(cells[school]) ?? []), cells[student]]);
  }
  return [...bySchool.entries()];
}

function sayHello() {
  const bearer = `-H "Authorization: Bearer $(cat ${join(dataDirectory, 'local-token')})"`;
  console.log(`
Evenground is ready: ${baseUrl}   (documents: ${baseUrl}/api/docs, events: ${baseUrl}/api/events)

Suspensions by race and ethnicity, with intervals:
  curl -s ${bearer} \\
    '${baseUrl}/api/diagnostics/v1/gaps?district=${DISTRICT}&indicator=oss-any&period=${schoolYearBefore()}&by=raceEthnicity'

A cycle's reflection, moving while you watch:
  curl -N ${bearer} \\
    '${baseUrl}/api/reporting/v1/cycles/${CYCLES[1].id}/reflection/stream?district=${DISTRICT}'

Your own file:
  curl -s ${bearer} -H 'Content-Type: text/csv' --data-binary @students.csv \\
    '${baseUrl}/api/ingestion/v1/uploads?district=mine&type=students'

Stop with Ctrl-C. What you load stays in ${dataDirectory}; \`npm run demo -- --fresh\` begins anew.
`);
}

function schoolYearBefore() {
  const end = endYearOf(today) - 1;
  return `${end - 1}-${String(end % 100).padStart(2, '0')}`;
}

async function ready() {
  for (;;) {
    if (ended.signal.aborted) throw new Error('the product ended before it was ready');
    const status = await fetch(`${baseUrl}/health/ready`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(100);
  }
}

function localToken() {
  if (process.env.EVENGROUND_LOCAL_TOKEN)
    writeFileSync(join(dataDirectory, 'local-token'), process.env.EVENGROUND_LOCAL_TOKEN, { mode: 0o600 });
  const path = join(dataDirectory, 'local-token');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

function valueOf(option) {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : process.argv[at + 1];
}
