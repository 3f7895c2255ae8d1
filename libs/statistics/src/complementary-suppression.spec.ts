import fc from 'fast-check';
import { complementarySuppression } from './complementary-suppression.js';
import { suppressionAudit } from './suppression-audit.js';
import type { Cell } from './table-cells.js';
import { cellsOf, isSameCell, valueAt } from './table-cells.js';

const at = (row: number, column: number) => ({ row, column });

describe('complementarySuppression', () => {
  it('hides a whole two by two table for one small cell', () => {
    const result = complementarySuppression({
      table: [
        [20, 3],
        [15, 40],
      ],
      minN: 5,
    });
    expect(result).toEqual({
      primary: [at(0, 1)],
      additional: [at(0, 0), at(1, 0), at(1, 1)],
      minAdditionalCells: 3,
      minAdditionalValue: 75,
      safePossible: true,
    });
  });

  it('prefers fewer cells to fewer people', () => {
    // a rectangle of 62 + 11 + 11 people; a longer way round by five smaller cells would hide 61
    const table = [
      [4, 62, 14],
      [135, 12, 13],
      [11, 11, 105],
    ];
    expect(complementarySuppression({ table, minN: 5 })).toMatchObject({
      additional: [at(0, 1), at(2, 0), at(2, 1)],
      minAdditionalValue: 84,
    });
  });

  it('hides nothing where no cell is small', () => {
    expect(
      complementarySuppression({
        table: [
          [20, 30],
          [15, 40],
        ],
        minN: 5,
      }),
    ).toEqual({
      primary: [],
      additional: [],
      minAdditionalCells: 0,
      minAdditionalValue: 0,
      safePossible: true,
    });
  });

  it.each([
    [[[3, 12, 20]]],
    [
      [
        [3, 0],
        [0, 9],
      ],
    ],
  ])('cannot protect %j', (table) => {
    expect(complementarySuppression({ table, minN: 5 })).toMatchObject({
      primary: [at(0, 0)],
      additional: null,
      minAdditionalCells: null,
      safePossible: false,
    });
  });

  it('finds as few cells and people as trying every choice', () => {
    const row = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 3 });
    const tables = fc.array(row, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 12 }), (table, minIntervalWidth) => {
        const result = complementarySuppression({ table, minN: 8, minIntervalWidth });
        const best = triedOut(table, 8, minIntervalWidth);
        expect([result.minAdditionalCells, result.minAdditionalValue]).toEqual(best);
      }),
      { numRuns: 15 },
    );
  });

  it('protects every small cell of a release of seven groups by five grades', () => {
    const row = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 5, maxLength: 5 });
    const minIntervalWidth = (value: number) => Math.max(3, 0.2 * value);
    fc.assert(
      fc.property(fc.array(row, { minLength: 7, maxLength: 7 }), (table) => {
        const { primary, additional, safePossible } = complementarySuppression({ table, minN: 10, minIntervalWidth });
        fc.pre(safePossible && additional !== null);
        const suppressed = [...primary, ...(additional ?? [])];
        expect(suppressionAudit({ table, suppressed, primary, minIntervalWidth }).safe).toBe(true);
        for (const cell of additional ?? []) expect(valueAt(table, cell)).toBeGreaterThanOrEqual(10);
      }),
      { numRuns: 10 },
    );
  });
});

/** Fewest cells and people over all choices of additional cells, by an audit of each. */
function triedOut(table: number[][], minN: number, minIntervalWidth: number): [number, number] | [null, null] {
  const shown = cellsOf(table).filter((cell) => valueAt(table, cell) > 0);
  const primary = shown.filter((cell) => valueAt(table, cell) < minN);
  const others = shown.filter((cell) => !primary.some((small) => isSameCell(small, cell)));
  const people = (cells: Cell[]) => cells.reduce((sum, cell) => sum + valueAt(table, cell), 0);
  const choices = Array.from({ length: 2 ** others.length }, (_, bits) => others.filter((_, k) => bits & (1 << k)));
  const ranked = choices.sort((a, b) => a.length - b.length || people(a) - people(b));
  const best = ranked.find(
    (chosen) => suppressionAudit({ table, suppressed: [...primary, ...chosen], primary, minIntervalWidth }).safe,
  );
  return best ? [best.length, people(best)] : [null, null];
}
