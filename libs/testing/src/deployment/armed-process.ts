import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CrashPoint } from '@evenground/embedded';
import { until } from './api-client.js';
import type { Deployment, RunningDeployment } from './deployment.js';
import { embeddedDeployment } from './embedded-process.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const ENTRY = join(ROOT, 'libs/testing/dist/faults/process-child.js');
export const ARMED_FILE = 'armed.json';
export const DEATHS_FILE = 'deaths.ndjson';

/** Where a process is to die: at the n-th time (from 1) that it reaches the point. */
export interface Death {
  readonly point: CrashPoint;
  readonly hit: number;
}

/** The argument of the program, as JSON. */
export interface ProcessProgram {
  /** Where the built application lies. */
  readonly built: string;
  /** Only these services; all without it. */
  readonly services?: readonly string[];
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

/** Tells a process of `armedDeployment` where to die; resolves when it knows. */
export async function armDeath(product: RunningDeployment, dataDirectory: string, death: Death): Promise<void> {
  const file = join(dataDirectory, ARMED_FILE);
  writeFileSync(`${file}.new`, JSON.stringify(death));
  renameSync(`${file}.new`, file);
  process.kill(product.pid, 'SIGUSR2');
  await until(
    () => Promise.resolve(existsSync(file)),
    (isThere) => !isThere,
    'the process knows where to die',
  );
}

/** Where the processes of this data directory died as they were told to, in order. */
export function deathsIn(dataDirectory: string): readonly Death[] {
  const file = join(dataDirectory, DEATHS_FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Death);
}
