import type { Clock, Random } from '@evenground/config';
import { randomId } from '@evenground/config';
import type { DeclarationBody, StreamPosition } from '@evenground/contracts';
import type { DocumentStore, Write } from '@evenground/document-store';
import { declarations, districts } from '../collections.js';
import { retrying } from '../keep-records/record-keeper.js';
import { EMPTY_DISTRICT } from '../receive-upload/number-write.js';

/** Keeps the district's word that a school's file of a type is complete for a school year; "none" is said the same way. */
export class DeclareCompleteness {
  constructor(
    private readonly parts: { readonly store: DocumentStore; readonly clock: Clock; readonly random: Random },
  ) {}

  async declare(
    district: string,
    { type, schoolId, schoolYear, complete }: DeclarationBody,
  ): Promise<readonly StreamPosition[]> {
    const { store, clock, random } = this.parts;
    return retrying(clock, async () => {
      const id = `${district}/${type}/${schoolYear}`;
      const [[stored], [known]] = await Promise.all([
        store.load(declarations, [id]),
        store.load(districts, [district]),
      ]);
      const entries = { ...stored?.body.entries, [schoolId]: { complete, basis: 'declared' as const } };
      const body = known?.body ?? EMPTY_DISTRICT;
      const writes: Write[] = [{ collection: declarations, id, expected: stored?.version ?? 0, body: { entries } }];
      if (!body.declaredTypes.includes(type)) {
        writes.push({
          collection: districts,
          id: district,
          expected: known?.version ?? 0,
          body: { ...body, declaredTypes: [...body.declaredTypes, type] },
        });
      }
      const data = { district, type, basis: 'declared', entries: [{ schoolId, schoolYear, complete }] };
      const committed = await store.commit({
        writes,
        publish: [
          {
            topic: 'ingestion.reference',
            stream: district,
            type: 'completeness.stated',
            data,
            correlationId: randomId(random),
          },
        ],
      });
      return committed.positions;
    });
  }
}
