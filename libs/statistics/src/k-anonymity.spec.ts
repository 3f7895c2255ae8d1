import fc from 'fast-check';
import { InvalidParameter } from './invalid-input.js';
import { kAnonymity } from './k-anonymity.js';

const records = (...rows: [number, string, number][]) => rows.map(([grade, race, out]) => ({ grade, race, out }));
const asked = { quasiIdentifiers: ['grade', 'race'], sensitive: 'out', kRequired: 2 };

describe('kAnonymity', () => {
  it('finds the record that is alone', () => {
    const result = kAnonymity({
      records: records([9, 'A', 1], [9, 'A', 0], [9, 'B', 1], [9, 'B', 1], [10, 'A', 0]),
      ...asked,
    });
    expect(result).toMatchObject({ classes: 3, k: 1, distinctL: 1, recordsBelowK: 1 });
    expect(result.entropyL).toBeCloseTo(1, 12);
  });

  it('counts equally frequent values fully', () => {
    // Machanavajjhala et al. 2007: entropy l-diversity of two even values is 2
    const result = kAnonymity({ records: records([9, 'A', 1], [9, 'A', 0]), ...asked });
    expect(result.entropyL).toBeCloseTo(2, 12);
  });

  it('puts everybody in one class without quasi-identifiers, and nobody in none', () => {
    expect(kAnonymity({ records: records([9, 'A', 1], [8, 'B', 0]), ...asked, quasiIdentifiers: [] })).toMatchObject({
      classes: 1,
      k: 2,
    });
    expect(kAnonymity({ records: [], ...asked })).toEqual({
      classes: 0,
      k: null,
      distinctL: null,
      entropyL: null,
      recordsBelowK: 0,
    });
  });

  it('does not confuse fields that join to one text', () => {
    const apart = [
      { a: 'x,y', b: 'z', out: 1 },
      { a: 'x', b: 'y,z', out: 1 },
    ];
    expect(kAnonymity({ records: apart, quasiIdentifiers: ['a', 'b'], sensitive: 'out', kRequired: 2 }).classes).toBe(
      2,
    );
  });

  it('refuses a record without a named field', () => {
    expect(() => kAnonymity({ records: [{ grade: 9 }], ...asked })).toThrow(InvalidParameter);
  });

  it('grows less anonymous with every field, and entropy never beats the count of values', () => {
    const record = fc.tuple(fc.integer({ min: 8, max: 10 }), fc.constantFrom('A', 'B'), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), (rows) => {
        const two = kAnonymity({ records: records(...rows), ...asked });
        const one = kAnonymity({ records: records(...rows), ...asked, quasiIdentifiers: ['grade'] });
        expect(Number(two.k)).toBeLessThanOrEqual(Number(one.k));
        expect(Number(two.entropyL)).toBeLessThanOrEqual(Number(two.distinctL) + 1e-9);
      }),
    );
  });
});
