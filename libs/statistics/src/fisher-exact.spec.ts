import fc from 'fast-check';
import { fisherExact } from './fisher-exact.js';
import { swapped } from './two-groups.arbitrary.js';

const smallCounts = fc
  .integer({ min: 1, max: 25 })
  .chain((n) => fc.integer({ min: 0, max: n }).map((events) => ({ events, n })));

describe('fisherExact', () => {
  it('gives 34/70 for the lady tasting tea', () => {
    // Fisher 1935, The Design of Experiments, chapter 2: three of four cups right
    const { pValue } = fisherExact({ group: { events: 3, n: 4 }, reference: { events: 1, n: 4 } });
    expect(pValue).toBeCloseTo(34 / 70, 12);
  });

  it('gives the published p for convictions of twins of convicted criminals', () => {
    // Fisher 1934, section 21.02: 2 of 17 dizygotic, 10 of 13 monozygotic; p = 0.0005367 (R, help page of fisher.test)
    const { pValue } = fisherExact({ group: { events: 2, n: 17 }, reference: { events: 10, n: 13 } });
    expect(pValue).toBeCloseTo(0.0005367, 7);
  });

  it('is 1 when nobody or everybody has the outcome', () => {
    expect(fisherExact({ group: { events: 0, n: 12 }, reference: { events: 0, n: 9 } }).pValue).toBe(1);
    expect(fisherExact({ group: { events: 12, n: 12 }, reference: { events: 9, n: 9 } }).pValue).toBe(1);
  });

  it('gives nothing when a group is empty', () => {
    const result = fisherExact({ group: { events: 1, n: 2 }, reference: { events: 0, n: 0 } });
    expect(result).toEqual({ pValue: null, flag: 'no_denominator' });
  });

  it('agrees with counting all tables by whole-number arithmetic', () => {
    fc.assert(
      fc.property(smallCounts, smallCounts, (group, reference) => {
        expect(fisherExact({ group, reference }).pValue).toBeCloseTo(countedP({ group, reference }), 10);
      }),
    );
  });

  it('does not depend on which group comes first', () => {
    fc.assert(
      fc.property(smallCounts, smallCounts, (group, reference) => {
        const [one, other] = [fisherExact({ group, reference }), fisherExact(swapped({ group, reference }))];
        expect(one.pValue).toBeCloseTo(Number(other.pValue), 12);
      }),
    );
  });

  it('keeps its digits in groups of thousands', () => {
    const { pValue } = fisherExact({ group: { events: 1200, n: 20_000 }, reference: { events: 1100, n: 20_000 } });
    expect(Number(pValue)).toBeGreaterThan(0.03);
    expect(Number(pValue)).toBeLessThan(0.04);
  });
});

/** Ways to choose; exact for the small groups here. */
function ways(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i += 1) result = (result * BigInt(n - k + i)) / BigInt(i);
  return k < 0 || k > n ? 0n : result;
}

function countedP({
  group,
  reference,
}: {
  group: { events: number; n: number };
  reference: { events: number; n: number };
}) {
  const events = group.events + reference.events;
  const tables = Array.from({ length: events + 1 }, (_, k) => ways(group.n, k) * ways(reference.n, events - k));
  const observed = tables[group.events] ?? 0n;
  const asRare = tables.filter((count) => count <= observed).reduce((sum, count) => sum + count, 0n);
  return Number(asRare) / Number(tables.reduce((sum, count) => sum + count, 0n));
}
