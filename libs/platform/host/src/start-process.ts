import type { Clock, Random, Settings } from '@evenground/config';
import { type FrontDoor, frontDoor } from '@evenground/http';
import type { ConsumerLoop } from '@evenground/event-log';
import { Health, type Logger, Metrics, errorFields } from '@evenground/telemetry';
import { caughtUpOnce } from './caught-up.js';
import { documentationDoors } from './documentation-doors.js';
import { healthDoors } from './health-doors.js';
import { openKeys } from './key-checks.js';
import { openSignIn } from './open-sign-in.js';
import type { Adapters, Platform } from './platform.js';
import { collectionsOf } from './service-collections.js';
import type { ServiceDefinition } from './service-definition.js';
import { localPeople } from './local-people.js';
import { openPages } from './pages.js';
import { signInOptions } from './sign-in-options.js';
import { signInPage } from './sign-in-page.js';
import { type StartedService, startService } from './start-service.js';
import { Receipts } from './receipts.js';
import { repeat } from './repeat-work.js';
import { type SearchedStore } from './find-district.js';
import { whoIsSignedIn } from './who-is-signed-in.js';

export interface ProcessOptions {
  readonly settings: Settings;
  readonly services: readonly ServiceDefinition[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly adapters: Pick<Adapters, 'open'>;
  /** Folder of the built pages; where it is missing, none are served. */
  readonly pages?: string;
}

export interface RunningProcess {
  readonly port: number;
  /** A one-time link, where the built-in issuer is used. */
  readonly signInUrl?: string;
  /** Doors closed, requests and batches in hand finished, services closed, then the store. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DRAIN_MS = 10_000; // an orchestrator kills after 30 s at most

/** Starts the services in this process behind one port. What fails on the way closes what was opened. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { settings, adapters, clock, random, logger } = options;
  const metrics = new Metrics({ ofProcess: true });
  const platform = await adapters.open(settings, {
    ...{ clock, random, logger, metrics },
    services: options.services.map(({ service }) => service),
  });
  const receipts = new Receipts(platform.log);
  const opened: Opened = { platform, receipts, services: [], work: [], isEnding: false };
  try {
    return await openDoors(options, opened, metrics);
  } catch (error) {
    await stop(opened);
    throw error;
  }
}

async function openDoors(options: ProcessOptions, opened: Opened, metrics: Metrics): Promise<RunningProcess> {
  const { settings, clock, random, logger } = options;
  const { platform, services } = opened;
  const stores = await Promise.all(
    options.services.map((one) => platform.stores.open(one.service, collectionsOf(one))),
  );
  const keys = await openKeys(settings, stores, random);
  await opened.receipts.start();
  const signIn = await openSignIn(settings, keys.oldestSecret, clock, random);
  const searched: SearchedStore[] = [];
  const pages = options.pages === undefined ? undefined : openPages(options.pages, providerOrigins(settings));
  if (options.pages !== undefined && !pages) logger.warn('the pages are not built: `npm run build` makes them');
  const common = {
    settings,
    platform,
    authenticator: signIn.authenticator,
    keyFile: keys.bytes,
    metrics,
    receipts: opened.receipts,
    searched,
    soleOperatorId: signIn.soleOperatorId,
  };
  for (const [at, definition] of options.services.entries()) {
    services.push(await startService(definition, stores[at]!, { ...common, logger, clock, random }));
  }
  const health = new Health(clock);
  health.readyWhen('event-log', () => platform.log.ping());
  for (const store of stores) health.readyWhen(`store.${store.service}`, () => store.ping());
  const caughtUp = health.readyAfter('caught-up');
  opened.doors = frontDoor({
    doors: [
      ...services.map(({ prefix, handle }) => ({ path: `${prefix}/`, handle })),
      ...[...healthDoors(health, metrics), ...documentationDoors(services)],
      ...[signInOptions(settings), whoIsSignedIn(signIn.authenticator, searched)],
      ...(signIn.links
        ? [signInPage(signIn.links, clock, pages), localPeople(signIn.links, signIn.authenticator)]
        : []),
      ...(pages ? [pages.door] : []),
    ],
    random,
    onFault: (error) => logger.error(errorFields(error), 'a request failed'),
  });
  const port = await opened.doors.listen(settings.port, settings.host);
  const loops = await followEvents(services, health, metrics);
  opened.work.push(...services.map((service) => service.beginWork()));
  opened.work.push(forgetOldEvents(platform, options));
  caughtUpOnce(loops, clock, () => opened.isEnding).then(caughtUp, (error: unknown) =>
    logger.error(errorFields(error), 'cannot tell how far events are handled'),
  );
  const signInUrl = signIn.links && `http://${hostInUrl(settings.host)}:${port}/sign-in/${signIn.links.newCode()}`;
  return { port, signInUrl, stop: () => (opened.stopped ??= stop(opened)) };
}

/** Starts every service's event handlers, and follows how far and how well they go. */
async function followEvents(
  services: readonly StartedService[],
  health: Health,
  metrics: Metrics,
): Promise<readonly ConsumerLoop[]> {
  const loops = (await Promise.all(services.map((service) => service.startConsuming()))).flat();
  for (const loop of loops) {
    metrics.followLag(loop.group, () => loop.lag());
    health.readyWhen(loop.group, () => loop.health());
  }
  return loops;
}

/** What is open, and has to be closed in this order: doors, repeated work, services, platform. */
interface Opened {
  readonly platform: Platform;
  readonly receipts: Receipts;
  readonly services: StartedService[];
  /** What ends the repeated work. */
  readonly work: (() => Promise<void>)[];
  doors?: FrontDoor;
  isEnding: boolean;
  stopped?: Promise<void>;
}

async function stop(opened: Opened): Promise<void> {
  opened.isEnding = true;
  await opened.doors?.close(DRAIN_MS);
  await Promise.allSettled(opened.work.map((end) => end()));
  await Promise.allSettled(opened.services.map((service) => service.close()));
  await opened.receipts.close();
  await opened.platform.close();
}

function forgetOldEvents({ log }: Platform, { clock, logger }: ProcessOptions): () => Promise<void> {
  return repeat({
    ...{ clock, everyMs: HOUR_MS, run: () => log.enforceRetention(clock.nowMs()) },
    onFault: (error) => logger.error(errorFields(error), 'old events could not be removed'),
  });
}

/** Where the pages ask the identity provider for a token. */
function providerOrigins({ oidc }: Settings): readonly string[] {
  return oidc?.clientId === undefined ? [] : [new URL(oidc.issuer).origin];
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
