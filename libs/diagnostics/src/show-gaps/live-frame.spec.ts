import fc from 'fast-check';
import { isRefusal, type IndicatorDefinition } from '@evenground/contracts';
import type { Filter } from '@evenground/cube';
import type { GroupOfSums } from './compare-groups.js';
import { framedWithin, shownLive } from './live-frame.js';
import type { GapsAsked, GroupsFound } from './show-gaps.js';

type Student = Readonly<Record<string, string>>;

describe('what who sees small groups hidden may be shown', () => {
  const grades = (counts: Readonly<Record<string, number>>): Student[] =>
    Object.entries(counts).flatMap(([grade, n]) => Array.from({ length: n }, () => ({ grade, school: 's' })));

  it('is the same however it is asked for: a group that is hidden beside a small one is hidden alone too', async () => {
    const students = grades({ '09': 100, '10': 80, '11': 15, '12': 7 });
    expect(await shown(students, ['grade'])).toEqual(['exact', 'exact', 'hidden', 'hidden']);
    for (const [grade, how] of [
      ['09', 'exact'],
      ['11', 'hidden'],
      ['12', 'hidden'],
    ] as const)
      expect(await shown(students, [], [{ attribute: 'grade', values: [grade] }])).toEqual([how]);
  });

  it('of several values together is what their least shown part is', async () => {
    const students = grades({ '09': 100, '10': 80, '11': 15, '12': 7 });
    expect(await shown(students, [], [{ attribute: 'grade', values: ['09', '10'] }])).toEqual(['exact']);
    expect(await shown(students, [], [{ attribute: 'grade', values: ['09', '12'] }])).toEqual(['hidden']);
  });

  it('is not more than three attributes together', async () => {
    const refused = await ask([{ a: '1', b: '1', c: '1', d: '1' }], ['a', 'b', 'c', 'd'], []);
    expect(isRefusal(refused) && refused.refused).toBe('by/too-many');
  });

  it('leaves no small group to be told from a total and what is shown of its parts, in tables of one or two attributes', async () => {
    const student = fc.record({ a: fc.constantFrom('1', '2', '3'), b: fc.constantFrom('x', 'y') });
    await fc.assert(
      fc.asyncProperty(fc.array(student, { minLength: 1, maxLength: 90 }), async (students) => {
        for (const by of [['a'], ['b'], ['a', 'b']]) {
          const groups = groupsOf(students, by, []);
          const how = await shown(students, by);
          const hidden = groups.filter((_, at) => how[at] === 'hidden');
          const whole = (await shown(students, []))[0];
          expect(groups.every(({ sums }, at) => sums!.n >= 10 || how[at] === 'hidden')).toBe(true);
          if (whole === 'exact' && hidden.some(({ sums }) => sums!.n < 10)) expect(hidden.length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

async function shown(students: readonly Student[], by: string[], where: Filter[] = []) {
  const how = await ask(students, by, where);
  if (isRefusal(how)) throw new Error(how.refused);
  return how;
}

function ask(students: readonly Student[], by: string[], where: Filter[]) {
  const definition = { kind: 'rate', source: 'observations', attribution: 'accountable' } as IndicatorDefinition;
  const asked: GapsAsked = { district: 'd', definition, by, where, reference: 'others' };
  const read = (table: GapsAsked) => Promise.resolve(foundOf(students, table.by, table.where));
  const found = foundOf(students, by, where);
  return shownLive(asked, found, framedWithin('*', found), read);
}

function foundOf(students: readonly Student[], by: readonly string[], where: readonly Filter[]): GroupsFound {
  const nothing = { everyone: null, reason: null, coverage: null, recomputing: false };
  return { ...nothing, period: '2025-26', periods: ['2025-26'], by, where, groups: groupsOf(students, by, where) };
}

/** Half of everybody has the outcome. */
function groupsOf(students: readonly Student[], by: readonly string[], where: readonly Filter[]): GroupOfSums[] {
  const counts = new Map<string, number>();
  for (const student of students) {
    if (!where.every(({ attribute, values }) => values.includes(student[attribute]!))) continue;
    const key = JSON.stringify(by.map((attribute) => [attribute, student[attribute]!]));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, n]) => ({
    group: Object.fromEntries(JSON.parse(key) as [string, string][]),
    sums: { n, events: Math.floor(n / 2), sum: 0n, sumOfSquares: 0n },
  }));
}
