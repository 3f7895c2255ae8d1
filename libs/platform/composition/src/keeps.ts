import type { Keep } from '@evenground/archive';
import { type Settings, systemClock } from '@evenground/config';
import { PlatformError, SERVICES } from '@evenground/contracts';
import { openMongoKeep } from '@evenground/document-store-mongo';
import { openEmbeddedKeep } from '@evenground/embedded';
import { logInUse } from '@evenground/event-log-kafka';
import type { Way } from './adapters.js';

export interface KeepOfWay {
  readonly way: Way;
  readonly keep: Keep;
}

/** Where what services keep is taken from: `move` only when no process goes on there. */
export async function sourceKeep(settings: Settings, way: Way, use: 'backup' | 'move'): Promise<KeepOfWay> {
  if (way === 'embedded') {
    return { way, keep: openEmbeddedKeep({ directory: settings.dataDir, whileInUse: use === 'backup' }) };
  }
  requireClusterSettings(settings);
  if (use === 'move') {
    const { livingGroups } = await logInUse(settings.kafka, systemClock, SERVICES);
    if (livingGroups.length > 0) {
      throw new PlatformError(
        'data-directory-in-use',
        `services still run (${livingGroups.slice(0, 3).join(', ')}${livingGroups.length > 3 ? ', …' : ''}): stop them all, wait a minute and move again`,
      );
    }
  }
  return { way, keep: openMongoKeep({ settings: settings.mongo, instance: settings.instance }) };
}

/**
 * Where what services keep is put, which must be new: topics too, since what a publisher says again under a sequence that
 * its consumers have seen would be dropped.
 * @throws PlatformError `place-not-empty`
 */
export async function targetKeep(settings: Settings, way: Way): Promise<KeepOfWay> {
  if (way === 'embedded') return { way, keep: openEmbeddedKeep({ directory: settings.dataDir, whileInUse: false }) };
  requireClusterSettings(settings);
  const { usedTopics } = await logInUse(settings.kafka, systemClock, SERVICES);
  if (usedTopics.length > 0) {
    throw new PlatformError(
      'place-not-empty',
      `the topic ${usedTopics[0]} and ${usedTopics.length - 1} more have been written to: set KAFKA_TOPIC_PREFIX to one that is new`,
    );
  }
  return { way, keep: openMongoKeep({ settings: settings.mongo, instance: settings.instance }) };
}

function requireClusterSettings({ mongo, kafka }: Settings): void {
  if (mongo.url !== undefined && kafka.brokers.length > 0) return;
  throw new PlatformError('configuration-invalid', 'MONGO_URL and KAFKA_BROKERS: both are needed for a cluster');
}
