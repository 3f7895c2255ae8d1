import { isRefusal, recordTypeNamed, type MappingBody, type Refusal } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { mappings } from '../collections.js';
import { recogniseMapped } from '../domain/recognise-header.js';

/** Keeps how the columns of somebody's CSV become the fields of a record type. An upload takes the mapping of its time. */
export class MapColumns {
  constructor(private readonly store: DocumentStore) {}

  async map(district: string, id: string, mapping: MappingBody): Promise<Refusal | undefined> {
    const type = recordTypeNamed(mapping.type);
    if (type === undefined)
      return { refused: 'mapping/type-unknown', detail: `There is no record type ${mapping.type}.`, field: 'type' };
    const named = Object.values(mapping.columns).flatMap((from) =>
      typeof from === 'string' ? [from] : 'column' in from ? [from.column] : [],
    );
    const shape = recogniseMapped(type, mapping.columns, [...new Set(named)]);
    if (isRefusal(shape)) return { ...shape, field: `columns.${shape.field ?? ''}` };
    await this.store.commit({
      writes: [{ collection: mappings, id: `${district}/${id}`, expected: 'any', body: mapping }],
    });
    return undefined;
  }
}
