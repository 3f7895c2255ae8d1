import type { Authenticator } from '@evenground/auth';
import type { Clock, Random, Settings } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { CORRELATION_HEADER, IdempotencyKeys, type ServiceApp, createServiceApp } from '@evenground/http';
import {
  type Logger,
  type Metrics,
  NestLogger,
  consumerLog,
  errorFields,
  observers,
  requestLog,
} from '@evenground/telemetry';
import type { Platform } from './platform.js';
import { findDistrict, type SearchedStore } from './find-district.js';
import type { Receipts } from './receipts.js';
import { repeat } from './repeat-work.js';
import type { RepeatedWork, ServiceDefinition } from './service-definition.js';
import { servicePositions } from './service-positions.js';

/** What all services of the process have in common. */
export interface ProcessParts {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly authenticator: Authenticator;
  readonly keyFile: Uint8Array;
  readonly soleOperatorId?: string;
  readonly receipts: Receipts;
  /** Every service's store, filled while they start. */
  readonly searched: SearchedStore[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
}

/** A service whose app is made. */
export interface StartedService extends ServiceApp {
  /** Begins the work that is done again and again; returns what ends it. */
  beginWork(): () => Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Makes the app of a service on its opened store; nothing is handled before `startConsuming()`. */
export async function startService(
  definition: ServiceDefinition,
  store: DocumentStore,
  parts: ProcessParts,
): Promise<StartedService> {
  const { service } = definition;
  const { platform, clock, random, metrics, authenticator, settings } = parts;
  const logger = parts.logger.child({ service });
  parts.searched.push({ store, ...definition.places });
  const made: { app?: ServiceApp } = {};
  const features = () => made.app?.features ?? [];
  const { log, eraseFromLog, logForgetsAfterMs = 0, isExclusive: isSoleCopy = false } = platform;
  const ports = {
    store,
    log,
    clock,
    random,
    positions: servicePositions({
      service,
      store,
      clock,
      features,
      receipts: parts.receipts,
      followsTopics: definition.followsTopics,
    }),
    eraseFromLog,
    logForgetsAfterMs,
    isSoleCopy,
  };
  const assembled = definition.assemble({
    ...{ ...ports, authenticator, logger, keyFile: parts.keyFile, soleOperatorId: parts.soleOperatorId },
    ...{ dataDir: settings.dataDir, erasedListFile: settings.erasedListFile, instance: settings.instance },
  });
  const app = await createServiceApp({
    ...{
      service,
      module: assembled.module,
      authenticator,
      clock,
      random,
      positions: assembled.positions ?? ports.positions,
    },
    findDistrict: (namedIds) => findDistrict(parts.searched, namedIds),
    consume: {
      ...{ log, store, clock, random, heads: (topics) => log.heads(topics) },
      observer: observers(metrics.consumerObserver(), consumerLog(logger)),
    },
    middleware: [
      metrics.timeRequests(service, clock),
      requestLog({ logger, clock, correlationHeader: CORRELATION_HEADER }),
    ],
    onFault: ({ error, ...where }) => logger.error({ ...where, ...errorFields(error) }, 'a request failed'),
    logger: new NestLogger(quiet(logger, settings)),
  });
  made.app = app;
  const keys = new IdempotencyKeys(store, clock);
  const work = [
    ...(assembled.work ?? []),
    { name: 'forget-idempotency-keys', everyMs: HOUR_MS, run: () => keys.forgetOld() },
  ];
  return { ...app, beginWork: () => beginWork(app, work, clock, logger) };
}

function beginWork(app: ServiceApp, work: readonly RepeatedWork[], clock: Clock, logger: Logger): () => Promise<void> {
  const ends = work.map(({ name, everyMs, run }) =>
    repeat({
      ...{ clock, everyMs, run: () => run(app.app) },
      onFault: (error) => logger.error({ work: name, ...errorFields(error) }, 'repeated work failed'),
    }),
  );
  return async () => {
    await Promise.all(ends.map((end) => end()));
  };
}

/** Nest tells every route at `info`; here that is for those who look for something. */
function quiet(logger: Logger, { logLevel }: Settings): Logger {
  return logLevel === 'info' ? logger.child({}, { level: 'warn' }) : logger;
}
