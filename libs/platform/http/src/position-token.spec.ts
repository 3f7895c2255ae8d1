import type { StreamPosition } from '@evenground/contracts';
import fc from 'fast-check';
import { NOTHING_PUBLISHED, positionOfToken, positionToken } from './position-token.js';
import { TokenBuckets } from './token-buckets.js';

describe('position tokens', () => {
  const at = (sequence: number): StreamPosition => ({ topic: 'a.b', stream: 'd/é', sequence });

  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (sequences) => {
        const positions = sequences.map(at);
        expect(positionOfToken(positionToken(positions)!)).toEqual(positions);
      }),
    );
    expect(positionOfToken(positionToken({ receiptId: 'r-1' })!)).toEqual({ receiptId: 'r-1' });
    expect(positionToken([])).toBeUndefined();
    expect(positionOfToken(NOTHING_PUBLISHED)).toEqual([]);
  });

  test('of more than eight streams must be receipts', () => {
    expect(() => positionToken(Array.from({ length: 9 }, (_none, n) => at(n)))).toThrow('receipt');
  });

  test('that we did not make are refused', () => {
    const made = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
    for (const token of [
      '',
      'x',
      'receipt:',
      'receipt:a b',
      made({}),
      made([['t', 's', -1]]),
      made([['t', 's', 1.5]]),
      made([['t', { $ne: 1 }, 1]]),
      'A'.repeat(9_000),
    ]) {
      expect(() => positionOfToken(token)).toThrow('position/invalid');
    }
  });
});

describe('token buckets', () => {
  test('never give more than burst and rate allow, whatever the arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 60 }), (gaps) => {
        let nowMs = 0;
        const buckets = new TokenBuckets({ nowMs: () => nowMs, after: () => () => undefined });
        let given = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (buckets.take('k', { burst: 3, perSecond: 2 }) === 0) given += 1;
          expect(given).toBeLessThanOrEqual(3 + (nowMs / 1_000) * 2 + 1e-9);
        }
      }),
    );
  });

  test('the told wait is enough, and less is not', () => {
    let nowMs = 0;
    const buckets = new TokenBuckets({ nowMs: () => nowMs, after: () => () => undefined });
    const size = { burst: 1, perSecond: 0.5 };
    expect(buckets.take('k', size)).toBe(0);
    expect(buckets.take('k', size)).toBe(2);
    nowMs += 1_000;
    expect(buckets.take('k', size)).toBe(1);
    nowMs += 1_000;
    expect(buckets.take('k', size)).toBe(0);
    expect(buckets.take('another', size)).toBe(0);
  });
});
