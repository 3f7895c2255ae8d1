import { EventEnvelope, PlatformError, type LogEvent } from '@evenground/contracts';
import { encodeJson, storableText } from '@evenground/event-log';
import type { FaultInjector } from './crash-points.js';
import type { Database } from './database.js';
import { turnOfEventLoop } from './delivery-loop.js';
import { requireTopic, type EventRows } from './event-rows.js';
import type { StreamHeads } from './stream-heads.js';

const EVENTS_PER_STEP = 1_000; // about 5 ms of the event loop

interface AppendOptions {
  readonly db: Database;
  readonly rows: EventRows;
  readonly heads: StreamHeads;
  readonly faults: FaultInjector | undefined;
  /** Told after each durable step. */
  readonly appended: () => void;
}

/** Appends events that have their sequences; each step of up to 1,000 is durable at once. */
export async function appendSequenced(events: readonly LogEvent[], options: AppendOptions): Promise<void> {
  for (const { envelope } of events) requireTopic(envelope.topic);
  const encoded = events.map(({ envelope, data }) => ({
    envelope: checkedEnvelope(envelope),
    text: encodeJson(data, { what: `${envelope.type} on ${envelope.topic}`, tagged: false }),
  }));
  for (let from = 0; from < encoded.length; from += EVENTS_PER_STEP) {
    if (from > 0) await turnOfEventLoop();
    appendStep(encoded.slice(from, from + EVENTS_PER_STEP), options);
  }
}

interface Encoded {
  readonly envelope: EventEnvelope;
  readonly text: string;
}

function appendStep(encoded: readonly Encoded[], { db, rows, heads, faults, appended }: AppendOptions): void {
  db.transaction(() => {
    faults?.at('append/after-begin');
    encoded.forEach(({ envelope, text }, at) => {
      if (at > 0) faults?.at('append/between-events');
      rows.insert(envelope, text);
      heads.reach(envelope, envelope.sequence);
    });
    faults?.at('append/before-commit');
  });
  try {
    faults?.at('append/after-commit');
  } finally {
    appended();
  }
}

function checkedEnvelope(envelope: EventEnvelope): EventEnvelope {
  const parsed = EventEnvelope.safeParse(envelope);
  if (!parsed.success) {
    throw new PlatformError(
      'event-invalid',
      `the envelope's ${parsed.error.issues.map((issue) => issue.path.join('/')).join(', ')}`,
    );
  }
  storableText(envelope.stream, `a stream of ${envelope.topic}`);
  return parsed.data;
}
