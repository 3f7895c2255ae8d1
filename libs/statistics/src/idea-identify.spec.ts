import { ideaIdentify } from './idea-identify.js';
import { InvalidParameter } from './invalid-input.js';

// 34 CFR 300.647(d): up to three prior consecutive years, and reasonable progress in each of the two prior years
describe('ideaIdentify', () => {
  it('identifies a district above the threshold in each required year', () => {
    const result = ideaIdentify({ values: [2.9, 3.1, 3], yearsRequired: 3, threshold: 2.5 });
    expect(result).toEqual({ exceededRequiredYears: true, reasonableProgress: false, identified: true });
  });

  it('spares one that made reasonable progress twice, rounding aside', () => {
    const spared = { yearsRequired: 3, threshold: 2.5, reasonableProgressMinDrop: 0.3 };
    expect(ideaIdentify({ values: [3.6, 3.3, 3], ...spared })).toMatchObject({
      reasonableProgress: true,
      identified: false,
    });
    expect(ideaIdentify({ values: [3.6, 3.3, 3.1], ...spared })).toMatchObject({ identified: true });
  });

  it.each([
    [[3, null, 3], 3],
    [[3, 2.5, 3], 2],
    [[3], 2],
    [[], 1],
  ])('does not identify on %j with %i years required', (values, yearsRequired) => {
    expect(ideaIdentify({ values, yearsRequired, threshold: 2.5 }).identified).toBe(false);
  });

  it('cannot see progress in under three years', () => {
    const result = ideaIdentify({ values: [9, 3], yearsRequired: 1, threshold: 2.5, reasonableProgressMinDrop: 0.1 });
    expect(result).toMatchObject({ reasonableProgress: false, identified: true });
  });

  it('refuses more years than the rule allows', () => {
    expect(() => ideaIdentify({ values: [3], yearsRequired: 4, threshold: 2 })).toThrow(InvalidParameter);
  });
});
