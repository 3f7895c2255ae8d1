import type { Stored, Write } from '@evenground/document-store';
import { currentRecords } from '../collections.js';
import { PackedRecords, type CurrentRecord, type PackedDocument } from '../domain/packed-records.js';

/**
 * Rewrites one stored document of records: `edit` returns what a record becomes, the record itself to leave it, or
 * `null` to forget it. `undefined` when nothing changes.
 */
export function editDocument(
  stored: Stored<PackedDocument>,
  edit: (record: CurrentRecord) => CurrentRecord | null,
): Write | undefined {
  const records = PackedRecords.unpack(stored.body);
  for (const record of [...records.all()]) {
    const becomes = edit(record);
    if (becomes === null) records.remove(record);
    else if (becomes !== record) records.set(becomes);
  }
  if (!records.isChanged) return undefined;
  return { collection: currentRecords, id: stored.id, expected: stored.version, body: records.pack(stored.body) };
}
