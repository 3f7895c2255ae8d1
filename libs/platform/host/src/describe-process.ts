import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, systemClock, systemRandom } from '@evenground/config';
import {
  type AsyncApiDocument,
  type EventFeature,
  type OpenApiDocument,
  type ServiceApp,
  asyncApi,
  mergeOpenApi,
  openApiOf,
} from '@evenground/http';
import { Metrics, createLogger } from '@evenground/telemetry';
import type { Adapters } from './platform.js';
import { Receipts } from './receipts.js';
import { collectionsOf } from './service-collections.js';
import type { ServiceDefinition } from './service-definition.js';
import { startService } from './start-service.js';

/** Every document of the product's interfaces. */
export interface ProcessDescription {
  /** By service. */
  readonly openApi: Readonly<Record<string, OpenApiDocument>>;
  readonly merged: OpenApiDocument;
  /** What each service handles of the event log. */
  readonly features: Readonly<Record<string, readonly EventFeature[]>>;
  readonly asyncApi: AsyncApiDocument;
}

/** Makes the services on an empty directory, without starting them, and reads off what they offer. */
export async function describeProcess(
  services: readonly ServiceDefinition[],
  adapters: Pick<Adapters, 'open'>,
): Promise<ProcessDescription> {
  const directory = mkdtempSync(join(tmpdir(), 'evenground-describe-'));
  const settings = loadSettings({ EVENGROUND_DATA_DIR: directory, LOG_LEVEL: 'error' });
  const logger = createLogger({ level: settings.logLevel, clock: systemClock });
  const metrics = new Metrics();
  const platform = await adapters.open(settings, {
    ...{ clock: systemClock, random: systemRandom, logger, metrics },
    services: services.map(({ service }) => service),
  });
  const apps: ServiceApp[] = [];
  try {
    const nobody = { authenticate: () => Promise.reject(new Error('nobody is let in while describing')) };
    const common = {
      settings,
      platform,
      logger,
      authenticator: nobody,
      keyFile: Buffer.from(`1:${Buffer.alloc(32, 1).toString('base64')}\n`),
      metrics,
      searched: [],
      receipts: new Receipts(platform.log),
    };
    for (const definition of services) {
      const store = await platform.stores.open(definition.service, collectionsOf(definition));
      apps.push(await startService(definition, store, { ...common, clock: systemClock, random: systemRandom }));
    }
    const documents = apps.map((app) => [app.service, openApiOf(app)] as const);
    return {
      openApi: Object.fromEntries(documents),
      features: Object.fromEntries(apps.map((app) => [app.service, app.features])),
      merged: mergeOpenApi(documents.map(([, document]) => document)),
      asyncApi: asyncApi(),
    };
  } finally {
    await Promise.allSettled(apps.map((app) => app.close()));
    await platform.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
