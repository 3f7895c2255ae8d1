import type { DocumentStore, Stored, Write } from '@evenground/document-store';
import { references, type ReferenceDocument } from '../collections.js';
import type { Definition, Reference } from '../domain/refer-to-definitions.js';

/** Definitions that are announced for every district. */
export const EVERY_DISTRICT = '*';

/** What is known of a reference: its definition, or the document that rows which wait for it must pass by. */
export interface KnownReference {
  readonly definition?: Definition;
  readonly id: string;
  readonly version: number;
  readonly pages: number;
}

export function referenceId(district: string, { kind, id }: Reference): string {
  return `${district}/${kind}/${id}`;
}

export async function loadReferences(
  store: DocumentStore,
  district: string,
  wanted: readonly Reference[],
): Promise<ReadonlyMap<string, KnownReference>> {
  const ids = [...new Set(wanted.map((reference) => referenceId(district, reference)))];
  const everywhere = ids.map((id) => EVERY_DISTRICT + id.slice(district.length));
  const stored = await store.load(references, [...ids, ...everywhere]);
  return new Map(
    ids.map((id, index): [string, KnownReference] => {
      const own = stored[index];
      const definition = own?.body.definition ?? stored[ids.length + index]?.body.definition;
      return [
        id,
        {
          id,
          version: own?.version ?? 0,
          pages: own?.body.pages ?? 0,
          ...(definition !== undefined && { definition }),
        },
      ];
    }),
  );
}

/** Makes a definition known; rows that wait for it are due from then on. */
export function definitionWrite(
  id: string,
  stored: Stored<ReferenceDocument> | undefined,
  definition: Definition,
): Write {
  const pages = stored?.body.pages ?? 0;
  const body: ReferenceDocument = { definition, pages, replay: pages > 0 ? 'due' : 'none' };
  return { collection: references, id, expected: stored?.version ?? 0, body };
}
