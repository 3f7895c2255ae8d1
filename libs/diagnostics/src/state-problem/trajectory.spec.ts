import fc from 'fast-check';
import { lastDayOf, trajectoryOf, yearsBetween } from './trajectory.js';

describe('the way to a target', () => {
  it('given 30 % at the end of 2024-25 and 50 % by June 2028, when drawn, then a third of it is due each year', () => {
    const drawn = trajectoryOf({ baseline: 0.3, baselinePeriod: '2024-25', target: 0.5, deadline: '2028-06-30' })!;
    expect(drawn.years).toBe(3);
    expect(drawn.requiredPerYear).toBeCloseTo(0.2 / 3, 12);
    expect(drawn.points.map(({ on, value }) => [on, Number(value.toFixed(4))])).toEqual([
      ['2025-06-30', 0.3],
      ['2026-06-30', 0.3667],
      ['2027-06-30', 0.4333],
      ['2028-06-30', 0.5],
    ]);
    expect(drawn.requiredCompoundPerYear).toBeCloseTo((0.5 / 0.3) ** (1 / 3) - 1, 12);
  });

  it('of a cohort begins at the end of its school year; of a term at that of its year', () => {
    expect([lastDayOf('2026'), lastDayOf('2025-26'), lastDayOf('2025-26/T1')]).toEqual(
      Array.from({ length: 3 }, () => '2026-06-30'),
    );
  });

  it('is none when the deadline does not lie after the baseline', () => {
    const line = { baseline: 0.3, baselinePeriod: '2024-25', target: 0.5 };
    expect(trajectoryOf({ ...line, deadline: '2025-06-30' })).toBeUndefined();
  });

  it('counts years by the calendar and the rest in days', () => {
    expect(yearsBetween('2025-06-30', '2026-12-31')).toBeCloseTo(1 + 184 / 365, 12);
    expect(yearsBetween('2025-06-30', '2025-12-31')).toBeCloseTo(184 / 365, 12);
  });

  it('begins at the baseline, ends at the target, and never turns back', () => {
    const day = fc
      .integer({ min: 1, max: 1_800 })
      .map((days) => new Date(Date.UTC(2025, 5, 30 + days)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        day,
        (baseline, target, deadline) => {
          const { points } = trajectoryOf({ baseline, baselinePeriod: '2024-25', target, deadline })!;
          expect(points[0]!.value).toBe(baseline);
          expect(points.at(-1)).toEqual({ on: deadline, value: target });
          const steps = points
            .slice(1)
            .map(({ value }, index) => Math.sign(target - baseline) * (value - points[index]!.value));
          for (const step of steps) expect(step).toBeGreaterThanOrEqual(-1e-12);
          expect(points.map(({ on }) => on)).toEqual([...points.map(({ on }) => on)].sort());
        },
      ),
    );
  });
});
