import type { Gaps, Group } from '../api/shapes.js';
import { cellOf, groupRows } from './group-rows.js';

const group = (raceEthnicity: string, more: Partial<Group> = {}): Group => ({
  ...{ group: { raceEthnicity }, n: 40, events: 10, rate: 0.25, suppressed: false, reason: null },
  interval: { low: 0.14, high: 0.4, level: 0.95, method: 'wilson' },
  ...more,
});
const hidden = (raceEthnicity: string, reason = 'suppressed'): Group => ({
  ...{ group: { raceEthnicity }, suppressed: true, reason },
});
const writing = {
  t: (key: string, values?: object) => `${key}${values ? JSON.stringify(values) : ''}`,
  names: (prefix: string, name: string) => `${prefix}.${name}`,
  numbers: { count: (value: number | null | undefined) => String(value) },
  groupName: ({ raceEthnicity }: Readonly<Record<string, string>>) => raceEthnicity!,
} as unknown as Parameters<typeof groupRows>[1];
const rowsOf = (...groups: readonly Group[]) => groupRows({ groups } as unknown as Gaps, writing);

describe('the rows of a chart', () => {
  test('keep the order of the answer, whoever is ahead: nobody is ranked', () => {
    const [low, high, middle] = [
      group('White', { rate: 0.1 }),
      group('Asian', { rate: 0.9 }),
      group('Two', { rate: 0.5 }),
    ];
    for (const order of [
      [low, high, middle],
      [high, middle, low],
    ])
      expect(rowsOf(...order).map(({ name }) => name)).toEqual(
        order.map(({ group: { raceEthnicity } }) => raceEthnicity),
      );
  });

  test('of a hidden group say why, and hold no number, least of all zero', () => {
    const [byRule, bySource] = rowsOf(hidden('Asian'), hidden('White', 'suppressed-by-source'));
    expect(byRule).toMatchObject({ value: null, low: null, high: null, students: '–', instead: 'chart.suppressed' });
    expect(bySource).toMatchObject({ value: null, students: '–', instead: 'chart.suppressed-by-source' });
  });

  test('of a coded group show the code in the place of the number', () => {
    const { n: _n, events: _events, rate: _rate, interval: _interval, ...left } = group('Asian');
    const [row] = rowsOf({ ...left, display: '<=5%' });
    expect(row).toMatchObject({ value: null, low: null, students: '–', instead: 'chart.coded{"display":"≤ 5%"}' });
  });

  test('in a table are the number, its code, or why there is none', () => {
    const write = (value: number | null): string => (value === null ? '–' : `${value}`);
    const cell = (one: Group): string => cellOf(one, writing.names, write);
    expect(cell(group('Asian', { rate: 0 }))).toBe('0');
    expect(cell(hidden('Asian'))).toBe('reason.suppressed');
    expect(cell(hidden('Asian', 'suppressed-by-source'))).toBe('reason.suppressed-by-source');
    expect(cell(group('Asian', { rate: undefined, display: '>=95%' }))).toBe('≥ 95%');
    expect(cell(group('Asian', { n: 0, rate: null, reason: 'no-denominator' }))).toBe('reason.no-denominator');
  });
});
