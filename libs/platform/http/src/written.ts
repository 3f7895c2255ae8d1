import type { WritePosition } from './position-token.js';

/** The answer of a write, with the position that a later read can wait for. */
export class Written<Body = unknown> {
  constructor(
    readonly body: Body,
    readonly position: WritePosition,
    readonly status?: number,
  ) {}
}

/**
 * Return it from the handler of a write: the interceptor sets `Evenground-Position` and answers `body`.
 *
 * @param position the commit's `positions` (at most 8 streams), or the receipt of a wider write
 * @param status   instead of the route's own
 */
export function written<Body>(body: Body, position: WritePosition, status?: number): Written<Body> {
  return new Written(body, position, status);
}
