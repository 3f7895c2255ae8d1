import 'reflect-metadata';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSettings, systemClock, systemRandom } from '@evenground/config';
import { openMongoStores } from '@evenground/document-store-mongo';
import { openEmbedded } from '@evenground/embedded';
import type { EventLog } from '@evenground/event-log';
import { openKafkaEventLog } from '@evenground/event-log-kafka';
import { type Adapters, type Platform, type ServiceDefinition, startProcess } from '@evenground/host';
import { createLogger } from '@evenground/telemetry';
import {
  ARMED_FILE,
  type Arming,
  DEEDS_FILE,
  type Death,
  type Deed,
  type ProcessProgram,
} from '../deployment/armed-process.js';

/**
 * The built services on the adapters that the settings name, with crash points. It is told by SIGUSR2 to read in its
 * data directory what to do. This program alone can be told so: the product itself has no such setting.
 */
const { built, services } = JSON.parse(process.argv[2] ?? '{}') as ProcessProgram;
const settings = loadSettings();
let armed: Arming = { swallows: [] };
let left = 0;

const noteDeed = (deed: Deed): void => appendFileSync(join(settings.dataDir, DEEDS_FILE), `${JSON.stringify(deed)}\n`);
const faults = {
  at: (point: Death['point']): void => {
    if (!('point' in armed) || armed.point !== point || (left -= 1) > 0) return;
    const death = armed;
    armed = { swallows: [] };
    noteDeed(death);
    process.kill(process.pid, death.by ?? 'SIGKILL');
  },
};

process.on('SIGUSR2', () => {
  const file = join(settings.dataDir, ARMED_FILE);
  armed = JSON.parse(readFileSync(file, 'utf8')) as Arming;
  left = 'hit' in armed ? armed.hit : 0;
  rmSync(file); // tells whoever asked that it is done
});

/** A log that loses what it has acknowledged, as soon as it is told so. */
function forgetful(log: EventLog): EventLog {
  const append: EventLog['append'] = async (events) => {
    const lost = 'swallows' in armed ? armed.swallows : [];
    const kept = events.filter(({ envelope }) => !lost.includes(envelope.topic));
    if (kept.length < events.length) noteDeed({ swallowed: events.length - kept.length });
    if (kept.length > 0) await log.append(kept);
  };
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

const openArmed: Adapters['open'] = async ({ kafka, mongo, store, instance, dataDir }, parts): Promise<Platform> => {
  const { clock, random } = parts;
  if (store === 'embedded') return openEmbedded({ directory: dataDir, clock, random, faults });
  const [service] = parts.services;
  const log = await openKafkaEventLog({ settings: kafka, instance, clock, random, ...(service && { service }) });
  const stores = await openMongoStores({ settings: mongo, log: forgetful(log), clock, random, instance, faults });
  return { log, stores, close: () => stores.close().finally(() => log.close()) };
};

const { SERVICES_OF_THE_PROCESS } = (await import(pathToFileURL(join(built, 'services.js')).href)) as {
  readonly SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[];
};
const running = await startProcess({
  settings,
  services: SERVICES_OF_THE_PROCESS.filter(({ service }) => services?.includes(service) ?? true),
  adapters: { open: openArmed },
  clock: systemClock,
  random: systemRandom,
  logger: createLogger({ level: settings.logLevel, clock: systemClock }),
});
process.on('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
