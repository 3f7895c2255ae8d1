import fc from 'fast-check';
import { disclosureBounds } from './disclosure-bounds.js';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';
import { suppressionAudit } from './suppression-audit.js';

const table = [
  [20, 3, 30],
  [15, 40, 12],
  [25, 18, 4],
];
const at = (row: number, column: number) => ({ row, column });

describe('suppressionAudit', () => {
  it('works out a cell hidden alone', () => {
    const { bounds, safe } = suppressionAudit({ table, suppressed: [at(0, 1)], primary: [at(0, 1)] });
    expect(bounds).toEqual([{ cell: at(0, 1), min: 3, max: 3, exactlyDisclosed: true }]);
    expect(safe).toBe(false);
  });

  it('finds the interval of a rectangle', () => {
    // Cox 1980: along the cycle the cells rise and fall together, by 3 down and by 20 up from the 3
    const suppressed = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
    const { bounds, safe } = suppressionAudit({ table, suppressed, primary: [at(0, 1)] });
    expect(bounds.map(({ min, max }) => [min, max])).toEqual([
      [0, 23],
      [0, 23],
      [12, 35],
      [20, 43],
    ]);
    expect(safe).toBe(true);
    const withWidth = (minIntervalWidth: number) =>
      suppressionAudit({ table, suppressed, primary: [at(0, 1)], minIntervalWidth }).safe;
    expect([withWidth(23), withWidth(23.5)]).toEqual([true, false]);
  });

  it('takes a width for each cell from its value', () => {
    const suppressed = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
    const audit = (width: (value: number) => number) =>
      suppressionAudit({ table, suppressed, primary: [at(0, 1), at(1, 1)], minIntervalWidth: width }).safe;
    expect(audit((value) => 0.5 * value)).toBe(true);
    expect(audit((value) => 0.6 * value)).toBe(false);
  });

  it('is safe when nothing is hidden', () => {
    expect(suppressionAudit({ table, suppressed: [], primary: [] })).toEqual({ bounds: [], safe: true });
  });

  it('refuses a primary cell that is shown, a cell outside, and what is no table', () => {
    expect(() => suppressionAudit({ table, suppressed: [], primary: [at(0, 0)] })).toThrow(InvalidParameter);
    expect(() => suppressionAudit({ table, suppressed: [at(7, 7)], primary: [] })).toThrow(InvalidParameter);
    expect(() => suppressionAudit({ table: [[1, 2], [3]], suppressed: [], primary: [] })).toThrow(InvalidCounts);
  });

  it('agrees with trying every 2 by 3 table that has the same totals', () => {
    const cell = fc.integer({ min: 0, max: 6 });
    const mask = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 6, maxLength: 6 }), mask, (cells, hidden) => {
        const rows = [cells.slice(0, 3), cells.slice(3)];
        const suppressed = [0, 1, 2, 3, 4, 5].filter((k) => hidden[k]).map((k) => at(Math.floor(k / 3), k % 3));
        const { bounds } = suppressionAudit({ table: rows, suppressed, primary: [] });
        const tables = tablesLike(cells, hidden);
        for (const { cell: place, min, max } of bounds) {
          const values = tables.map((values) => values[place.row * 3 + place.column] ?? -1);
          expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('disclosureBounds', () => {
  it('links tables by the cells they share', () => {
    // 0 + 1 = 5, 1 + 2 = 3, 0 + 2 = 4: solved exactly; cell 3 is in no published sum
    const sums = [
      { cells: [0, 1], total: 5 },
      { cells: [1, 2], total: 3 },
      { cells: [0, 2], total: 4 },
    ];
    expect(disclosureBounds({ hidden: 4, sums })).toEqual([
      { min: 3, max: 3 },
      { min: 2, max: 2 },
      { min: 1, max: 1 },
      { min: 0, max: null },
    ]);
  });

  it('refuses sums that no table has', () => {
    const sums = [
      { cells: [0], total: 5 },
      { cells: [0, 1], total: 3 },
    ];
    expect(() => disclosureBounds({ hidden: 2, sums })).toThrow(InvalidParameter);
  });
});

/** All 2 by 3 tables of whole numbers with these totals that keep the cells that are not hidden. */
function tablesLike(cells: readonly number[], hidden: readonly boolean[]): number[][] {
  const total = (places: number[], values: readonly number[]) => places.reduce((sum, k) => sum + (values[k] ?? 0), 0);
  const lines = [
    [0, 1, 2],
    [3, 4, 5],
    [0, 3],
    [1, 4],
    [2, 5],
  ];
  const tables: number[][] = [];
  const first = total([0, 1, 2], cells);
  for (let a = 0; a <= first; a += 1) {
    for (let b = 0; a + b <= first; b += 1) {
      const top = [a, b, first - a - b];
      const bottom = top.map((value, c) => total([c, c + 3], cells) - value);
      const values = [...top, ...bottom];
      const fits = lines.every((line) => total(line, values) === total(line, cells));
      const keeps = values.every((value, k) => value >= 0 && (hidden[k] || value === cells[k]));
      if (fits && keeps) tables.push(values);
    }
  }
  return tables;
}
