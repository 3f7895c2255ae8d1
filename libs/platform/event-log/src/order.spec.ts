import { RECORDS, reset, said } from './in-memory.double.js';
import { StreamOrder } from './order.js';

function order(last: number, ...sequences: readonly number[]): StreamOrder {
  const made = new StreamOrder({ topic: RECORDS, stream: 'a' });
  made.loaded(last);
  for (const sequence of sequences) made.add(said('a', sequence));
  return made;
}

const readyOf = (of: StreamOrder, limit = 100): readonly number[] =>
  of.ready(limit).map((event) => event.envelope.sequence);

describe('StreamOrder', () => {
  it('gives what follows the last handled one without a hole, however it came', () => {
    const made = order(2, 5, 3, 7, 4, 3);
    expect(readyOf(made)).toEqual([3, 4, 5]);
    expect(readyOf(made, 2)).toEqual([3, 4]);
    made.settled(5);
    expect(readyOf(made)).toEqual([]);
    expect(made.isGapped()).toBe(true);
    expect(made.kept).toBe(1);
  });

  it('keeps what is in turn until it is settled, so that nothing is lost when the log takes it back', () => {
    const made = order(0, 1);
    readyOf(made);
    expect(readyOf(made)).toEqual([1]);
    expect(made.add(said('a', 1))).toBe(false);
  });

  it('a reset is in turn whatever is missing before it, but not before what is there', () => {
    const made = order(0, 1, 3, 6);
    made.add(reset('a', 5));
    expect(readyOf(made)).toEqual([1]);
    made.settled(1);
    expect(readyOf(made)).toEqual([5, 6]);
    made.settled(6);
    expect(made.kept).toBe(0);
  });

  it('knows of a missing event when only the head tells', () => {
    const made = order(3);
    expect(made.isGapped()).toBe(false);
    made.reachesTo(4);
    expect(made.isGapped()).toBe(true);
    made.settled(4);
    expect(made.isGapped()).toBe(false);
  });

  it('remembers that it let go of an event', () => {
    const made = order(0, 2, 3);
    made.forgetHighest(() => 10);
    expect(made.kept).toBe(1);
    made.add(said('a', 1));
    made.settled(2);
    expect(made.isGapped()).toBe(true);
  });

  it('skips a gap once, not the next one', () => {
    const made = order(0, 2, 4);
    made.skipGap();
    expect(readyOf(made)).toEqual([2]);
    made.settled(2);
    expect(readyOf(made)).toEqual([]);
  });
});
