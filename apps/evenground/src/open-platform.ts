import type { Clock, Random, Settings } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import type { DocumentStores } from '@evenground/document-store';
import { openEmbedded } from '@evenground/embedded';
import type { EventLog, RewriteEvent } from '@evenground/event-log';

/** The adapters that the process runs on. */
export interface Platform {
  readonly log: EventLog;
  readonly stores: DocumentStores;
  readonly eraseFromLog?: (rewrite: RewriteEvent) => Promise<number>;
  /** Ends consumptions after the batch in hand, then frees everything. */
  close(): Promise<void>;
}

/** Opens what the settings name; what this build has no adapter for stops the start. */
export async function openPlatform(settings: Settings, clock: Clock, random: Random): Promise<Platform> {
  const { store, eventLog } = settings;
  switch (store) {
    case 'embedded':
      break;
    case 'mongo':
      throw new PlatformError(
        'configuration-invalid',
        'EVENGROUND_STORE: the all-in-one process has no adapter for mongo; use embedded',
      );
    default:
      throw unknownValue('EVENGROUND_STORE', store);
  }
  switch (eventLog) {
    case 'embedded':
      return openEmbedded({ directory: settings.dataDir, clock, random });
    case 'kafka':
      throw new PlatformError(
        'configuration-invalid',
        'EVENGROUND_EVENT_LOG: the all-in-one process has no adapter for kafka; use embedded',
      );
    default:
      throw unknownValue('EVENGROUND_EVENT_LOG', eventLog);
  }
}

function unknownValue(setting: string, value: never): PlatformError {
  return new PlatformError('configuration-invalid', `${setting}: ${String(value)} is not a value it has`);
}
