import type { Settings } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { openEmbedded } from '@evenground/embedded';
import type { Adapters } from '@evenground/host';

/** The ways to run: where a commit's documents and its events become durable in one atomic step. */
type Way = 'embedded' | 'cluster';

/** The adapters of this product, by what the settings say. */
export const ADAPTERS: Adapters = {
  open: async (settings, { clock, random }) => {
    switch (wayOf(settings)) {
      case 'embedded':
        return openEmbedded({ directory: settings.dataDir, clock, random });
      case 'cluster':
        throw notBuiltIn();
    }
  },
  prepare: async (settings, services, { clock, random }) => {
    switch (wayOf(settings)) {
      case 'embedded': {
        const platform = await openEmbedded({ directory: settings.dataDir, clock, random });
        try {
          for (const { service, collections } of services) await platform.stores.open(service, collections);
        } finally {
          await platform.close();
        }
        return;
      }
      case 'cluster':
        throw notBuiltIn();
    }
  },
};

/** Only two of the four combinations commit documents and events at once; the others stop the start. */
function wayOf({ eventLog, store }: Settings): Way {
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

function notBuiltIn(): PlatformError {
  return new PlatformError(
    'configuration-invalid',
    'EVENGROUND_EVENT_LOG, EVENGROUND_STORE: there are no adapters for kafka and mongo yet; use embedded',
  );
}

function unknownCombination(both: never): PlatformError {
  return new PlatformError(
    'configuration-invalid',
    `EVENGROUND_EVENT_LOG, EVENGROUND_STORE: ${String(both)} is unknown`,
  );
}
