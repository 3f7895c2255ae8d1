import { streamId, type StreamPosition } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';

export const REFERENCE_GROUP = 'diagnostics.keep-reference';
export const REFERENCE = 'ingestion.reference';
export const DEFINITIONS = 'diagnostics.definitions';

/** How far the streams are kept that ask for passes over a district's packs: its reference data and its definitions. */
export async function referencePositions(store: DocumentStore, district: string): Promise<StreamPosition[]> {
  const reference = { topic: REFERENCE, stream: district };
  const definitions = { topic: DEFINITIONS, stream: district };
  const [handled, heads] = await Promise.all([store.handled(REFERENCE_GROUP, [reference]), store.heads([definitions])]);
  return [
    { ...reference, sequence: handled.get(streamId(reference)) ?? 0 },
    { ...definitions, sequence: heads.get(streamId(definitions)) ?? 0 },
  ].filter(({ sequence }) => sequence > 0);
}
