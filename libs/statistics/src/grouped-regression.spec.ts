import { linearRegression, logisticRegression, type RegressionCell } from './grouped-regression.js';

const cell = (x: number[], n: number, events: number): RegressionCell => ({ x, n, sum: events, sumOfSquares: events });
const CELLS = [cell([0, 0], 30, 12), cell([0, 1], 20, 5), cell([1, 0], 15, 9), cell([1, 1], 40, 14)];
const close = (found: (number | null)[], expected: number[], digits: number) =>
  found.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, digits));

describe('regressions on cells of people', () => {
  it('least squares with HC1 errors: as statsmodels 0.15 on the single rows', () => {
    const fit = linearRegression(CELLS);
    close(fit.coefficients, [0.419047619047619, 0.14285714285714268, -0.19761904761904775], 12);
    close(fit.standardErrors, [0.08105826911556661, 0.09816748311888596, 0.10004331813388809], 12);
    expect(fit).toMatchObject({ n: 105, df: 102, flag: null });
  });

  it('logistic: as statsmodels 0.15 on the single rows', () => {
    const fit = logisticRegression(CELLS);
    close(fit.coefficients, [-0.348020057168876, 0.6391581395334599, -0.8647796575688365], 10);
    close(fit.standardErrors, [0.3374100208102486, 0.4474422094623463, 0.44701169467003826], 9);
  });

  it('cells or single rows, in any order: the same', () => {
    const single = CELLS.flatMap(({ x, n, sum }) =>
      Array.from({ length: n }, (_, index) => cell([...x], 1, index < sum ? 1 : 0)),
    ).reverse();
    close(linearRegression(single).coefficients, linearRegression(CELLS).coefficients as number[], 12);
    close(logisticRegression(single).standardErrors, logisticRegression(CELLS).standardErrors as number[], 9);
  });

  it('leaves out a predictor that the others tell', () => {
    const doubled = CELLS.map((each) => ({ ...each, x: [...each.x, 1 - each.x[0]!] }));
    const fit = linearRegression(doubled);
    expect(fit.coefficients[3]).toBeNull();
    close(fit.coefficients.slice(0, 3), linearRegression(CELLS).coefficients as number[], 12);
  });

  it('answers with a reason where there is nothing to estimate', () => {
    expect(linearRegression([cell([0], 1, 1)])).toMatchObject({ coefficients: [null, null], flag: 'too_few' });
    expect(linearRegression([])).toMatchObject({ n: 0, flag: 'too_few' });
    expect(logisticRegression([cell([0], 20, 0), cell([1], 20, 9)])).toMatchObject({
      coefficients: [null, null],
      flag: 'separated',
    });
    expect(() => logisticRegression([cell([0], 2, 3)])).toThrow('events');
    expect(() => linearRegression([cell([Number.NaN], 2, 1)])).toThrow('finite');
  });
});
