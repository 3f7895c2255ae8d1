/** A column per predictor, a row per observation; more rows than columns, and no column a mix of the others. */
export type DesignMatrix = readonly (readonly number[])[];

export interface LeastSquaresFit {
  coefficients: number[];
  fitted: number[];
  residuals: number[];
  /** (X′X)⁻¹, symmetric. */
  inverseGram: number[][];
}

/**
 * Ordinary least squares by Gram-Schmidt, each column made orthogonal twice so that rounding does not grow with the
 * length of the series. Written here because no kept library gives the matrix that robust standard errors need.
 *
 * @param rows design, one row per observation
 * @param y    observed values, as many as rows
 */
export function leastSquares(rows: DesignMatrix, y: readonly number[]): LeastSquaresFit {
  const columns = (rows[0] ?? []).map((_, c) => rows.map((row) => row[c] ?? 0));
  const { basis, upper } = orthogonalise(columns);
  const inverseUpper = invertUpper(upper);
  const projections = basis.map((direction) => dot(direction, y));
  const coefficients = inverseUpper.map((row) => dot(row, projections));
  const fitted = rows.map((row) => dot(row, coefficients));
  return {
    coefficients,
    fitted,
    residuals: y.map((value, t) => value - (fitted[t] ?? 0)),
    inverseGram: inverseUpper.map((left) => inverseUpper.map((right) => dot(left, right))),
  };
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}

function orthogonalise(columns: readonly number[][]): { basis: number[][]; upper: number[][] } {
  const basis: number[][] = [];
  const upper = columns.map(() => columns.map(() => 0));
  columns.forEach((column, c) => {
    let rest = column;
    for (let pass = 0; pass < 2; pass += 1) {
      basis.forEach((direction, k) => {
        const along = dot(direction, rest);
        addTo(upper, k, c, along);
        rest = rest.map((value, t) => value - along * (direction[t] ?? 0));
      });
    }
    const length = Math.sqrt(dot(rest, rest));
    addTo(upper, c, c, length);
    basis.push(rest.map((value) => value / length));
  });
  return { basis, upper };
}

function addTo(matrix: number[][], row: number, column: number, value: number): void {
  const line = matrix[row] ?? [];
  line[column] = (line[column] ?? 0) + value;
}

/** Inverse of an upper triangular matrix, column by column from the diagonal up. */
function invertUpper(upper: readonly number[][]): number[][] {
  const inverse = upper.map(() => upper.map(() => 0));
  upper.forEach((_, column) => {
    for (let row = column; row >= 0; row -= 1) {
      const line = upper[row] ?? [];
      let rest = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k += 1) rest -= (line[k] ?? 0) * (inverse[k]?.[column] ?? 0);
      addTo(inverse, row, column, rest / (line[row] ?? 0));
    }
  });
  return inverse;
}
