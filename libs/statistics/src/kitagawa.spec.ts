import fc from 'fast-check';
import { kitagawa } from './kitagawa.js';

const side = fc
  .integer({ min: 0, max: 400 })
  .chain((n) => fc.integer({ min: 0, max: n }).map((events) => ({ events, n })));
const strata = fc.array(fc.record({ stratum: fc.string(), group: side, reference: side }), {
  minLength: 1,
  maxLength: 6,
});

describe('kitagawa', () => {
  it('gives a gap that is only composition to composition', () => {
    // equal rates within strata, mirrored shares: 0.1·0.9 + 0.6·0.1 = 0.15 against 0.55
    const result = kitagawa([
      { stratum: 's1', group: { events: 9, n: 90 }, reference: { events: 1, n: 10 } },
      { stratum: 's2', group: { events: 6, n: 10 }, reference: { events: 54, n: 90 } },
    ]);
    expect(result.gap).toBeCloseTo(-0.4, 12);
    expect(result.twofold?.composition).toBeCloseTo(-0.4, 12);
    expect(result.twofold?.rate).toBeCloseTo(0, 12);
    expect(result.twofold?.compositionShare).toBeCloseTo(1, 12);
  });

  it('gives a gap in one stratum to the rate', () => {
    const result = kitagawa([{ stratum: 'only', group: { events: 10, n: 40 }, reference: { events: 9, n: 60 } }]);
    expect(result.twofold?.composition).toBe(0);
    expect(result.twofold?.rate).toBeCloseTo(0.1, 12);
  });

  it('has no share of no gap and nothing for nobody', () => {
    const same = { events: 2, n: 10 };
    expect(kitagawa([{ stratum: 's', group: same, reference: same }]).twofold?.compositionShare).toBeNull();
    const empty = kitagawa([{ stratum: 's', group: { events: 0, n: 0 }, reference: same }]);
    expect(empty).toMatchObject({ gap: null, twofold: null, threefold: null, strata: [], flag: 'no_denominator' });
  });

  it('sums to the gap, two-fold, three-fold and over the strata', () => {
    fc.assert(
      fc.property(strata, (items) => {
        const { gap, twofold, threefold, strata: parts, flag } = kitagawa(items);
        fc.pre(flag === null && twofold !== null && threefold !== null);
        expect(Number(twofold?.composition) + Number(twofold?.rate)).toBeCloseTo(Number(gap), 10);
        const three = Number(threefold?.endowments) + Number(threefold?.coefficients) + Number(threefold?.interaction);
        expect(three).toBeCloseTo(Number(gap), 10);
        expect(parts.reduce((sum, { totalCentred }) => sum + totalCentred, 0)).toBeCloseTo(Number(gap), 10);
        const centred = parts.reduce((sum, { compositionCentred }) => sum + compositionCentred, 0);
        expect(centred).toBeCloseTo(Number(twofold?.composition), 10);
      }),
    );
  });
});
