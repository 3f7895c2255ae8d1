import type { StreamPosition } from '@evenground/contracts';
import { z } from 'zod';
import { problem } from './problem.js';

/** What a write was: up to 8 positions of streams, or the receipt of a wider one. */
export type WritePosition = readonly StreamPosition[] | { readonly receiptId: string };

export const POSITION_HEADER = 'Evenground-Position';
export const AFTER_HEADER = 'Evenground-After';

const MOST_STREAMS = 8;
const RECEIPT = /^receipt:([A-Za-z0-9_-]{1,100})$/;
const Positions = z
  .array(z.tuple([z.string().min(1).max(200), z.string().min(1).max(400), z.int().min(0)]))
  .max(MOST_STREAMS);
/** The token of a write that published nothing: every read includes it. */
export const NOTHING_PUBLISHED = Buffer.from('[]').toString('base64url');

/** The opaque token of a write; `undefined` when it wrote nothing that others could wait for. */
export function positionToken(position: WritePosition): string | undefined {
  if ('receiptId' in position) return `receipt:${position.receiptId}`;
  if (position.length === 0) return undefined;
  if (position.length > MOST_STREAMS)
    throw new RangeError(`${position.length} streams in one position; use a receipt above ${MOST_STREAMS}`);
  return Buffer.from(JSON.stringify(position.map((at) => [at.topic, at.stream, at.sequence]))).toString('base64url');
}

/** @throws HttpProblem 400 `position/invalid` for anything that `positionToken` did not make */
export function positionOfToken(token: string): WritePosition {
  const receiptId = RECEIPT.exec(token)?.[1];
  if (receiptId !== undefined) return { receiptId };
  const parsed = Positions.safeParse(parseBase64Json(token));
  if (!parsed.success) {
    throw problem(400, 'position/invalid', `The ${AFTER_HEADER} header is not a position that a write answered.`, {
      field: AFTER_HEADER,
      wouldBeRight: `the value of a ${POSITION_HEADER} header, unchanged`,
    });
  }
  return parsed.data.map(([topic, stream, sequence]) => ({ topic, stream, sequence }));
}

function parseBase64Json(token: string): unknown {
  if (token.length > 8_192) return undefined;
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined; // anybody may send anything here; what is not ours is refused above
  }
}
