import 'reflect-metadata';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSettings, systemClock, systemRandom } from '@evenground/config';
import { type FaultInjector, openEmbedded } from '@evenground/embedded';
import { type ServiceDefinition, startProcess } from '@evenground/host';
import { createLogger } from '@evenground/telemetry';
import { ARMED_FILE, DEATHS_FILE, type Death, type ProcessProgram } from '../deployment/armed-process.js';

/**
 * The all-in-one process as it is built, on the embedded platform with crash points. It is told by SIGUSR2 to read in its
 * working directory where to die. This program alone can be told so: the product itself has no such setting.
 */
const { built, services } = JSON.parse(process.argv[2] ?? '{}') as ProcessProgram;
const settings = loadSettings();
let armed: Death | undefined;
let left = 0;

const faults: FaultInjector = {
  at: (point) => {
    if (armed?.point !== point || (left -= 1) > 0) return;
    appendFileSync(join(settings.dataDir, DEATHS_FILE), `${JSON.stringify(armed)}\n`);
    process.kill(process.pid, 'SIGKILL');
  },
};

process.on('SIGUSR2', () => {
  const file = join(settings.dataDir, ARMED_FILE);
  armed = JSON.parse(readFileSync(file, 'utf8')) as Death;
  left = armed.hit;
  rmSync(file); // tells whoever asked that it is done
});

const { SERVICES_OF_THE_PROCESS } = (await import(pathToFileURL(join(built, 'services.js')).href)) as {
  readonly SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[];
};
const running = await startProcess({
  settings,
  services: SERVICES_OF_THE_PROCESS.filter(({ service }) => services?.includes(service) ?? true),
  adapters: {
    open: ({ dataDir }, { clock, random }) => openEmbedded({ directory: dataDir, clock, random, faults }),
  },
  clock: systemClock,
  random: systemRandom,
  logger: createLogger({ level: settings.logLevel, clock: systemClock }),
});
process.on('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
