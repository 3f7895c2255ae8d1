import fc from 'fast-check';
import { answerFromTables, type MarginalRow, type MarginalTable } from './marginal-tables.js';

const row = (schoolId: string, values: Record<string, string>, n: number, events = 0): MarginalRow => ({
  schoolId,
  values,
  n,
  events,
});
const hidden = (schoolId: string, values: Record<string, string>): MarginalRow => ({
  schoolId,
  values,
  suppressed: true,
});
const groupsOf = (tables: readonly MarginalTable[], query: Parameters<typeof answerFromTables>[1]) =>
  answerFromTables(tables, query).groups?.map(({ group, sums, reason }) => [group, sums ? sums.n : reason]);

const byRace: MarginalTable = {
  columns: ['race'],
  rows: [row('s1', { race: 'A' }, 10, 4), row('s1', { race: 'B' }, 20, 5), row('s2', { race: 'A' }, 7, 1)],
};
const byRaceAndGrade: MarginalTable = {
  columns: ['race', 'grade'],
  rows: [
    row('s1', { race: 'A', grade: '9' }, 100),
    row('s1', { race: 'A', grade: '10' }, 200),
    row('s1', { race: 'B', grade: '9' }, 400),
  ],
};

describe('answering from marginal tables', () => {
  it('takes the one table with the fewest columns that were not asked, and never adds tables', () => {
    const tables = [byRaceAndGrade, byRace];
    expect(groupsOf(tables, { by: ['race'], where: [], school: 's1' })).toEqual([
      [{ race: 'A' }, 10],
      [{ race: 'B' }, 20],
    ]);
    expect(groupsOf(tables, { by: ['grade'], where: [], school: 's1' })).toEqual([
      [{ grade: '10' }, 200],
      [{ grade: '9' }, 500],
    ]);
    expect(groupsOf(tables, { by: ['grade'], where: [{ attribute: 'race', values: ['A'] }], school: 's1' })).toEqual([
      [{ grade: '10' }, 200],
      [{ grade: '9' }, 100],
    ]);
  });

  it('carries every number of a row', () => {
    const table: MarginalTable = {
      columns: [],
      rows: [{ schoolId: '*', values: {}, n: 3, sum: 2n ** 70n, sumOfSquares: 5n }],
    };
    expect(answerFromTables([table], { by: [], where: [] })).toEqual({
      groups: [{ group: {}, sums: { n: 3, events: 0, sum: 2n ** 70n, sumOfSquares: 5n }, reason: null }],
      columns: [],
      reason: null,
    });
  });

  it('says so when no table has the attributes', () => {
    const refused = { groups: null, columns: null, reason: 'no-table-has-these-attributes' };
    expect(answerFromTables([byRace], { by: ['gender'], where: [] })).toEqual(refused);
    expect(answerFromTables([byRace], { by: [], where: [{ attribute: 'gender', values: ['X'] }] })).toEqual(refused);
    expect(answerFromTables([], { by: [], where: [] })).toEqual(refused);
  });

  it('passes over a better fitting table that has nothing of the school', () => {
    expect(groupsOf([byRace, byRaceAndGrade], { by: ['race'], where: [], school: 's2' })).toEqual([[{ race: 'A' }, 7]]);
    const elsewhere = { columns: ['race'], rows: [row('s9', { race: 'A' }, 1)] };
    expect(groupsOf([elsewhere, byRaceAndGrade], { by: ['race'], where: [], school: 's1' })).toEqual([
      [{ race: 'A' }, 300],
      [{ race: 'B' }, 400],
    ]);
    expect(groupsOf([elsewhere], { by: ['race'], where: [], school: 's1' })).toEqual([]);
  });

  it('uses the margin of a column that is not asked where there is one, else the sum of its values', () => {
    const table: MarginalTable = {
      columns: ['race', 'grade'],
      rows: [
        row('s1', { race: 'A', grade: '*' }, 31),
        row('s1', { race: 'A', grade: '9' }, 10),
        row('s1', { race: 'A', grade: '10' }, 20),
        row('s1', { race: 'B', grade: '9' }, 1),
        row('s1', { race: 'B', grade: '10' }, 2),
        row('s1', { race: '*', grade: '9' }, 11),
      ],
    };
    expect(groupsOf([table], { by: ['race'], where: [], school: 's1' })).toEqual([
      [{ race: 'A' }, 31],
      [{ race: 'B' }, 3],
    ]);
    expect(groupsOf([table], { by: ['grade'], where: [], school: 's1' })).toEqual([
      [{ grade: '10' }, 22],
      [{ grade: '9' }, 11],
    ]);
    expect(
      groupsOf([table], { by: ['race', 'grade'], where: [{ attribute: 'grade', values: ['9'] }], school: 's1' }),
    ).toEqual([
      [{ race: 'A', grade: '9' }, 10],
      [{ race: 'B', grade: '9' }, 1],
    ]);
  });

  it('resolves margins of several columns value by value, counting nobody twice', () => {
    const table: MarginalTable = {
      columns: ['grade', 'race'],
      rows: [
        row('s1', { grade: '9', race: '*' }, 5),
        row('s1', { grade: '9', race: 'A' }, 2),
        row('s1', { grade: '9', race: 'B' }, 3),
        row('s1', { grade: '10', race: 'A' }, 7),
        row('s1', { grade: '10', race: 'B' }, 11),
      ],
    };
    expect(groupsOf([table], { by: [], where: [] })).toEqual([[{}, 23]]);
  });

  it('answers for the district from district-wide rows, else from the sum of the schools', () => {
    const table = { ...byRace, rows: [...byRace.rows, row('*', { race: 'A' }, 16)] };
    expect(groupsOf([table], { by: ['race'], where: [] })).toEqual([
      [{ race: 'A' }, 16],
      [{ race: 'B' }, 20],
    ]);
    expect(groupsOf([byRace], { by: ['race'], where: [] })).toEqual([
      [{ race: 'A' }, 17],
      [{ race: 'B' }, 20],
    ]);
    expect(groupsOf([table], { by: ['race'], where: [], school: 's1' })).toEqual([
      [{ race: 'A' }, 10],
      [{ race: 'B' }, 20],
    ]);
  });

  it('withholds a group when a row that would be added is suppressed, and only then', () => {
    const table: MarginalTable = {
      columns: ['race', 'grade'],
      rows: [
        row('s1', { race: 'A', grade: '9' }, 10),
        hidden('s1', { race: 'A', grade: '10' }),
        row('s1', { race: 'B', grade: '*' }, 50),
        hidden('s1', { race: 'B', grade: '9' }),
        hidden('s1', { race: 'C', grade: '*' }),
        row('s1', { race: 'C', grade: '9' }, 30),
      ],
    };
    expect(groupsOf([table], { by: ['race'], where: [], school: 's1' })).toEqual([
      [{ race: 'A' }, 'suppressed'],
      [{ race: 'B' }, 50],
      [{ race: 'C' }, 'suppressed'],
    ]);
    expect(groupsOf([table], { by: [], where: [{ attribute: 'race', values: ['B', 'C'] }] })).toEqual([
      [{}, 'suppressed'],
    ]);
    expect(groupsOf([table], { by: ['race'], where: [{ attribute: 'race', values: ['B'] }] })).toEqual([
      [{ race: 'B' }, 50],
    ]);
  });

  it('takes an absent value as unknown, a group of its own', () => {
    const table = {
      columns: ['race'],
      rows: [row('s1', {}, 3), row('s1', { race: 'A' }, 4), row('s1', { race: '*' }, 7)],
    };
    expect(groupsOf([table], { by: ['race'], where: [] })).toEqual([
      [{ race: 'A' }, 4],
      [{ race: 'unknown' }, 3],
    ]);
    expect(groupsOf([table], { by: [], where: [{ attribute: 'race', values: ['*'] }] })).toEqual([]);
  });

  it('gives the same answer with or without consistent margins, in any order of rows', () => {
    const anyCell = fc.record({
      school: fc.constantFrom('s1', 's2'),
      race: fc.constantFrom('A', 'B'),
      grade: fc.constantFrom('9', '10'),
      n: fc.nat({ max: 50 }),
    });
    const cells = fc.uniqueArray(anyCell, { selector: ({ school, race, grade }) => `${school}${race}${grade}` });
    fc.assert(
      fc.property(
        cells,
        fc.subarray(['race', 'grade']),
        fc.constantFrom('s1', 's2', undefined),
        fc.nat(),
        (full, by, school, seed) => {
          const sums = new Map<string, MarginalRow & { n: number }>();
          for (const { school: schoolId, race, grade, n } of full) {
            for (const at of [schoolId, '*'])
              for (const r of [race, '*'])
                for (const g of [grade, '*']) {
                  const key = JSON.stringify([at, r, g]);
                  sums.set(key, { schoolId: at, values: { race: r, grade: g }, n: n + (sums.get(key)?.n ?? 0) });
                }
          }
          const withMargins = [...sums.values()].sort((a, b) => ((a.n * 7 + seed) % 5) - ((b.n * 7 + seed) % 5));
          const plain = full.map(({ school: at, race, grade, n }) => row(at, { race, grade }, n));
          const columns = ['race', 'grade'];
          const query = { by, where: [], school };
          expect(groupsOf([{ columns, rows: withMargins }], query)).toEqual(
            groupsOf([{ columns, rows: plain }], query),
          );
        },
      ),
    );
  });
});
