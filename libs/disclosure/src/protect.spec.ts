import fc from 'fast-check';
import { suppressionAudit } from '@evenground/statistics';
import { exposedNumbers } from './audit.js';
import type { CellSystem, CountedCell, Shown } from './cell-system.js';
import { policyNamed } from './policies.js';
import { protect } from './protect.js';

const federal = policyNamed('federal')!;

describe('the tables of a release', () => {
  it('hide a small group, and another with it, so that the total does not tell it', () => {
    given(
      tableOf([
        [9, 3],
        [50, 20],
        [400, 200],
      ]),
    )
      .when(protectedBy(federal))
      .then(['hidden', 'hidden', 'exact', 'exact']);
  });

  it('are shown as they are where nothing is small', () => {
    given(
      tableOf([
        [90, 30],
        [50, 20],
      ]),
    )
      .when(protectedBy(federal))
      .then(['exact', 'exact', 'exact']);
  });

  it('code a small outcome, and another with it where subtraction would tell it', () => {
    given(
      tableOf([
        [100, 4],
        [50, 20],
        [400, 200],
      ]),
    )
      .when(protectedBy(federal))
      .then(['coded', 'coded', 'coded', 'exact']);
  });

  it('hide what one school nearly fills, since who knows that school knows the rest', () => {
    const system = tableOf([
      [90, 30],
      [50, 20],
    ]);
    const cells = system.cells.map((cell, at) => (at === 0 ? { ...cell, largestSchool: 85 } : cell));
    given({ ...system, cells })
      .when(protectedBy(federal))
      .then(['hidden', 'hidden', 'exact']);
  });

  it('hide everything where there is nothing else to hide', () => {
    given(
      tableOf([
        [4, 1],
        [3, 1],
      ]),
    )
      .when(protectedBy(federal))
      .then(['hidden', 'hidden', 'hidden']);
  });

  it('leave every small cell its interval: as M30 sees it too', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const system = twoWay(table);
        const { shown, isPossible } = protect(system, federal);
        expect(isPossible).toBe(true);
        expect(exposedNumbers(system, shown, federal)).toEqual([]);
        const places = table.flatMap((row, r) => row.map((n, c) => ({ n, row: r, column: c })));
        const margins = shown.slice(places.filter(({ n }) => n > 0).length);
        if (margins.some((how) => how === 'hidden')) return; // M30 takes the totals as public
        const listed = places.filter(({ n }) => n > 0);
        const suppressed = listed.filter((_, at) => shown[at] === 'hidden');
        const primary = suppressed.filter(({ n }) => n < federal.minimumN);
        const audit = suppressionAudit({ table, suppressed, primary, minIntervalWidth: 3 });
        expect(audit.safe).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('hide the same people whatever is measured of them', () => {
    fc.assert(
      fc.property(tables(), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (table, shares) => {
        const system = twoWay(table);
        const hiddenOf = ({ shown }: { shown: readonly Shown[] }) =>
          shown.map((how, at) => (how === 'hidden' ? at : -1)).filter((at) => at >= 0);
        const other = withOutcomes(system, () => shares.next().value as number);
        expect(hiddenOf(protect(other, federal))).toEqual(hiddenOf(protect(system, federal)));
      }),
      { numRuns: 40 },
    );
  });
});

function given(system: CellSystem) {
  return {
    when: (decide: (system: CellSystem) => readonly Shown[]) => ({
      then: (expected: readonly Shown[]) => expect(decide(system)).toEqual(expected),
    }),
  };
}

function protectedBy(policy: typeof federal) {
  return (system: CellSystem) => protect(system, policy).shown;
}

/** Groups of [people, outcomes], and their total as the last cell. */
function tableOf(groups: readonly (readonly [n: number, events: number])[]): CellSystem {
  const cells: CountedCell[] = groups.map(([n, events]) => ({ n, events, isListed: true }));
  const total = cells.push({
    n: groups.reduce((sum, [n]) => sum + n, 0),
    events: groups.reduce((sum, [, events]) => sum + events, 0),
    isListed: true,
  });
  return { cells, sums: [{ table: 0, total: total - 1, parts: groups.map((_, at) => at) }] };
}

/** Schools × groups with their margins; half of everybody has the outcome. */
function twoWay(table: readonly (readonly number[])[]): CellSystem {
  const cells: CountedCell[] = [];
  const push = (n: number) => cells.push({ n, events: Math.floor(n / 2), isListed: true }) - 1;
  const inner = table.map((row) => row.map((n) => (n > 0 ? push(n) : -1)));
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);
  const line = (parts: readonly number[], total: number) => ({ table: 0, total, parts: parts.filter((at) => at >= 0) });
  const rows = table.map((row, r) => line(inner[r]!, sumOf(row) > 0 ? push(sumOf(row)) : -1));
  const columns = table[0]!.map((_, c) => {
    const own = table.map((row) => row[c]!);
    return line(
      inner.map((row) => row[c]!),
      sumOf(own) > 0 ? push(sumOf(own)) : -1,
    );
  });
  const all = sumOf(table.map(sumOf));
  if (all === 0) return { cells, sums: [] };
  const total = push(all);
  const known = [...rows, ...columns].filter((sum) => sum.total >= 0);
  const schools = { table: 1, total, parts: rows.map((sum) => sum.total).filter((at) => at >= 0) };
  const groups = { table: 0, total, parts: columns.map((sum) => sum.total).filter((at) => at >= 0) };
  return { cells, sums: [...known, schools, groups] };
}

function withOutcomes({ cells, sums }: CellSystem, share: () => number): CellSystem {
  const totals = new Set(sums.map(({ total }) => total));
  const events = cells.map(({ n }, at) => (totals.has(at) ? 0 : Math.round(n * share())));
  for (const { total, parts } of sums) events[total] = parts.reduce((sum, part) => sum + events[part]!, 0);
  return { cells: cells.map((cell, at) => ({ ...cell, events: events[at]! })), sums };
}

function tables() {
  const cell = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 80 }));
  return fc
    .record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) })
    .chain(({ rows, columns }) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );
}
