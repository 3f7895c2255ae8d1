// Keeps two starts from doing the same work at once.
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eventually } from './eventually.mjs';

/** Runs `work` while this process alone holds `file`; a lock whose owner is dead is taken over. */
export async function locked(file, work, patienceMs = 600_000) {
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    // A link appears whole or not at all, so nobody ever reads a lock without an owner.
    await eventually(() => link(mine, file) || (breakIfDead(file), false), {
      patienceMs,
      says: () => `${file} is held by process ${ownerOf(file) ?? '?'}`,
    });
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function breakIfDead(file) {
  const owner = ownerOf(file);
  if (owner !== undefined && owner !== process.pid && !isAlive(owner)) rmSync(file, { force: true });
}

function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
