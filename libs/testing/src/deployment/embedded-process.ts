import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient, until } from './api-client.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

/** A way to run the whole product; the scenario suite takes it as a parameter. */
export interface Deployment {
  readonly name: string;
  start(options: StartOptions): Promise<RunningDeployment>;
}

export interface StartOptions {
  readonly dataDirectory: string;
  readonly district: string;
  /** The same over restarts, so that clients keep their URL. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of another built entry point, e.g. one with crash points. */
  readonly entry?: string;
  readonly args?: readonly string[];
}

export interface RunningDeployment {
  readonly api: ApiClient;
  readonly port: number;
  readonly pid: number;
  /** Everything the process wrote so far, for the message of a failing test. */
  output(): string;
  exited: Promise<number | null>;
  /** SIGTERM, and waits for the orderly end. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export const LOCAL_TOKEN = 'local-token-of-the-test-suites-0001';

/** The all-in-one process with the embedded adapters, from its built entry point. */
export const embeddedDeployment: Deployment = {
  name: 'embedded',
  async start(options) {
    const port = options.port ?? (await freePort());
    const child = spawn(
      process.execPath,
      [options.entry ?? join(ROOT, 'apps/evenground/dist/main.js'), ...(options.args ?? [])],
      {
        cwd: options.dataDirectory,
        env: {
          PATH: process.env['PATH'],
          EVENGROUND_PORT: String(port),
          EVENGROUND_DATA_DIR: options.dataDirectory,
          EVENGROUND_LOCAL_TOKEN: LOCAL_TOKEN,
          LOG_LEVEL: 'warn',
          ...options.environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return running(child, port, options.district);
  },
};

async function running(child: ChildProcess, port: number, district: string): Promise<RunningDeployment> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const api = new ApiClient(`http://127.0.0.1:${port}`, LOCAL_TOKEN, district);
  let gone = false;
  void exited.then(() => (gone = true));
  await until(
    async () => {
      if (gone) throw new Error(`the process ended before it was ready:\n${output}`);
      return fetch(`${api.baseUrl}/health/ready`).then(
        (answer) => answer.status,
        () => 0,
      );
    },
    (status) => status === 200,
    'the process is ready',
    60_000,
  );
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!gone) child.kill(signal);
    await exited;
  };
  return {
    api,
    port,
    pid: child.pid ?? -1,
    output: () => output,
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
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
