import fc from 'fast-check';
import { fourFifths } from './four-fifths.js';

describe('fourFifths', () => {
  it('finds the adverse impact of the published example', () => {
    // Uniform Guidelines, Questions and Answers (44 FR 11996, 1979), no. 12: 48 of 80 against 12 of 40, ratio one half
    const { highestRate, results } = fourFifths({
      groups: [
        { group: 'white', selected: 48, pool: 80 },
        { group: 'black', selected: 12, pool: 40 },
      ],
    });
    expect(highestRate).toBe(0.6);
    expect(results[1]).toEqual({ group: 'black', rate: 0.3, impactRatio: 0.5, evaluated: true, belowFourFifths: true });
    expect(results[0]?.belowFourFifths).toBe(false);
  });

  it('does not put exactly four fifths below, whatever the rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 50 }), (selected, times) => {
        const pool = 5 * selected;
        const { results } = fourFifths({
          groups: [
            { group: 'top', selected: 5 * selected, pool: 2 * pool },
            { group: 'other', selected: 4 * selected * times, pool: 2 * pool * times },
          ],
          minShareOfPool: 0,
        });
        expect(results[1]?.belowFourFifths).toBe(false);
      }),
    );
  });

  it('puts 79 percent of the best rate below', () => {
    const { results } = fourFifths({
      groups: [
        { group: 'top', selected: 100, pool: 200 },
        { group: 'other', selected: 79, pool: 200 },
      ],
    });
    expect(results[1]).toMatchObject({ impactRatio: 0.79, belowFourFifths: true });
  });

  it('neither judges nor crowns a group too small', () => {
    const { highestRate, results } = fourFifths({
      groups: [
        { group: 'A', selected: 500, pool: 1000 },
        { group: 'Tiny', selected: 3, pool: 3 },
      ],
    });
    expect(highestRate).toBe(0.5);
    expect(results[1]).toMatchObject({ impactRatio: 2, evaluated: false, belowFourFifths: false });
  });

  it('has no ratio when nobody is selected or nobody is there', () => {
    const none = fourFifths({ groups: [{ group: 'A', selected: 0, pool: 10 }] });
    expect(none).toMatchObject({ highestRate: 0, results: [{ impactRatio: null, belowFourFifths: false }] });
    expect(fourFifths({ groups: [] })).toEqual({ highestRate: null, results: [] });
  });
});
