import type { Settings } from '@evenground/config';
import { openMongoStores, prepareDatabases } from '@evenground/document-store-mongo';
import { createTopics, openKafkaEventLog } from '@evenground/event-log-kafka';
import type { OpenParts, Platform, PlatformParts, PreparedService } from '@evenground/host';
import { outboxObserver } from './outbox-observer.js';

/**
 * Events in Kafka, documents in MongoDB: a commit is one transaction with the events in an outbox beside the documents, which
 * is relayed to Kafka. What the outbox still has can be rewritten; topics forget by their retention alone.
 */
export async function openCluster(settings: Settings, parts: OpenParts): Promise<Platform> {
  const { clock, random, logger, services, metrics } = parts;
  const { instance } = settings;
  const log = await openKafkaEventLog({
    ...{ settings: settings.kafka, instance, clock, random },
    ...(services.length === 1 && { service: services[0] }),
    onWarning: (message, fields) => logger.warn({ ...fields }, message),
  });
  try {
    const stores = await openMongoStores({
      ...{ settings: settings.mongo, log, clock, random, instance },
      observer: outboxObserver(logger, metrics),
    });
    return {
      ...{ log, stores },
      eraseFromLog: (rewrite) => stores.eraseFromOutbox(rewrite),
      logForgetsAfterMs: log.longestRetentionMs,
      // The stores first: what was committed last they bring to the log.
      close: () => stores.close().finally(() => log.close()),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Topics are of all services together, since each needs those of the others; databases are of these services alone. */
export async function prepareCluster(
  settings: Settings,
  services: readonly PreparedService[],
  { clock, logger }: PlatformParts,
): Promise<void> {
  const onWarning = (message: string, fields?: object): void => logger.warn({ ...fields }, message);
  const { created, extended } = await createTopics(settings.kafka, { clock, onWarning });
  await prepareDatabases({ settings: settings.mongo, instance: settings.instance, services });
  logger.info({ created: created.length, extended: extended.length }, 'topics are there');
}
