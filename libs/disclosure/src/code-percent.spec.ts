import fc from 'fast-check';
import { codePercent } from './code-percent.js';
import { DISCLOSURE_POLICIES, policyNamed } from './policies.js';

describe('the coded percent', () => {
  const federal = policyNamed('federal')!;

  it.each([
    [1, 400, '<=1%'],
    [399, 400, '>=99%'],
    [3, 45, '<=20%'],
    [6, 150, '<=10%'],
    [3, 12, '<=50%'],
    [30, 1_000, '3%'],
  ])('of %i in %i is %s', (events, n, display) => {
    expect(codePercent({ n, events }, federal).display).toBe(display);
  });

  it('is one of counts that fit, of which the true one is', () => {
    fc.assert(
      fc.property(groups(), fc.constantFrom(...DISCLOSURE_POLICIES), ({ n, events }, policy) => {
        const { least, most } = codePercent({ n, events }, policy);
        expect(least).toBeLessThanOrEqual(events);
        expect(most).toBeGreaterThanOrEqual(events);
        const same = Array.from({ length: n + 1 }, (_, other) => other).filter(
          (other) => codePercent({ n, events: other }, policy).display === codePercent({ n, events }, policy).display,
        );
        expect([same[0], same.at(-1), same.length]).toEqual([least, most, most - least + 1]);
      }),
      { numRuns: 200 },
    );
  });

  it('fits at least three small outcomes, for who knows the size and the rules', () => {
    fc.assert(
      fc.property(groups(), fc.constantFrom(...DISCLOSURE_POLICIES), ({ n, events }, policy) => {
        const isSmall = (count: number) => count < policy.minimumN || n - count < policy.minimumN;
        if (n < policy.minimumN || !isSmall(events)) return;
        const { display } = codePercent({ n, events }, policy);
        const small = Array.from({ length: n + 1 }, (_, other) => other).filter(
          (other) => isSmall(other) && codePercent({ n, events: other }, policy).display === display,
        );
        expect(small.length).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 500 },
    );
  });
});

function groups() {
  return fc
    .integer({ min: 10, max: 700 })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));
}
