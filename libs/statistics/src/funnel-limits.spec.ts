import fc from 'fast-check';
import { funnelLimits, funnelLimitsOfMean } from './funnel-limits.js';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';

const target = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const people = fc.integer({ min: 1, max: 3_000 });

describe('funnelLimits', () => {
  // scipy 1.x: binom.cdf and the interpolation of Spiegelhalter 2005, A.1.1
  it.each([
    [0.1, 25, 0, 0.21404462582126238, 0, 0.3079706829882802],
    [0.1, 400, 0.07031115598208984, 0.12912964509900962, 0.055381197260667606, 0.14781602889404918],
    [0.02, 60, 0, 0.05476380951679873, 0, 0.0875393985413621],
    [0.35, 1200, 0.3227116597639735, 0.3766832794437758, 0.3074111033203355, 0.39246487044286515],
    [0.5, 1, 0, 0.95, 0, 0.998],
  ])('of a rate of %p in a unit of %i are those computed elsewhere', (rate, n, low95, high95, low998, high998) => {
    const [inner, outer] = [funnelLimits(rate, n, 0.95), funnelLimits(rate, n, 0.998)];
    expect(inner.lower).toBeCloseTo(low95, 10);
    expect(inner.upper).toBeCloseTo(high95, 10);
    expect(outer.lower).toBeCloseTo(low998, 10);
    expect(outer.upper).toBeCloseTo(high998, 10);
  });

  it('lie in order: outer below inner below the inner above below the outer above, all within 0 and 1', () => {
    fc.assert(
      fc.property(target, people, (rate, n) => {
        const [inner, outer] = [funnelLimits(rate, n, 0.95), funnelLimits(rate, n, 0.998)];
        const limits = [0, outer.lower, inner.lower, inner.upper, outer.upper, 1].map(Number);
        expect([...limits].sort((a, b) => a - b)).toEqual(limits);
      }),
    );
  });

  it('leave out no more of the units that are as the whole than they say', () => {
    fc.assert(
      fc.property(target, fc.integer({ min: 1, max: 200 }), (rate, n) => {
        const { lower, upper } = funnelLimits(rate, n, 0.95);
        const below = Math.ceil(lower! * n - 1e-9);
        const above = Math.floor(upper! * n + 1e-9);
        let outside = 0;
        for (let events = 0; events <= n; events += 1) {
          if (events >= below && events <= above) continue;
          outside += Math.exp(logChoose(n, events) + events * Math.log(rate) + (n - events) * Math.log1p(-rate));
        }
        // Interpolation moves a limit by less than one event on either side, towards the target.
        expect(outside).toBeLessThan(0.05 + pmfNear(rate, n, below - 1) + pmfNear(rate, n, above + 1) + 1e-9);
      }),
    );
  });

  it('are the target itself where nobody or everybody has the outcome, and nothing without people', () => {
    expect(funnelLimits(0, 30, 0.95)).toEqual({ lower: 0, upper: 0, flag: null });
    expect(funnelLimits(1, 30, 0.95)).toEqual({ lower: 1, upper: 1, flag: null });
    expect(funnelLimits(0.2, 0, 0.95)).toEqual({ lower: null, upper: null, flag: 'no_denominator' });
  });

  it('of a mean are z standard errors of the whole (scipy.stats.norm)', () => {
    const { lower, upper } = funnelLimitsOfMean(0.7, 0.2, 49, 0.998);
    expect(lower).toBeCloseTo(0.6117076483952053, 12);
    expect(upper).toBeCloseTo(0.7882923516047946, 12);
    expect(funnelLimitsOfMean(0.7, 0.2, 0, 0.95)).toMatchObject({ lower: null, flag: 'no_denominator' });
  });

  it('refuse what cannot be', () => {
    expect(() => funnelLimits(1.2, 5, 0.95)).toThrow(InvalidParameter);
    expect(() => funnelLimits(Number.NaN, 5, 0.95)).toThrow(InvalidParameter);
    expect(() => funnelLimits(0.2, 5.5, 0.95)).toThrow(InvalidCounts);
    expect(() => funnelLimits(0.2, 5, 1)).toThrow(InvalidParameter);
    expect(() => funnelLimitsOfMean(Number.POSITIVE_INFINITY, 1, 5, 0.95)).toThrow(InvalidParameter);
    expect(() => funnelLimitsOfMean(0, -1, 5, 0.95)).toThrow(InvalidParameter);
  });
});

function logChoose(n: number, k: number): number {
  let log = 0;
  for (let i = 1; i <= k; i += 1) log += Math.log(n - k + i) - Math.log(i);
  return log;
}

function pmfNear(rate: number, n: number, events: number): number {
  if (events < 0 || events > n) return 0;
  return Math.exp(logChoose(n, events) + events * Math.log(rate) + (n - events) * Math.log1p(-rate));
}
