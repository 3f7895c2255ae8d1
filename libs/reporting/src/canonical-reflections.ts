import type { ReflectionChanged } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { reflections } from './reflection-documents.js';

/**
 * Every current reflection, sorted by district and cycle, without what differs between two right runs: versions,
 * positions, event ids, `asOf` and times of the wall clock. Two stores with the same inputs give the same text.
 */
export async function canonicalReflections(store: DocumentStore): Promise<string> {
  const lines: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.list(reflections, '', { limit: 200, ...(after !== undefined && { after }) });
    for (const { id, body } of page.items) {
      if (body.reflection !== null) lines.push(`${id} ${JSON.stringify(canonical(body.reflection))}`);
    }
    after = page.next;
  } while (after !== undefined);
  return lines
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

function canonical({ asOf: _, ...reflection }: ReflectionChanged['after']): unknown {
  return sorted(reflection);
}

/** Keys in order, so that the order of writing does not count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
