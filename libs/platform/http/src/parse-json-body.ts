import type { IncomingMessage } from 'node:http';
import { HttpProblem, problem } from './problem.js';

const DEEPEST = 64; // levels; the deepest body of the API has fewer than ten
const JSON_TYPE = /^application\/(?:json|[a-z0-9.+-]+\+json)\s*(?:;\s*charset=(?:"?utf-8"?))?\s*$/i;
const LONE_SURROGATE = /\p{Surrogate}/u;
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * Reads and parses the JSON body of a request; an absent body is `undefined`.
 *
 * @param limitBytes most bytes that are read, whatever the headers say
 * @throws HttpProblem 400 malformed or hostile JSON, 413 too large, 415 another kind of body
 */
export async function parseJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  if (!announcesBody(request)) return undefined;
  const bytes = await readBytes(request, limitBytes);
  if (bytes.length === 0) return undefined;
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '') || encoding !== 'identity') {
    throw problem(415, 'body/media-type', 'The body must be application/json in UTF-8, not compressed.');
  }
  const parsed = parseText(bytes);
  requireHarmless(parsed);
  return parsed;
}

function announcesBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const tooLarge = (): HttpProblem => problem(413, 'body/too-large', `The body is larger than ${limitBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limitBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw new HttpProblem(400, 'body/truncated', 'The body ended before it was complete.', {}, error);
  }
  return Buffer.concat(chunks);
}

function parseText(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // The parser's message quotes the body, which may hold personal data.
    throw problem(400, 'body/malformed', 'The body is not well-formed JSON in UTF-8.');
  }
}

/** Walks without recursion, so that depth cannot exhaust the stack. */
function requireHarmless(root: unknown): void {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw problem(400, 'body/too-deep', `The body is nested deeper than ${DEEPEST} levels.`);
    const next: unknown[] = [];
    for (const value of level) visit(value, next);
    level = next;
  }
}

function visit(value: unknown, next: unknown[]): void {
  if (typeof value === 'string') return requireText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw problem(400, 'body/number-out-of-range', 'A number of the body is too large.');
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) next.push(item);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (PROTOTYPE_KEYS.has(key)) {
      throw problem(400, 'body/key-forbidden', 'The body has a key that is never taken.', { field: key });
    }
    requireText(key);
    next.push(item);
  }
}

function requireText(text: string): void {
  if (text.includes('\u0000') || LONE_SURROGATE.test(text)) {
    throw problem(400, 'body/text-invalid', 'A text of the body holds NUL or half a character.');
  }
}
