import type { Collection, DocumentStore } from '@evenground/document-store';

/** Where a service keeps what has a district: to find the district of a request that does not name it. */
export interface DistrictPlaces {
  /** A collection whose ids are the districts that the service knows. */
  readonly districts?: Collection;
  /** Collections of things that requests name by id, and the id of the document of one. */
  readonly things?: readonly Collection[];
  readonly thingId?: (district: string, id: string) => string;
}

/** A service's store with its places. */
export interface SearchedStore extends DistrictPlaces {
  readonly store: DocumentStore;
}

const MOST_DISTRICTS = 200; // a process with a local token is a pilot, not a state

/**
 * The district of a request whose caller may act in every district and says none (the local administrator): the one that
 * has what the request names, else the only one there is. Undefined when that is not certain; then the caller is asked.
 */
export async function findDistrict(
  stores: readonly SearchedStore[],
  namedIds: readonly string[],
): Promise<string | undefined> {
  const known = await knownDistricts(stores);
  const having = new Set<string>();
  for (const { store, things = [], thingId = slashed } of stores) {
    for (const thing of things) {
      const asked = known.flatMap((district) =>
        namedIds.map((id) => ({ district, documentId: thingId(district, id) })),
      );
      const found = await store.load(
        thing,
        asked.map(({ documentId }) => documentId),
      );
      found.forEach((document, at) => {
        if (document !== undefined) having.add(asked[at]!.district);
      });
    }
  }
  if (having.size === 1) return [...having][0];
  return having.size === 0 && known.length === 1 ? known[0] : undefined;
}

/** The districts that the process has heard of, at most 200, sorted. */
export async function knownDistricts(stores: readonly SearchedStore[]): Promise<string[]> {
  const known = new Set<string>();
  for (const { store, districts } of stores) {
    if (districts === undefined) continue;
    const page = await store.list(districts, '', { limit: MOST_DISTRICTS });
    for (const { id } of page.items) known.add(id);
  }
  return [...known].sort();
}

function slashed(district: string, id: string): string {
  return `${district}/${id}`;
}
