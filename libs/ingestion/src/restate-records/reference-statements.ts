import type { DocumentStore } from '@evenground/document-store';
import type { EventToPublish } from '@evenground/event-log';
import { assessments, declarations } from '../collections.js';
import { paged } from './kept-records.js';

const ENTRIES = 500;

/** What a district has stated beside its records: completeness and the meaning of assessments. They have no record keys. */
export async function referenceStatements(
  store: DocumentStore,
  district: string,
): Promise<readonly Pick<EventToPublish, 'type' | 'data'>[]> {
  const said: Pick<EventToPublish, 'type' | 'data'>[] = [];
  for await (const { id, body } of paged((after) =>
    store.list(assessments, `${district}/`, { limit: 200, ...after }),
  )) {
    said.push({ type: 'assessment.defined', data: { district, assessment: id.slice(district.length + 1), ...body } });
  }
  for await (const { id, body } of paged((after) =>
    store.list(declarations, `${district}/`, { limit: 200, ...after }),
  )) {
    const [type = '', schoolYear = ''] = id.slice(district.length + 1).split('/');
    for (const basis of ['upload', 'declared'] as const) {
      const entries = Object.entries(body.entries).filter(([, entry]) => entry.basis === basis);
      for (let at = 0; at < entries.length; at += ENTRIES) {
        const some = entries
          .slice(at, at + ENTRIES)
          .map(([schoolId, { complete }]) => ({ schoolId, schoolYear, complete }));
        said.push({ type: 'completeness.stated', data: { district, type, basis, entries: some } });
      }
    }
  }
  return said;
}
