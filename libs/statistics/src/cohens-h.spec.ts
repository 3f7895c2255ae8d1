import fc from 'fast-check';
import { cohensH } from './cohens-h.js';
import { InvalidParameter } from './invalid-input.js';

describe('cohensH', () => {
  // Cohen 1988, table 6.2.2: the arcsine values are 0.451 (.05), 0.644 (.10), 1.571 (.50), 1.671 (.55)
  it.each([
    [0.1, 0.05, 0.193],
    [0.55, 0.5, 0.1],
    [0.5, 0.05, 1.12],
  ])('gives the difference of the published arcsine values of %d and %d', (p1, p2, h) => {
    expect(Number(cohensH({ group: { rate: p1, n: 10 }, reference: { rate: p2, n: 10 } }).h)).toBeCloseTo(h, 2);
  });

  it('is π at most, between nobody and everybody', () => {
    const result = cohensH({ group: { rate: 1, n: 5 }, reference: { rate: 0, n: 5 } });
    expect(result.h).toBeCloseTo(Math.PI, 12);
  });

  it('gives nothing when a group is empty', () => {
    expect(cohensH({ group: { rate: 0.5, n: 0 }, reference: { rate: 0.4, n: 9 } }).flag).toBe('no_denominator');
  });

  it('is as large for the complements, the other way', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const h = (x: number, y: number) =>
          Number(cohensH({ group: { rate: x, n: 9 }, reference: { rate: y, n: 9 } }).h);
        expect(h(a, b)).toBeCloseTo(h(1 - b, 1 - a), 6);
      }),
    );
  });

  it('refuses a rate outside 0 and 1', () => {
    expect(() => cohensH({ group: { rate: 1.2, n: 5 }, reference: { rate: 0, n: 5 } })).toThrow(InvalidParameter);
  });
});
