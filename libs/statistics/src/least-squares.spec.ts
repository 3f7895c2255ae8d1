import fc from 'fast-check';
import { dot, leastSquares } from './least-squares.js';

const point = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -100, max: 100 }) });

describe('leastSquares', () => {
  it('fits a line by hand', () => {
    // by hand: (1, 1), (2, 2), (3, 2): slope 1/2, intercept 2/3
    const { coefficients, inverseGram } = leastSquares(
      [
        [1, 1],
        [1, 2],
        [1, 3],
      ],
      [1, 2, 2],
    );
    expect(coefficients[0]).toBeCloseTo(2 / 3, 12);
    expect(coefficients[1]).toBeCloseTo(0.5, 12);
    expect(inverseGram[1]?.[1]).toBeCloseTo(0.5, 12);
    expect(inverseGram[0]?.[1]).toBeCloseTo(-1, 12);
  });

  it('leaves residuals that are orthogonal to every column', () => {
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: 4, maxLength: 30, selector: ({ x }) => x }), (points) => {
        const rows = points.map(({ x }) => [1, x, x * x]);
        const { residuals } = leastSquares(
          rows,
          points.map(({ y }) => y),
        );
        for (const column of [0, 1, 2]) {
          const size = rows.reduce((sum, row) => sum + Math.abs(row[column] ?? 0), 1);
          expect(
            dot(
              residuals,
              rows.map((row) => row[column] ?? 0),
            ) / size,
          ).toBeCloseTo(0, 8);
        }
      }),
    );
  });
});
