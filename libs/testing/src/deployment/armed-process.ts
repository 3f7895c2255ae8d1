import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CrashPoint as MongoCrashPoint } from '@evenground/document-store-mongo';
import type { CrashPoint } from '@evenground/embedded';
import { until } from './api-client.js';
import type { Deployment, OtherEntry, RunningProcess } from './deployment.js';
import { embeddedDeployment } from './embedded-process.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const ENTRY = join(ROOT, 'libs/testing/dist/faults/process-child.js');
export const ARMED_FILE = 'armed.json';
export const DEEDS_FILE = 'deeds.ndjson';

/** Where a process is to die, or to stand still: at the n-th time (from 1) that it reaches the point. */
export interface Death {
  readonly point: CrashPoint | MongoCrashPoint;
  readonly hit: number;
  /** SIGKILL unless said otherwise. */
  readonly by?: 'SIGSTOP';
}

/** From when on appends to these topics are acknowledged and never written. */
export interface Swallowing {
  readonly swallows: readonly string[];
}

/** What an armed process is told; each takes the place of what it was told before. */
export type Arming = Death | Swallowing;

/** What an armed process writes down: where it died, or how many events it has swallowed at once. */
export type Deed = Death | { readonly swallowed: number };

/** The argument of the program, as JSON. */
export interface ProcessProgram {
  /** Where the built application lies. */
  readonly built: string;
  /** Only these services; all without it. */
  readonly services?: readonly string[];
}

/** The service of an app in a process that can be armed, on the adapters that its settings name. */
export function armedEntry(...services: readonly string[]): OtherEntry {
  const program: ProcessProgram = { built: join(ROOT, 'apps/evenground/dist'), services };
  return { entry: ENTRY, args: [JSON.stringify(program)] };
}

/** The all-in-one process with only some of its services, or with all; it dies where it is told to. */
export function armedDeployment(services?: readonly string[]): Deployment {
  const program: ProcessProgram = { built: join(ROOT, 'apps/evenground/dist'), ...(services && { services }) };
  return {
    ...embeddedDeployment,
    name: 'embedded, armed',
    start: (options) => embeddedDeployment.start({ ...options, entry: ENTRY, args: [JSON.stringify(program)] }),
  };
}

/** Tells an armed process what to do; resolves when it knows. */
export async function armProcess(
  { pid }: Pick<RunningProcess, 'pid'>,
  dataDirectory: string,
  arming: Arming,
): Promise<void> {
  const file = join(dataDirectory, ARMED_FILE);
  writeFileSync(`${file}.new`, JSON.stringify(arming));
  renameSync(`${file}.new`, file);
  process.kill(pid, 'SIGUSR2');
  await until(
    () => Promise.resolve(existsSync(file)),
    (isThere) => !isThere,
    'the process knows what it is to do',
  );
}

/** What the armed processes of this data directory did as they were told, in order. */
export function deedsIn(dataDirectory: string): readonly Deed[] {
  const file = join(dataDirectory, DEEDS_FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Deed);
}

/** Where they died, in order. */
export function deathsIn(dataDirectory: string): readonly Death[] {
  return deedsIn(dataDirectory).filter((deed): deed is Death => 'point' in deed);
}
