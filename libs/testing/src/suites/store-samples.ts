import {
  collection,
  type DocumentStore,
  type OutgoingEvent,
  type Page,
  type PageRequest,
  type Write,
} from '@evenground/document-store';
import type { OpenPlatform } from './platform-under-test.js';

export interface Sample {
  readonly school?: string | number | null;
  readonly day?: string | number;
  readonly value?: unknown;
}

export const SERVICE = 'ingestion';
export const SAMPLES = collection<Sample>('samples', { 'by-school': ['school', 'day'], 'by-day': ['day'] });
export const OTHERS = collection<Sample>('others');
export const TOPIC = 'ingestion.records';

export function openSamples(platform: OpenPlatform): Promise<DocumentStore> {
  return platform.stores.open(SERVICE, [SAMPLES, OTHERS]);
}

export function put(id: string, body: unknown, expected: Write['expected'] = 'any'): Write {
  return { collection: SAMPLES, id, expected, body };
}

export function remove(id: string, expected: Write['expected'] = 'any'): Write {
  return { collection: SAMPLES, id, expected, body: null };
}

/** A catalogued event that any stream of ingestion's records may carry. */
export function begun(stream: string, restatementId = 'r1'): OutgoingEvent {
  return {
    topic: TOPIC,
    stream,
    type: 'restatement.begun',
    data: { restatementId, reset: false },
    correlationId: 'suite',
  };
}

/** Asks for page after page; `between` runs after each. */
export async function allPages<Body>(
  ask: (page: PageRequest) => Promise<Page<Body>>,
  limit: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly { readonly id: string; readonly body: Body }[]> {
  const items: { id: string; body: Body }[] = [];
  for (let after: string | undefined; ;) {
    const page = await ask(after === undefined ? { limit } : { limit, after });
    items.push(...page.items);
    if (page.next === undefined) return items;
    if (page.next === after) throw new Error('the page after this one begins where this one did');
    after = page.next;
    await between();
  }
}

/** Ascending by code point, as every store orders text. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
