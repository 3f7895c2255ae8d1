import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const STUDENTS = '600'; // a district small enough to load while a test waits, large enough for every page
const ENDS_WITHIN_MS = 20_000;

export interface StartAgain {
  readonly token?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** `npm run demo` on a port and in a folder of its own. */
export interface RunningDemo {
  readonly baseUrl: string;
  readonly token: string;
  /** The printed sign-in link of the newest start; empty with an identity provider. */
  readonly link: string;
  /** Stops it in order; what it keeps stays. */
  stop(): Promise<void>;
  /** Starts it again on the same folder and port. */
  start(more?: StartAgain): Promise<void>;
  /** Stops it and takes its folder away. */
  remove(): Promise<void>;
}

export async function startDemo(): Promise<RunningDemo> {
  const directory = mkdtempSync(join(tmpdir(), 'evenground-pages-'));
  const port = await freePort();
  const state = { token: 'token-of-the-journeys-0000000001', link: '', child: undefined as ChildProcess | undefined };
  const stop = async (): Promise<void> => {
    const { child } = state;
    state.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(kill);
  };
  const start = async (more: StartAgain = {}): Promise<void> => {
    state.token = more.token ?? state.token;
    const started = await spawnDemo(directory, port, state.token, more.environment);
    state.child = started.child;
    state.link = started.link;
  };
  await start();
  return {
    ...{ baseUrl: `http://127.0.0.1:${port}`, stop, start },
    get token() {
      return state.token;
    },
    get link() {
      return state.link;
    },
    remove: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function spawnDemo(
  directory: string,
  port: number,
  token: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; link: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'tools/demo.mjs'), '--students', STUDENTS, '--every-ms', '250'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      EVENGROUND_PORT: String(port),
      EVENGROUND_DATA_DIR: directory,
      EVENGROUND_LOCAL_TOKEN: token,
      LOG_LEVEL: 'warn',
      ...environment,
    },
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (piece: Buffer): void => {
      said += piece.toString();
      if (said.includes('Evenground is ready: http')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
  });
  return { child, link: /http:\/\/\S+\/sign-in\/\S+/.exec(said)?.[0] ?? '' };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
