// A process of ours: started in the background, found again by a later command, never confused with somebody else's.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, fstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf } from './commands.mjs';
import { eventually } from './eventually.mjs';
import { answers } from './ports.mjs';

const GRACE_MS = 20_000; // a broker hands its partitions over and a primary steps down before it ends

/**
 * @param name      shown to people
 * @param directory holds the files of this cluster; the command line names it, which is how a process is known as ours
 * @param port      what it listens on
 * @param command   answers program and arguments
 */
export function ownedProcess({ name, directory, port, command }) {
  const pidFile = join(directory, `${name}.pid`);
  const logFile = join(directory, `${name}.log`);

  function pid() {
    let noted;
    try {
      noted = Number(readFileSync(pidFile, 'utf8'));
    } catch {
      return undefined;
    }
    return commandLineOf(noted)?.includes(directory) ? noted : undefined;
  }

  async function start() {
    if (pid() !== undefined) return false;
    // What the pid file names may have been killed just now.
    if (existsSync(pidFile)) await gone(5_000).catch(() => undefined);
    if (await answers(port))
      throw new Error(`port ${port}, meant for ${name}, is taken by a process that is not ours; give other ports`);
    const [program, ...args] = await command();
    const log = openSync(logFile, 'a');
    const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    writeFileSync(pidFile, `${child.pid}\n`);
    return true;
  }

  async function listening() {
    await eventually(
      async () => {
        if (await answers(port)) return true;
        if (pid() === undefined)
          throw Object.assign(new Error(`${name} ended while starting:\n${endOf(logFile)}`), { isFinal: true });
        return false;
      },
      { says: () => `${name} does not listen on port ${port}; see ${logFile}` },
    );
  }

  function kill(signal = 'SIGKILL') {
    const own = pid();
    if (own === undefined) throw new Error(`${name} does not run`);
    process.kill(own, signal);
  }

  // A killed process loses its command line first and its sockets a little later, so both are waited for.
  const gone = (patienceMs) =>
    eventually(async () => pid() === undefined && !(await answers(port)), {
      patienceMs,
      everyMs: 20,
      says: () => `${name} still runs`,
    });

  /** Asks to end, insists after a while; answers once it is gone. SIGKILL at once with `hard`. */
  async function stop({ hard = false } = {}) {
    const own = pid();
    if (own !== undefined) {
      process.kill(own, 'SIGCONT'); // a stopped process would never see the signal that ends it
      if (!hard) {
        process.kill(own, 'SIGTERM');
        await gone(GRACE_MS).catch(() => undefined);
      }
      if (pid() !== undefined) process.kill(own, 'SIGKILL');
      await gone(GRACE_MS);
    }
    rmSync(pidFile, { force: true });
  }

  return { name, port, pid, start, listening, kill, gone, stop, logFile };
}

/** Undefined for a process that is gone, also for one that nobody has buried yet. */
function commandLineOf(pid) {
  if (!Number.isInteger(pid) || pid < 2) return undefined;
  if (process.platform !== 'linux') return answerOf('ps', ['-o', 'command=', '-p', String(pid)]);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return undefined;
  }
}

function endOf(file) {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, 3_000));
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    closeSync(handle);
  }
}
