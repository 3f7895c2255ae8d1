import { activeDays } from './active-days.js';
import { plannedUnits } from './planned-units.js';
import * as northbay from '../northbay.double.js';

it('counts days until, not with, the last', () => {
  expect(activeDays('2026-02-27', '2026-03-02', [])).toBe(3);
  expect(activeDays('2024-02-27', '2024-03-02', [])).toBe(4);
  expect(activeDays('2026-03-02', '2026-03-02', [])).toBe(0);
});

it('leaves out each paused day once, however pauses overlap', () => {
  const pauses = [
    { from: '2026-03-05', to: '2026-03-07' },
    { from: '2026-03-06', to: '2026-03-08' },
    { from: '2026-03-30' },
  ];
  expect(activeDays('2026-03-01', '2026-04-01', pauses)).toBe(31 - 4 - 2);
});

describe('planned units', () => {
  const cycle = northbay.cycle();
  const planned = (date: string, over = {}) => plannedUnits(cycle, northbay.intervention(over), 'school-01', date);

  it('grow with whole periods only', () => {
    expect(planned('2026-04-14')).toBe(0);
    expect(planned('2026-04-15')).toBe(3 * 80);
  });

  it('stop at the end of the plan', () => {
    expect(planned('2026-12-16')).toBe(36 * 3 * 80);
    expect(planned('2028-01-01')).toBe(36 * 3 * 80);
  });

  it('do not grow while the intervention is paused', () => {
    expect(planned('2026-05-06', { pauses: [{ from: '2026-04-15' }] })).toBe(3 * 80);
  });
});
