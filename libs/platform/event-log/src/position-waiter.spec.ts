import { RECORDS, VirtualClock, turns } from './in-memory.double.js';
import { PositionWaiter } from './position-waiter.js';

const at = (stream: string, sequence: number) => ({ topic: RECORDS, stream, sequence });

/** Follows a promise without waiting for it. */
function follow(promise: Promise<boolean>): { readonly answer: boolean | undefined } {
  const seen: { answer: boolean | undefined } = { answer: undefined };
  void promise.then((answer) => {
    seen.answer = answer;
  });
  return seen;
}

describe('PositionWaiter', () => {
  it('answers as soon as all positions are included, and not before', async () => {
    const clock = new VirtualClock();
    const waiter = new PositionWaiter({ clock });
    const waiting = follow(waiter.waitFor([at('a', 3), at('b', 1)]));
    waiter.advance(RECORDS, 'a', 3);
    await turns();
    expect(waiting.answer).toBeUndefined();
    waiter.advance(RECORDS, 'b', 4);
    await turns();
    expect(waiting.answer).toBe(true);
    expect(clock.pending).toBe(0);
    expect(waiter.included([at('a', 4)])).toBe(false);
  });

  it('gives up after the time it was given', async () => {
    const clock = new VirtualClock();
    const waiting = follow(new PositionWaiter({ clock }).waitFor([at('a', 1)], 250));
    for (let ms = 0; ms < 249; ms += 83) {
      clock.advance(83);
      await turns();
    }
    expect(waiting.answer).toBeUndefined();
    clock.advance(1);
    await turns();
    expect(waiting.answer).toBe(false);
  });

  it('an older word changes nothing', () => {
    const waiter = new PositionWaiter({ clock: new VirtualClock() });
    waiter.advance(RECORDS, 'a', 5);
    waiter.advance(RECORDS, 'a', 2);
    expect(waiter.included([at('a', 5)])).toBe(true);
  });

  it('sees what another copy of the service handled', async () => {
    const clock = new VirtualClock();
    const handled = new Map<string, number>();
    const waiting = follow(new PositionWaiter({ clock, load: async () => handled }).waitFor([at('a', 2)]));
    await turns();
    handled.set(`${RECORDS}|a`, 2);
    clock.advance(100);
    await turns();
    expect(waiting.answer).toBe(true);
  });

  it('a receipt waits until it was issued and its positions are included', async () => {
    const clock = new VirtualClock();
    const waiter = new PositionWaiter({ clock });
    const waiting = follow(waiter.waitFor({ receiptId: 'r1' }));
    waiter.receiptIssued(
      'r1',
      Array.from({ length: 20 }, (_, stream) => at(`${stream}`, 1)),
    );
    for (let stream = 0; stream < 19; stream += 1) waiter.advance(RECORDS, `${stream}`, 1);
    await turns();
    expect(waiting.answer).toBeUndefined();
    waiter.advance(RECORDS, '19', 1);
    await turns();
    expect(waiting.answer).toBe(true);
  });

  it('finds a receipt that was issued before the process began', async () => {
    const loadReceipt = async (id: string) => (id === 'r1' ? [at('a', 1)] : undefined);
    const waiter = new PositionWaiter({
      clock: new VirtualClock(),
      loadReceipt,
      load: async () => new Map([[`${RECORDS}|a`, 1]]),
    });
    expect(await waiter.waitFor({ receiptId: 'r1' })).toBe(true);
    expect(await waiter.waitFor({ receiptId: 'r2' }, 0)).toBe(false);
  });
});
