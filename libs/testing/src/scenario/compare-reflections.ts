import { type JournalEntry } from '../../../../tools/oracle/oracle.mjs';
import { reflection } from '../../../../tools/oracle/reflect.mjs';
import { type ApiClient, until } from '../deployment/api-client.js';

/** A reflection as the product answers it; the oracle says what must be in it. */
export type ReflectionBody = Record<string, unknown> & {
  readonly recomputing: boolean;
  readonly asOf: { readonly date: string; readonly sequence: number };
};

const REPORTING = '/api/reporting/v1';
const RELATIVE = 1e-12;

/** Waits until the reflection of a cycle says what the oracle says; what still differs after that is answered. */
export async function reflectionDifferences(
  api: ApiClient,
  journal: readonly JournalEntry[],
  cycleId: string,
  timeoutMs = 10_000,
): Promise<string[]> {
  let last: string[] = [];
  await until(
    async () => {
      const { status, body, text } = await api.get<ReflectionBody>(`${REPORTING}/cycles/${cycleId}/reflection`);
      if (status !== 200) return (last = [`${cycleId}: answered ${status} ${text}`]);
      const expected = reflection(journal, { cycleId, date: body.asOf.date });
      last = [...differ(cycleId, expected, body), ...(body.recomputing ? [`${cycleId}: recomputing`] : [])];
      return last;
    },
    (found) => found.length === 0,
    cycleId,
    timeoutMs,
  ).catch((error: unknown) => {
    if (last.length === 0) throw error;
  });
  return last;
}

/** Every place where what was got is not what was expected; what the oracle leaves open (`undefined`) is not looked at. */
export function differ(path: string, expected: unknown, got: unknown): string[] {
  if (expected === undefined) return [];
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length)
      return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`];
    return expected.flatMap((one, index) => differ(`${path}[${index}]`, one, (got as unknown[])[index]));
  }
  if (typeof expected === 'object' && expected !== null && typeof got === 'object' && got !== null) {
    const known = Object.entries(expected);
    const more = path.endsWith('.byKind') ? Object.keys(got).filter((key) => !(key in expected)) : [];
    return [
      ...known.flatMap(([key, one]) => differ(`${path}.${key}`, one, (got as Record<string, unknown>)[key])),
      ...more.map((key) => `${path}.${key}: not expected`),
    ];
  }
  if (
    typeof expected === 'number' &&
    typeof got === 'number' &&
    Math.abs(got - expected) <= RELATIVE * Math.max(Math.abs(expected), 1)
  )
    return [];
  return Object.is(expected, got) ? [] : [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`];
}

/** Follows a cycle's stream over any number of connections, and writes down what came. */
export class StreamFollower {
  readonly sequences: number[] = [];
  #lastEventId: string;

  constructor(readonly cycleId: string) {
    this.#lastEventId = `${cycleId}:0`;
  }

  /** Reads on from what came last until the change with this sequence is there. */
  async readTo(api: ApiClient, sequence: number, timeoutMs = 10_000): Promise<void> {
    if (sequence <= (this.sequences.at(-1) ?? 0)) return;
    const url = new URL(`${REPORTING}/cycles/${this.cycleId}/reflection/stream`, api.baseUrl);
    url.searchParams.set('district', api.district);
    const headers = { authorization: `Bearer ${api.token}`, 'last-event-id': this.#lastEventId };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status !== 200 || answer.body === null) throw new Error(`the stream answered ${answer.status}`);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.#note(event);
      if ((this.sequences.at(-1) ?? 0) >= sequence) return; // leaving the loop ends the connection
    }
    throw new Error(`the stream of ${this.cycleId} ended at ${this.sequences.at(-1)}, before ${sequence}`);
  }

  #note(event: string): void {
    const id = /^id: ?(.*)$/m.exec(event)?.[1];
    if (id === undefined) return;
    this.#lastEventId = id;
    this.sequences.push(Number(id.slice(this.cycleId.length + 1)));
  }
}
