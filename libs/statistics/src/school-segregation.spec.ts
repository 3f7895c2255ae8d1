import fc from 'fast-check';
import { schoolSegregation } from './school-segregation.js';

describe('segregation between schools', () => {
  it('three schools (expected values by numpy from the definitions)', () => {
    const found = schoolSegregation([
      { group: 10, others: 90 },
      { group: 40, others: 20 },
      { group: 5, others: 35 },
    ]);
    expect(found.dissimilarity).toBeCloseTo(0.5893416927899686, 12);
    expect(found.isolation).toBeCloseTo(0.5143939393939394, 12);
    expect(found.exposure).toBeCloseTo(0.4856060606060606, 12);
    expect(found.informationTheory).toBeCloseTo(0.2708729433674014, 12);
  });

  it('is 1 where every school has one side alone, and 0 where all schools are alike', () => {
    const apart = schoolSegregation([
      { group: 10, others: 0 },
      { group: 0, others: 7 },
    ]);
    expect(apart).toMatchObject({ dissimilarity: 1, isolation: 1, exposure: 0 });
    expect(apart.informationTheory).toBeCloseTo(1, 12);
    const even = schoolSegregation([
      { group: 2, others: 4 },
      { group: 10, others: 20 },
      { group: 0, others: 0 },
    ]);
    expect(even.dissimilarity).toBeCloseTo(0, 12);
    expect(even.informationTheory).toBeCloseTo(0, 12);
  });

  it('stays within 0 and 1, and says nothing of a side without anybody', () => {
    const school = fc.record({ group: fc.nat(500), others: fc.nat(500) });
    fc.assert(
      fc.property(fc.array(school, { maxLength: 12 }), (schools) => {
        const found = schoolSegregation(schools);
        for (const value of [found.dissimilarity, found.isolation, found.exposure, found.informationTheory]) {
          if (found.flag) expect(value).toBeNull();
          else expect(value! >= 0 && value! <= 1 + 1e-9).toBe(true);
        }
      }),
    );
  });
});
