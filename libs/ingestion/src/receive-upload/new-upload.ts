import type { Clock } from '@evenground/config';
import { instant } from '@evenground/config';
import type { UploadDocument } from '../collections.js';
import { NO_ROWS } from '../domain/upload-state.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';

type Given =
  'district' | 'status' | 'phase' | 'format' | 'mode' | 'source' | 'countDate' | 'isConfirmed' | 'batchRows' | 'sender';

/** An upload of which nothing has been taken in yet. */
export function newUpload(
  by: { readonly clock: Clock; readonly keys: PseudonymKeys; readonly instance: string },
  given: Pick<UploadDocument, Given> & Partial<UploadDocument>,
): UploadDocument {
  return {
    uploadSequence: 0,
    startedAt: instant(by.clock),
    startedAtMs: by.clock.nowMs(),
    counts: NO_ROWS,
    quality: { findings: [], unknown: {} },
    progress: { rows: 0, settled: '' },
    quarantinePages: 0,
    streams: [],
    coverage: {},
    notices: [],
    holder: by.instance,
    spoolVersion: by.keys.versions[0],
    ...given,
  };
}
