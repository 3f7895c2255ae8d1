// How much memory a large file costs: node tools/big-upload.mjs [megabytes]
// Streams a generated attendance file (nothing of it is kept on disk by the sender) into a process of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { embeddedDeployment } from '../libs/testing/dist/index.js';

const megabytes = Number(process.argv[2] ?? 64);
if (!Number.isFinite(megabytes) || megabytes <= 0) {
  console.error('node tools/big-upload.mjs [megabytes]');
  process.exit(2);
}
const ROWS_PER_PIECE = 2_000;
const DAYS = 180;
const BYTES_PER_ROW = 45; // of the rows below
const students = Math.max(1, Math.ceil((megabytes * 1e6) / BYTES_PER_ROW / DAYS));
const rows = students * DAYS;
const days = schoolDays(DAYS);

const directory = mkdtempSync(join(tmpdir(), 'evenground-big-'));
const product = await embeddedDeployment.start({ dataDirectory: directory, district: 'big' });
try {
  console.log(`${rows} rows of ${students} students; idle: ${residentMb('VmRSS')} MB resident`);
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const sent = await product.api.call('POST', '/api/ingestion/v1/uploads', pieces(), {
    query: { district: 'big', type: 'attendance' },
    headers: { 'content-type': 'text/csv' },
  });
  if (sent.status !== 202) throw new Error(`answered ${sent.status}: ${sent.text}`);
  console.log(`received after ${seconds()} s; peak ${residentMb('VmHWM')} MB`);
  let shown = 0;
  let completedAt;
  for (;;) {
    const status = await product.api.status(sent.body.uploadId);
    if (status.status === 'failed') throw new Error(JSON.stringify(status.problem));
    if (status.status === 'completed' && completedAt === undefined) {
      completedAt = performance.now();
      const sum = status.accepted + status.unchanged + status.quarantined + status.waiting;
      if (status.rows !== rows || sum !== rows) throw new Error(`rows do not add up: ${JSON.stringify(status)}`);
      console.log(
        `taken in after ${seconds()} s: ${Math.round(rows / ((completedAt - started) / 1000))} rows/s; peak ${residentMb('VmHWM')} MB`,
      );
    }
    if (status.visible) break;
    if (performance.now() - shown > 20_000) {
      shown = performance.now();
      console.log(`  ${seconds()} s: ${status.status}, ${status.rows} rows, ${residentMb('VmRSS')} MB resident`);
    }
    await pause(500);
  }
  console.log(
    `visible after ${seconds()} s: ${Math.round(rows / ((performance.now() - started) / 1000))} rows/s; peak ${residentMb('VmHWM')} MB`,
  );
} catch (error) {
  console.error(product.output().slice(-2_000)); // why the process ended, if it did
  throw error;
} finally {
  await product.stop();
  rmSync(directory, { recursive: true, force: true });
}

function pieces() {
  let next = 0;
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let text = next === 0 ? 'studentId,date,schoolId,status\n' : '';
      for (const end = Math.min(rows, next + ROWS_PER_PIECE); next < end; next += 1) {
        const student = next % students;
        const day = days[Math.floor(next / students)];
        const status = (student * 7 + day.length + next) % 17 === 0 ? 'unexcused' : 'present';
        text += `student-${String(student).padStart(7, '0')},${day},school-${student % 40},${status}\n`;
      }
      controller.enqueue(encoder.encode(text));
      if (next === rows) controller.close();
    },
  });
}

function schoolDays(count) {
  const found = [];
  for (let at = Date.UTC(2025, 7, 20); found.length < count; at += 86_400_000) {
    const date = new Date(at);
    if (date.getUTCDay() % 6 !== 0) found.push(date.toISOString().slice(0, 10));
  }
  return found;
}

function residentMb(field) {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync(`/proc/${product.pid}/status`, 'utf8'),
  )?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
