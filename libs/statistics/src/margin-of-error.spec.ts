import fc from 'fast-check';
import { InvalidParameter } from './invalid-input.js';
import { marginOfError } from './margin-of-error.js';

describe('marginOfError', () => {
  // Krejcie & Morgan 1970, Educational and Psychological Measurement 30:607, table 1 (5 points, 95 percent)
  it.each([
    [300, 169],
    [1000, 278],
    [10_000, 370],
  ])('asks for the published sample of a population of %i', (population, needed) => {
    expect(marginOfError({ n: 1, population, targetMoe: 0.05 }).requiredN).toBe(needed);
  });

  it('is about five points for 384 of many, and none for a census', () => {
    expect(marginOfError({ n: 384 }).moe).toBeCloseTo(0.05, 3);
    expect(marginOfError({ n: 300, population: 300 }).moe).toBe(0);
    expect(marginOfError({ n: 1, population: 1 })).toMatchObject({ fpc: 0, moe: 0 });
  });

  it('still says what is needed when nothing can be said about what is there', () => {
    expect(marginOfError({ n: 0, population: 40, targetMoe: 0.1 })).toMatchObject({
      moe: null,
      requiredN: 29,
      flag: 'no_respondents',
    });
    expect(marginOfError({ n: 50, population: 40 })).toMatchObject({ moe: null, flag: 'n_exceeds_population' });
  });

  it('reaches the target with the sample it asks for, and not with one fewer', () => {
    const population = fc.integer({ min: 50, max: 20_000 });
    fc.assert(
      fc.property(population, fc.integer({ min: 2, max: 20 }), (size, points) => {
        const targetMoe = points / 100;
        const n = Number(marginOfError({ n: 1, population: size, targetMoe }).requiredN);
        expect(Number(marginOfError({ n, population: size }).moe)).toBeLessThanOrEqual(targetMoe + 1e-6);
        fc.pre(n > 1);
        expect(Number(marginOfError({ n: n - 1, population: size }).moe)).toBeGreaterThan(targetMoe - 1e-6);
      }),
    );
  });

  it('refuses a target of nothing', () => {
    expect(() => marginOfError({ n: 10, targetMoe: 0 })).toThrow(InvalidParameter);
  });
});
