import type { DocumentStore, Write } from '@evenground/document-store';
import { districts, type DistrictDocument } from '../collections.js';

export const EMPTY_DISTRICT: DistrictDocument = { uploadSequence: 0, newest: {}, declaredTypes: [] };

/**
 * Gives a write its number in the district's order; goes into the commit that accepts it. The types it writes to are no
 * longer as their newest upload left them, so the same file again is judged again.
 */
export async function numbered(
  store: DocumentStore,
  district: string,
  types: readonly string[] | 'all',
): Promise<{ readonly uploadSequence: number; readonly write: Write }> {
  const [stored] = await store.load(districts, [district]);
  const body = stored?.body ?? EMPTY_DISTRICT;
  const uploadSequence = body.uploadSequence + 1;
  const newest =
    types === 'all' ? {} : Object.fromEntries(Object.entries(body.newest).filter(([type]) => !types.includes(type)));
  return {
    uploadSequence,
    write: {
      collection: districts,
      id: district,
      expected: stored?.version ?? 0,
      body: { ...body, uploadSequence, newest },
    },
  };
}
