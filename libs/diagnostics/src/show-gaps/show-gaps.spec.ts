import type { GapsAnswer } from '@evenground/contracts';
import { applicants } from '../berkeley.suite.js';
import { OneDistrict } from '../one-district.suite.js';
import { disclosed } from './disclose.js';

describe('gaps', () => {
  let district: OneDistrict;
  beforeAll(async () => {
    district = await OneDistrict.open();
    await district.define('admitted');
    const { students, observations } = applicants();
    await district.rows('students', students);
    await district.rows('observations', observations);
  }, 60_000);
  afterAll(() => district.close());

  const comparisonOf = ({ comparisons }: GapsAnswer, gender: string) =>
    comparisons.find(({ group }) => group.gender === gender)!;

  it('equal what others computed: rates, difference, ratios (expected values by pandas and statsmodels)', async () => {
    const answer = await district.gaps({ indicator: 'admitted', period: '1973', by: 'gender', reference: 'Female' });
    expect(answer.groups).toMatchObject([
      { group: { gender: 'Female' }, n: 1835, events: 557 },
      { group: { gender: 'Male' }, n: 2691, events: 1198 },
    ]);
    const men = comparisonOf(answer, 'Male');
    expect(men.difference.value).toBeCloseTo(0.14164542824654186, 12);
    expect(men.riskRatio.value).toBeCloseTo(1.4666415813867224, 12);
    expect(men.riskRatio.interval).toMatchObject({
      low: expect.closeTo(1.3523499745101684, 7),
      high: expect.closeTo(1.5905923531604076, 7),
    });
    expect(men.oddsRatio.value).toBeCloseTo(1.8410800371812925, 12);
    expect(answer.comparisons).toHaveLength(1);
    expect(answer.summary).toMatchObject({ max: 1198 / 2691, flag: null });
  });

  it('turn round within a department (Simpson)', async () => {
    const answer = await district.gaps({
      indicator: 'admitted',
      period: '1973',
      by: 'gender',
      school: 'A',
      reference: 'Female',
    });
    expect(comparisonOf(answer, 'Male').difference.value).toBeCloseTo(-0.20346801346801346, 12);
  });

  it('against the overall are those against the others, scaled; ratios have no interval', async () => {
    const others = comparisonOf(await district.gaps({ indicator: 'admitted', by: 'gender' }), 'Male');
    const overall = comparisonOf(
      await district.gaps({ indicator: 'admitted', by: 'gender', reference: 'overall' }),
      'Male',
    );
    const share = 1 - 2691 / 4526;
    expect(overall.difference.value).toBeCloseTo(others.difference.value! * share, 12);
    expect(overall.difference.interval?.low).toBeCloseTo(others.difference.interval!.low * share, 12);
    expect(overall.riskRatio).toMatchObject({ interval: null, reason: 'overlapping' });
    expect(overall.riskRatio.value).toBeCloseTo(1198 / 2691 / (1755 / 4526), 12);
    expect(overall.test).toEqual(others.test);
  });

  it('against the best are flagged as picked after looking', async () => {
    const answer = await district.gaps({ indicator: 'admitted', by: 'gender', reference: 'best' });
    expect(answer.comparisons).toMatchObject([
      { group: { gender: 'Female' }, reference: { gender: 'Male' }, flag: 'post-hoc' },
    ]);
  });

  it('filter by where, and an own attribute or value that nobody has is refused by name', async () => {
    const men = await district.gaps({ indicator: 'admitted', where: 'gender:Male|Female' });
    expect(men.groups).toMatchObject([{ n: 4526 }]);
    await expect(district.gaps({ indicator: 'admitted', by: 'shoeSize' })).rejects.toThrow('attribute/unknown');
    await expect(district.gaps({ indicator: 'admitted', by: 'gender', reference: 'X' })).rejects.toThrow(
      'reference/unknown',
    );
  });
});

describe('disclosure of live numbers', () => {
  const group = (name: string, n: number, events: number) => ({
    ...{ group: { gender: name }, n, events, rate: events / n, interval: null, suppressed: false, reason: null },
  });
  const answer = (...groups: ReturnType<typeof group>[]): GapsAnswer => ({
    ...{ district: 'd', indicator: 'i', indicatorName: 'I', indicatorVersion: 1, kind: 'rate', direction: 'parity' },
    ...{ period: '2025-26', by: ['gender'], where: [], schools: null, groups, comparisons: [], summary: { mean: 0.5 } },
    ...{ coverage: null, reason: null, unsuppressed: true, recomputing: false },
    ...{ periods: ['2025-26'], multirace: 'federal', warnings: [] },
    minimumEffect: { of: 'difference', value: 0.01 },
    asOf: { eventId: null, occurredAt: null, position: null },
  });

  it('hides a small group, and the next smallest with it', () => {
    const { groups, summary } = disclosed(answer(group('a', 9, 3), group('b', 50, 20), group('c', 400, 200)));
    expect(groups[0]).toEqual({ group: { gender: 'a' }, suppressed: true, reason: 'suppressed' });
    expect(groups[1]).toEqual({ group: { gender: 'b' }, suppressed: true, reason: 'suppressed' });
    expect(groups[2]).toMatchObject({ n: 400, events: 200 });
    expect(summary).toBeNull();
  });

  it('hides every number of what is not counted in people: ten incidents may be of one student', () => {
    const { groups, summary } = disclosed(answer(group('a', 400, 200), group('b', 500, 100)), 'incident');
    expect(groups.map(({ group: name, suppressed }) => [name, suppressed])).toEqual([
      [{ gender: 'a' }, true],
      [{ gender: 'b' }, true],
    ]);
    expect(JSON.stringify(groups)).not.toMatch(/\d/);
    expect(summary).toBeNull();
  });

  it('shows the coded percent where exact numbers would give an outcome away', () => {
    const [coded] = disclosed(answer(group('a', 40, 39), group('b', 60, 30))).groups;
    expect(coded).toEqual({ group: { gender: 'a' }, display: '>=90%', suppressed: false, reason: null });
  });

  it('leaves no numbers in a comparison that rests on such a group', () => {
    const estimate = { value: 1, interval: null, reason: null };
    const given = answer(group('a', 40, 39), group('b', 60, 30));
    const comparison = {
      ...{ group: { gender: 'b' }, reference: 'others' as const, flag: null, adjustedP: 0.5 },
      ...{ difference: estimate, riskRatio: estimate, oddsRatio: estimate, effectSize: estimate },
      test: { method: 'two-proportion-z' as const, statistic: 1, df: null, pValue: 0.5, reason: null },
      ...{ verdict: 'shown' as const, reliability: 'reliable' as const },
      reading: { id: 'x', values: { size: 7 }, english: '7', spanish: '7' },
    };
    const [shown] = disclosed({ ...given, comparisons: [comparison] }).comparisons;
    expect(JSON.stringify(shown)).not.toMatch(/\d/);
  });
});
