import 'reflect-metadata';
import { loadSettings, systemClock, systemRandom } from '@evenground/config';
import { createLogger, errorFields } from '@evenground/telemetry';
import { SERVICES_OF_THE_PROCESS } from './services.js';
import { startProcess } from './start-process.js';

/** All services in one process. `--print-sign-in` prints the sign-in link also where there is no terminal. */
async function main(): Promise<void> {
  const settings = loadSettings();
  const clock = systemClock;
  const logger = createLogger({ level: settings.logLevel, clock });
  const running = await startProcess({
    settings,
    services: SERVICES_OF_THE_PROCESS,
    clock,
    random: systemRandom,
    logger,
  });
  logger.info({ port: running.port, host: settings.host }, 'started');
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
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): never {
  process.stderr.write(`evenground: ${errorFields(error).reason}\n`);
  process.exit(1);
}

main().catch(fail);
