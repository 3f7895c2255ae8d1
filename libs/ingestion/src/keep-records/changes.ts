import { isSameContent } from '../domain/current-records.js';
import type { CurrentRecord } from '../domain/packed-records.js';
import type { Change } from '../domain/record-blocks.js';

/** What others must be told when a kept record becomes another; nothing when its content stays. */
export function changeOf(
  type: string,
  was: CurrentRecord | undefined,
  is: CurrentRecord | undefined,
): readonly Change[] {
  const before = was?.isLive === true ? was : undefined;
  const after = is?.isLive === true ? is : undefined;
  if (after === undefined) return before === undefined ? [] : [change(type, 'withdrawn', before, is ?? before)];
  if (before === undefined) return [change(type, 'accepted', after, after)];
  if (isSameContent(before.content, after.content)) return [];
  // A delivery that moves to another intervention leaves the stream of the former one.
  const hasMoved = type === 'deliveries' && before.content['interventionId'] !== after.content['interventionId'];
  return hasMoved
    ? [change(type, 'withdrawn', before, after), change(type, 'accepted', after, after)]
    : [change(type, 'corrected', after, after)];
}

function change(type: string, outcome: Change['outcome'], record: CurrentRecord, by: CurrentRecord): Change {
  return { type, outcome, record, uploadId: by.uploadId, uploadSequence: by.order.uploadSequence, line: by.order.line };
}
