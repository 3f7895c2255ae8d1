import { join } from 'node:path';
import type { ServiceDefinition } from '@evenground/host';
import { districts, ingestionCollections } from './collections.js';
import { erasedListFile } from './erase-student/erased-list.js';
import { IngestionModule } from './ingestion.module.js';
import { readKeyFile } from './pseudonym-keys.js';

/** How ingestion is put into a process. */
export const ingestionService: ServiceDefinition = {
  service: 'ingestion',
  collections: ingestionCollections,
  places: { districts },
  assemble: (parts) => {
    const { store, clock, random, logger, keyFile, soleOperatorId, dataDir, eraseFromLog } = parts;
    return {
      module: IngestionModule.register({
        ...{ store, clock, random, soleOperatorId, keys: readKeyFile(keyFile), instance: parts.instance },
        spoolDirectory: join(dataDir, 'spool'),
        eraser: eraseFromLog && { eraseFromLog },
        ...{ isSoleCopy: parts.isSoleCopy, logForgetsAfterMs: parts.logForgetsAfterMs },
        erasedList: erasedListFile(parts.erasedListFile),
        log: logger,
      }),
    };
  },
};
