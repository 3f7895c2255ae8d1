import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Actor, embeddedDeployment, until, type RunningDeployment } from '@evenground/testing';

// The built program: `npx tsc -b` first.
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const DISTRICT = 'northbay';
const STUDENTS = 3_000;

let folder: string;
let product: RunningDeployment | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenground-commands-'));
  await mkdir(place('a'));
});
afterEach(async () => {
  await product?.stop();
  product = undefined;
  await rm(folder, { recursive: true, force: true });
});

const place = (name: string): string => join(folder, name);
const environment = () => ({ EVENGROUND_PSEUDONYM_KEY_FILE: join(folder, 'keys') });

async function start(name: string): Promise<Actor> {
  product = await embeddedDeployment.start({
    ...{ dataDirectory: place(name), district: DISTRICT, environment: environment() },
  });
  return new Actor(product.api);
}

function command(name: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'], EVENGROUND_DATA_DIR: place(name), ...environment() },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    output,
  }));
  return { child, ended };
}

async function run(name: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await command(name, ...args).ended;
  if (code !== 0) throw new Error(output);
  return output;
}

const rows = (year: string) =>
  Array.from({ length: STUDENTS }, (_, at) => ({
    ...{ studentId: `s${at}`, schoolYear: year, schoolId: `school-${at % 7}`, grade: '05' },
    raceEthnicity: at % 3 === 0 ? 'White' : 'Asian',
  }));

/** Once every pass is through, and without what tells when and by which event. */
async function total({ api }: Actor): Promise<unknown> {
  let told: Record<string, unknown> = {};
  await until('nothing is being recomputed', async () => {
    told = (await api.get<Record<string, unknown>>('/api/diagnostics/v1/populations', { by: 'raceEthnicity' })).body;
    return told['recomputing'] === false;
  });
  return { groups: told['groups'], total: told['total'], period: told['period'] };
}

const sha = (output: string): string | undefined => /SHA-256 of what services keep: ([0-9a-f]{64})/.exec(output)?.[1];

describe('npm run backup and restore, embedded', () => {
  it('of a living process, with an upload in hand: the place restored goes on with it and ends in the same answers', async () => {
    const actor = await start('a');
    await actor.upload('students', rows('2024-25'));
    const uploadId = await actor.begin('students', rows('2025-26'));
    const told = await run('a', 'backup', place('b.gz'));
    expect((await stat(place('b.gz'))).mode & 0o777).toBe(0o600);
    await actor.settle(uploadId);
    const answers = await total(actor);
    await product?.stop();
    expect(sha(await run('b', 'restore', place('b.gz')))).toBe(sha(told));
    const again = await start('b');
    const known = (await again.api.get<{ items: readonly { uploadId: string }[] }>('/api/ingestion/v1/uploads')).body
      .items;
    // The upload was acknowledged before the backup began, so it is in it and comes to its end.
    expect(known.map((one) => one.uploadId)).toContain(uploadId);
    expect(await again.settle(uploadId)).toMatchObject({ status: 'completed', rows: STUDENTS });
    expect(await total(again)).toEqual(answers);
  }, 240_000);

  it('killed in the middle leaves a place that no process uses, and is begun anew', async () => {
    const actor = await start('a');
    await actor.upload('students', rows('2024-25'));
    await actor.upload('students', rows('2025-26'));
    await product?.stop();
    product = undefined;
    const told = await run('a', 'backup', place('b.gz'));
    const restoring = command('b', 'restore', place('b.gz'));
    while (!existsSync(join(place('b'), 'evenground.db.restoring')))
      await new Promise((resolve) => setTimeout(resolve, 1));
    restoring.child.kill('SIGKILL');
    expect(await restoring.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(await readdir(place('b'))).toContain('evenground.db.restoring');
    await expect(start('b')).rejects.toThrow('is half restored');
    await expect(run('b', 'backup', place('c.gz'))).rejects.toThrow('is half restored');
    expect(sha(await run('b', 'restore', place('b.gz')))).toBe(sha(told));
    expect(sha(await run('b', 'backup', place('c.gz')))).toBe(sha(told));
  }, 240_000);

  it('refuses a place that is in use or holds data, a file that is there, and one that is none', async () => {
    const actor = await start('a');
    await actor.upload('students', rows('2024-25').slice(0, 10));
    await run('a', 'backup', place('b.gz'));
    await expect(run('a', 'backup', place('b.gz'))).rejects.toThrow('place-not-empty');
    await expect(run('a', 'restore', place('b.gz'))).rejects.toThrow('data-directory-in-use');
    await expect(run('a', 'migrate', '--to', 'cluster')).rejects.toThrow('data-directory-in-use');
    await product?.stop();
    product = undefined;
    await expect(run('a', 'restore', place('b.gz'))).rejects.toThrow('place-not-empty');
    await expect(run('nowhere', 'backup', place('c.gz'))).rejects.toThrow('configuration-invalid');
    await cp(join(folder, 'keys'), place('d.gz'));
    await expect(run('d', 'restore', place('d.gz'))).rejects.toThrow('archive-invalid');
    expect(existsSync(place('d'))).toBe(false);
  }, 240_000);

  it('without the key file that the data were made with, the process restored does not start', async () => {
    const actor = await start('a');
    await actor.upload('students', rows('2024-25').slice(0, 10));
    await run('a', 'backup', place('b.gz'));
    await product?.stop();
    product = undefined;
    await run('b', 'restore', place('b.gz'));
    await chmod(join(folder, 'keys'), 0o600);
    await rm(join(folder, 'keys'));
    await expect(start('b')).rejects.toThrow('key-invalid');
  }, 240_000);
});
