import { baselineOf, isTooOld } from './baseline.js';
import { type OpenCycle, annualDueOn, judgeOpening } from './open-cycle-rules.js';

const open = (cycleId: string, area: OpenCycle['area'], schoolIds: string[]): OpenCycle => ({
  ...{ cycleId, area, schoolIds, level: schoolIds.length === 0 ? 'district' : 'school' },
});

describe('opening a cycle', () => {
  test.each([
    [open('n', 'access', ['b', 'a']), 'cycle/already-open'],
    [open('n', 'access', ['a']), undefined],
    [open('n', 'other', ['a', 'b']), undefined],
    [open('n', 'other', ['c', 'z']), 'cycle/too-many-open'],
    [open('n', 'access', []), undefined],
    [open('n', 'discipline', []), 'cycle/already-open'],
  ])('%j: %s', (asked, code) => {
    const others = ['access', 'discipline', 'graduation'] as const;
    const known = [
      open('x', 'access', ['a', 'b']),
      ...others.map((area, at) => open(`y${at}`, area, ['c'])),
      open('d', 'discipline', []),
    ];
    expect(judgeOpening(asked, known, 3)?.refused).toBe(code);
  });

  test('the annual review is a year later, or with a later review', () => {
    expect(annualDueOn('2026-01-05', '2026-06-15')).toBe('2027-01-05');
    expect(annualDueOn('2026-01-05', '2027-06-15')).toBe('2027-06-15');
  });
});

describe('a baseline', () => {
  test.each([
    ['2024-25', '2026-01-06T08:00:00.000Z', '2025-06-30', 730],
    ['2025-26', '2026-01-06T08:00:00.000Z', '2026-01-06', 730],
    ['2025-26/T1', '2026-02-06T08:00:00.000Z', '2026-02-06', 730],
    ['2025', '2026-01-06T08:00:00.000Z', '2025-06-30', 800],
  ])('of %s frozen at %s ends on %s and may be %i days old', (baselinePeriod, statedAt, endsOn, maxAgeDays) => {
    expect(baselineOf({ baselinePeriod, statedAt })).toEqual({ period: baselinePeriod, endsOn, maxAgeDays });
  });

  test('is too old on the day after its last', () => {
    const baseline = { period: '2023-24', endsOn: '2024-06-30', maxAgeDays: 730 };
    expect(isTooOld(baseline, '2026-06-30')).toBe(false);
    expect(isTooOld(baseline, '2026-07-01')).toBe(true);
  });
});
