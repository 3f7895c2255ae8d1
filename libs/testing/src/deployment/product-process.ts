import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './api-client.js';
import type { RunningProcess } from './deployment.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const KEPT_OUTPUT = 200_000; // characters

export interface ProductProcess {
  readonly name: string;
  /** The built entry point. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly port: number;
  readonly directory: string;
  /** 60 s, unless many start at once. */
  readonly readyWithinMs?: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** The built entry point of an app. */
export const entryOf = (app: string): string => join(ROOT, 'apps', app, 'dist', 'main.js');

/** Starts a built entry point; resolves when it is ready. Nothing of the test's own environment is passed on. */
export async function startProduct(program: ProductProcess): Promise<RunningProcess> {
  const { name, port, directory } = program;
  let life = await beginLife(program, '');
  return {
    ...{ name, port, directory },
    get readyMs() {
      return life.readyMs;
    },
    get pid() {
      return life.pid;
    },
    get exited() {
      return life.exited;
    },
    output: () => life.output(),
    signal: (signal) => void process.kill(life.pid, signal),
    stop: () => life.end('SIGTERM'),
    kill: () => life.end('SIGKILL'),
    restart: async (as) => {
      await life.exited;
      life = await beginLife({ ...program, ...as }, life.output());
    },
  };
}

/** From one start to the end that follows. */
interface Life extends Pick<RunningProcess, 'pid' | 'readyMs' | 'exited' | 'output'> {
  end(signal: NodeJS.Signals): Promise<void>;
}

async function beginLife(program: ProductProcess, saidBefore: string): Promise<Life> {
  const began = performance.now();
  const { name, entry, port, environment } = program;
  const child = spawn(process.execPath, [entry, ...(program.args ?? [])], {
    cwd: program.directory,
    env: { PATH: process.env['PATH'], EVENGROUND_PORT: String(port), LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = saidBefore;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let gone = false;
  void exited.then(() => (gone = true));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!gone) {
      child.kill(signal);
      child.kill('SIGCONT'); // a process that stands still would never see it
    }
    await exited;
  };
  try {
    await until(
      async () => {
        if (gone) throw new Error(`${name} ended before it was ready:\n${output}`);
        return fetch(`http://127.0.0.1:${port}/health/ready`).then(
          async (answer) => ({ status: answer.status, said: await answer.text() }),
          () => ({ status: 0, said: '' }),
        );
      },
      ({ status }) => status === 200,
      `${name} is ready`,
      program.readyWithinMs ?? 60_000,
    );
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  const readyMs = Math.round(performance.now() - began);
  return { readyMs, exited, end, pid: child.pid ?? -1, output: () => output };
}

/** Runs a built entry point to its end; answers what it wrote. */
export async function runProduct(program: Omit<ProductProcess, 'port'>): Promise<string> {
  const child = spawn(process.execPath, [program.entry, ...(program.args ?? [])], {
    cwd: program.directory,
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program.name} ended with ${code}:\n${output}`);
  return output;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
