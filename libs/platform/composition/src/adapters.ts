import type { Settings } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { openEmbedded } from '@evenground/embedded';
import type { Adapters } from '@evenground/host';
import { openCluster, prepareCluster } from './cluster.js';

/** The ways to run: where a commit's documents and its events become durable in one atomic step. */
export type Way = 'embedded' | 'cluster';

/** The adapters of this product, by what the settings say. */
export const ADAPTERS: Adapters = {
  open: async (settings, parts) => {
    switch (wayOf(settings)) {
      case 'embedded':
        return openEmbedded({ ...parts, directory: settings.dataDir });
      case 'cluster':
        return openCluster(settings, parts);
    }
  },
  prepare: async (settings, services, parts) => {
    switch (wayOf(settings)) {
      case 'embedded': {
        const platform = await openEmbedded({ ...parts, directory: settings.dataDir });
        try {
          for (const { service, collections } of services) await platform.stores.open(service, collections);
        } finally {
          await platform.close();
        }
        return;
      }
      case 'cluster':
        return prepareCluster(settings, services, parts);
    }
  },
};

/** Only two of the four combinations commit documents and events at once; the others stop the start. */
export function wayOf({ eventLog, store }: Settings): Way {
  const both = `${eventLog}+${store}` as const;
  switch (both) {
    case 'embedded+embedded':
      return 'embedded';
    case 'kafka+mongo':
      return 'cluster';
    case 'embedded+mongo':
    case 'kafka+embedded':
      throw new PlatformError(
        'configuration-invalid',
        `EVENGROUND_EVENT_LOG ${eventLog} with EVENGROUND_STORE ${store}: no commit could hold documents and events at once; use embedded and embedded, or kafka and mongo`,
      );
    default:
      throw unknownCombination(both);
  }
}

function unknownCombination(both: never): PlatformError {
  return new PlatformError(
    'configuration-invalid',
    `EVENGROUND_EVENT_LOG, EVENGROUND_STORE: ${String(both)} is unknown`,
  );
}
