import fc from 'fast-check';
import { involvementTreatment } from './involvement-treatment.js';

const referrals = fc
  .integer({ min: 0, max: 300 })
  .chain((count) => fc.integer({ min: 0, max: count }).map((exclusions) => ({ referrals: count, exclusions })));
const infraction = fc.record({
  infraction: fc.string(),
  class: fc.constantFrom('subjective', 'objective'),
  group: referrals,
  reference: referrals,
});

describe('involvementTreatment', () => {
  it('splits a gap into more referrals and harder treatment', () => {
    // by hand: f 0.2 and 0.1, q 0.5 and 0.25; gap 0.1 − 0.025; involvement 0.1·0.375, treatment 0.25·0.15
    const result = involvementTreatment({
      enrolment: { group: 100, reference: 200 },
      infractions: [
        {
          infraction: 'defiance',
          class: 'subjective',
          group: { referrals: 20, exclusions: 10 },
          reference: { referrals: 20, exclusions: 5 },
        },
      ],
    });
    expect(result.gapPerStudent).toBeCloseTo(0.075, 12);
    expect(result.involvement).toBeCloseTo(0.0375, 12);
    expect(result.treatment).toBeCloseTo(0.0375, 12);
    expect(result.byInfraction[0]?.shareOfGap).toBeCloseTo(1, 12);
  });

  it('treats a side without referrals like the other', () => {
    const result = involvementTreatment({
      enrolment: { group: 100, reference: 100 },
      infractions: [
        {
          infraction: 'x',
          class: 'objective',
          group: { referrals: 0, exclusions: 0 },
          reference: { referrals: 10, exclusions: 5 },
        },
      ],
    });
    expect(result.treatment).toBe(0);
    expect(result.involvement).toBeCloseTo(-0.05, 12);
  });

  it('gives nothing for nobody', () => {
    const result = involvementTreatment({ enrolment: { group: 0, reference: 10 }, infractions: [] });
    expect(result).toMatchObject({ gapPerStudent: null, byInfraction: [], byClass: [], flag: 'no_denominator' });
  });

  it('sums to the gap over parts, infractions and classes', () => {
    fc.assert(
      fc.property(fc.array(infraction, { maxLength: 8 }), (infractions) => {
        const result = involvementTreatment({ enrolment: { group: 150, reference: 420 }, infractions });
        const gap = Number(result.gapPerStudent);
        expect(Number(result.involvement) + Number(result.treatment)).toBeCloseTo(gap, 9);
        expect(result.byInfraction.reduce((sum, part) => sum + part.gap, 0)).toBeCloseTo(gap, 9);
        expect(result.byClass.reduce((sum, part) => sum + part.involvement + part.treatment, 0)).toBeCloseTo(gap, 9);
      }),
    );
  });
});
