import { type Settings, loadSettings, systemClock, systemRandom } from '@evenground/config';
import { createLogger, errorFields } from '@evenground/telemetry';
import type { Adapters } from './platform.js';
import { collectionsOf } from './service-collections.js';
import type { ServiceDefinition } from './service-definition.js';
import { startProcess } from './start-process.js';

const LONGEST_STOP_MS = 15_000; // an orchestrator kills after 30 s; whatever is not ended by then hangs on somebody else

export interface ProcessProgram {
  /** Publishers before those who listen to them. */
  readonly services: readonly ServiceDefinition[];
  readonly adapters: Adapters;
  /** Folder of the built pages, where this process shows them. */
  readonly pages?: string;
}

/**
 * Runs a process from its settings to its end: the whole of an app. `--prepare` makes the topics, collections and indexes
 * of its services and ends; `--print-sign-in` prints the sign-in link also where there is no terminal.
 */
export function runProcess(program: ProcessProgram): void {
  const run = process.argv.includes('--prepare') ? prepare : serve;
  run(program, loadSettingsOrFail()).catch(fail);
}

async function prepare({ services, adapters }: ProcessProgram, settings: Settings): Promise<void> {
  const logger = createLogger({ level: settings.logLevel, clock: systemClock });
  const prepared = services.map((one) => ({ service: one.service, collections: collectionsOf(one) }));
  const names = services.map(({ service }) => service);
  await adapters.prepare(settings, prepared, { clock: systemClock, random: systemRandom, logger, services: names });
  logger.info({ services: names }, 'prepared');
  process.exit(0);
}

async function serve({ services, adapters, pages }: ProcessProgram, settings: Settings): Promise<void> {
  const clock = systemClock;
  const logger = createLogger({ level: settings.logLevel, clock });
  const running = await startProcess({
    ...{ settings, services, adapters, clock, random: systemRandom, logger },
    ...(pages !== undefined && { pages }),
  });
  logger.info({ port: running.port, host: settings.host, instance: settings.instance }, 'started');
  // The link is a secret, so it goes to people only, never into the log.
  if (running.signInUrl !== undefined && (process.stdout.isTTY || process.argv.includes('--print-sign-in'))) {
    process.stdout.write(`\n  Evenground is ready. Sign in within 15 minutes, once:\n  ${running.signInUrl}\n\n`);
  }
  stopOnSignal(async () => {
    logger.info('stopping');
    await running.stop();
    logger.info('stopped');
  });
}

/** The first signal ends in order, the second at once. Nobody else in the process listens to signals. */
function stopOnSignal(stop: () => Promise<void>): void {
  let isAsked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isAsked) process.exit(1);
      isAsked = true;
      systemClock.after(LONGEST_STOP_MS, () =>
        fail(new Error('the orderly end took too long; what was in hand comes again')),
      );
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function loadSettingsOrFail(): Settings {
  try {
    return loadSettings();
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`evenground: ${errorFields(error).reason}\n`);
  process.exit(1);
}
