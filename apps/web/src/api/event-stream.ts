/** One server-sent event. */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads the events of a text/event-stream, however it is cut into pieces. Source: the HTML standard, 9.2.6. */
export class StreamReader {
  private rest = '';
  private id: string | undefined;
  private data: string[] = [];
  /** What the server asks for between two attempts. */
  retryMs: number | undefined;

  /** The events that are complete with this piece of text. */
  take(text: string): readonly StreamEvent[] {
    const whole = this.rest + text;
    // A CR at the very end may be the first half of a CRLF.
    const usable = whole.endsWith('\r') ? whole.length - 1 : whole.length;
    const lines = whole.slice(0, usable).split(/\r\n|\r|\n/);
    this.rest = lines.pop()! + whole.slice(usable);
    return lines.flatMap((line) => this.takeLine(line));
  }

  private takeLine(line: string): readonly StreamEvent[] {
    if (line === '') {
      const event = { id: this.id, data: this.data.join('\n') };
      const isEmpty = this.data.length === 0;
      this.data = [];
      return isEmpty ? [] : [event];
    }
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    if (field === 'id' && !value.includes('\0')) this.id = value;
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }
}

export type StreamState = 'connecting' | 'live' | 'waiting';

export interface FollowOptions {
  readonly address: string;
  readonly token: () => string | undefined;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** The token was not taken. */
  readonly onRefused: (authorization: string) => void;
  readonly signal: AbortSignal;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const SILENCE_MS = 40_000; // the server gives a sign of life every 15 s

/**
 * Follows a stream until the signal ends it, and takes it up again after the last event whenever it breaks. Fetch and
 * not EventSource, which cannot send the token.
 */
export async function followStream(options: FollowOptions): Promise<void> {
  const { signal, onState } = options;
  let lastId: string | undefined;
  let failures = 0;
  onState('connecting');
  while (!signal.aborted) {
    const reader = new StreamReader();
    const isOk = await once(options, reader, lastId, (id) => {
      lastId = id ?? lastId;
      failures = 0;
    }).catch(() => false);
    if (signal.aborted) return;
    if (isOk === 'begin-again') lastId = undefined;
    failures++;
    if (failures > 1 || isOk !== true) onState('waiting');
    await pause(Math.min((reader.retryMs ?? FIRST_RETRY_MS) * 2 ** (failures - 1), LONGEST_RETRY_MS), signal);
  }
}

/** One connection, until it ends. True when it was one. */
async function once(
  { address, token, onEvent, onState, onRefused, signal }: FollowOptions,
  reader: StreamReader,
  lastId: string | undefined,
  onSeen: (id: string | undefined) => void,
): Promise<boolean | 'begin-again'> {
  const bearer = token();
  if (bearer === undefined) return false;
  const authorization = `Bearer ${bearer}`;
  const silence = new AbortController();
  const response = await fetch(address, {
    headers: {
      Accept: 'text/event-stream',
      Authorization: authorization,
      ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
    },
    cache: 'no-store',
    signal: AbortSignal.any([signal, silence.signal]),
  });
  if (response.status === 401) onRefused(authorization);
  if (response.status === 400 && lastId !== undefined) return 'begin-again';
  if (!response.ok || response.body === null) return false;
  onState('live');
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) return true;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const event of reader.take(value)) {
        onSeen(event.id);
        onEvent(event);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
