import { blinderOaxaca } from './blinder-oaxaca.js';
import { kitagawa } from './kitagawa.js';

const side = (n: number, sum: number) => ({ n, mean: sum / n });

describe('Blinder-Oaxaca over strata', () => {
  it('days absent by age (quine): the same as regressions on age dummies (statsmodels 0.15)', () => {
    const found = blinderOaxaca([
      { stratum: 'F0', group: side(13, 180), reference: side(14, 221) },
      { stratum: 'F1', group: side(20, 331), reference: side(26, 182) },
      { stratum: 'F2', group: side(20, 633), reference: side(20, 209) },
      { stratum: 'F3', group: side(16, 321), reference: side(17, 326) },
    ]);
    expect(found.gap).toBeCloseTo(9.050065876152834, 10);
    expect(found.threefold!.endowments).toBeCloseTo(0.29699073305211393, 10);
    expect(found.threefold!.coefficients).toBeCloseTo(8.574138361638365, 10);
    expect(found.threefold!.interaction).toBeCloseTo(0.17893678146235756, 10);
    expect(found.twofold!.composition).toBeCloseTo(0.38645912378329267, 10);
    expect(found.twofold!.value).toBeCloseTo(8.663606752369546, 10);
  });

  it('is Kitagawa where the values are rates, a stratum without one side included', () => {
    const strata = [
      { stratum: 'a', group: { n: 10, events: 4 }, reference: { n: 30, events: 21 } },
      { stratum: 'b', group: { n: 0, events: 0 }, reference: { n: 10, events: 1 } },
    ];
    const rates = kitagawa(strata);
    const mean = ({ n, events }: { n: number; events: number }) => ({ n, mean: n === 0 ? Number.NaN : events / n });
    const means = blinderOaxaca(
      strata.map(({ stratum, group, reference }) => ({ stratum, group: mean(group), reference: mean(reference) })),
    );
    expect(means.gap).toBeCloseTo(rates.gap!, 12);
    expect(means.twofold!.composition).toBeCloseTo(rates.twofold!.composition, 12);
    expect(means.twofold!.value).toBeCloseTo(rates.twofold!.rate, 12);
  });

  it('says nothing where a side has nobody, and no share where there is no gap', () => {
    expect(blinderOaxaca([{ stratum: 'a', group: side(2, 1), reference: { n: 0, mean: 0 } }])).toMatchObject({
      gap: null,
      flag: 'no_denominator',
    });
    const even = blinderOaxaca([{ stratum: 'a', group: side(2, 4), reference: side(3, 6) }]);
    expect(even.twofold).toEqual({ composition: 0, value: 0, compositionShare: null });
    expect(() => blinderOaxaca([{ stratum: 'a', group: side(2, Infinity), reference: side(1, 1) }])).toThrow('mean');
  });
});
