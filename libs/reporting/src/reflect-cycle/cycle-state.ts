import type { Write, DocumentStore, Stored } from '@evenground/document-store';
import { type CycleInputs, NO_INPUTS } from '../domain/cycle-inputs.js';
import { type InputsPart, inputsOf, partsOf } from '../domain/inputs-parts.js';
import {
  type RebuildDocument,
  type ReflectionDocument,
  cycleInputs,
  cycleKey,
  inputsPrefix,
  rebuilds,
  reflections,
} from '../reflection-documents.js';

/** One generation of a cycle's inputs, as it lies in the store. */
export interface StoredInputs {
  readonly prefix: string;
  readonly parts: readonly Stored<InputsPart>[];
  readonly inputs: CycleInputs;
}

/** Everything the store has of a cycle that a change of its reflection needs. */
export interface CycleState {
  readonly key: string;
  readonly head: Stored<ReflectionDocument> | undefined;
  readonly living: StoredInputs;
  readonly rebuild: Stored<RebuildDocument> | undefined;
  /** The generation that a running rebuild collects. */
  readonly building: StoredInputs | undefined;
}

export async function loadCycle(store: DocumentStore, district: string, cycleId: string): Promise<CycleState> {
  const key = cycleKey(district, cycleId);
  const [[head], [rebuild]] = await Promise.all([store.load(reflections, [key]), store.load(rebuilds, [key])]);
  const isBuilding = rebuild?.body.status === 'collecting';
  return {
    ...{ key, head, rebuild },
    living: await loadInputs(store, inputsPrefix(key, head?.body.generation ?? 0)),
    building: isBuilding ? await loadInputs(store, inputsPrefix(key, rebuild.body.generation)) : undefined,
  };
}

export async function loadInputs(store: DocumentStore, prefix: string): Promise<StoredInputs> {
  const parts: Stored<InputsPart>[] = [];
  let after: string | undefined;
  do {
    const page = await store.list(cycleInputs, prefix, { limit: 200, ...(after !== undefined && { after }) });
    parts.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return { prefix, parts, inputs: parts.length === 0 ? NO_INPUTS : inputsOf(parts.map(({ body }) => body)) };
}

/** Writes only what differs. */
export function inputsWrites(stored: StoredInputs, inputs: CycleInputs): readonly Write[] {
  const known = new Map(stored.parts.map((part) => [part.id, part]));
  const writes: Write[] = [];
  for (const [name, body] of partsOf(inputs)) {
    const id = stored.prefix + name;
    const before = known.get(id);
    known.delete(id);
    if (before !== undefined && JSON.stringify(before.body) === JSON.stringify(body)) continue;
    writes.push({ collection: cycleInputs, id, expected: before?.version ?? 0, body });
  }
  return [...writes, ...removals([...known.values()])];
}

export function removals(parts: readonly Stored<InputsPart>[]): readonly Write[] {
  return parts.map(({ id, version }) => ({ collection: cycleInputs, id, expected: version, body: null }));
}
