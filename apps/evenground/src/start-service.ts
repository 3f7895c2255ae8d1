import type { Authenticator } from '@evenground/auth';
import type { Clock, Random, Settings } from '@evenground/config';
import { CORRELATION_HEADER, type ServiceApp, createServiceApp, idempotencyCollection } from '@evenground/http';
import {
  type Logger,
  type Metrics,
  NestLogger,
  consumerLog,
  errorFields,
  observers,
  requestLog,
} from '@evenground/telemetry';
import type { Platform } from './open-platform.js';
import type { ServiceDefinition } from './service-definition.js';
import { servicePositions } from './service-positions.js';

/** What all services of the process have in common. */
export interface ProcessParts {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly authenticator: Authenticator;
  readonly keyFile: Uint8Array;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
}

/** Opens the store of a service and makes its app; nothing is handled before `startConsuming()`. */
export async function startService(definition: ServiceDefinition, parts: ProcessParts): Promise<ServiceApp> {
  const { service } = definition;
  const { platform, clock, random, metrics, settings } = parts;
  const logger = parts.logger.child({ service });
  const store = await platform.stores.open(service, withIdempotency(definition));
  const started: { app?: ServiceApp } = {};
  const features = () => started.app?.features ?? [];
  const positions = servicePositions({ service, store, clock, features, followsTopics: definition.followsTopics });
  const { log, eraseFromLog } = platform;
  const module = definition.module({
    ...{
      store,
      log,
      clock,
      random,
      positions,
      logger,
      keyFile: parts.keyFile,
      dataDir: settings.dataDir,
      eraseFromLog,
    },
  });
  started.app = await createServiceApp({
    ...{ service, module, authenticator: parts.authenticator, clock, random, positions },
    consume: { log, store, clock, random, observer: observers(metrics.consumerObserver(), consumerLog(logger)) },
    middleware: [
      metrics.timeRequests(service, clock),
      requestLog({ logger, clock, correlationHeader: CORRELATION_HEADER }),
    ],
    onFault: ({ error, ...where }) => logger.error({ ...where, ...errorFields(error) }, 'a request failed'),
    logger: new NestLogger(logger),
  });
  return started.app;
}

function withIdempotency({ collections }: ServiceDefinition): ServiceDefinition['collections'] {
  return collections.some(({ name }) => name === idempotencyCollection.name)
    ? collections
    : [...collections, idempotencyCollection];
}
