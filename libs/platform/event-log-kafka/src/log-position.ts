import { PlatformError } from '@evenground/contracts';
import type { LogPosition } from '@evenground/event-log';

const FORM = /^(?:\d+=\d+(?:,\d+=\d+)*)?$/;

/** How far each partition of one topic is read; one that is not named is not read at all. */
export function encodePosition(next: ReadonlyMap<number, number>): LogPosition {
  return [...next].map(([partition, offset]) => `${partition}=${offset}`).join(',') as LogPosition;
}

/** @throws PlatformError `log-unavailable` when it was not made by this log */
export function decodePosition(position: LogPosition): ReadonlyMap<number, number> {
  if (!FORM.test(position)) throw new PlatformError('log-unavailable', 'the given position was not made by this log');
  const pairs = position === '' ? [] : position.split(',');
  return new Map(
    pairs.map((pair) => {
      const [partition = '', offset = ''] = pair.split('=');
      return [Number(partition), Number(offset)];
    }),
  );
}
