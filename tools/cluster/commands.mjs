// Other programs: whether they are there, what they answer.
import { spawn, spawnSync } from 'node:child_process';

/** What a short command prints, or undefined when it is not there or fails. */
export function answerOf(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  return done.status === 0 ? `${done.stdout}${done.stderr}` : undefined;
}

/** Runs to the end without blocking this process; its output becomes the error's text when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const text = Buffer.concat(printed).toString('utf8');
      if (code === 0) resolve(text);
      else reject(new Error(`${command} ${args[0] ?? ''} ended with ${code ?? signal}: ${text.slice(-2_000).trim()}`));
    });
  });
}
