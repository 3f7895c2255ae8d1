import { createIntl } from 'react-intl';
import { en } from './en.js';
import { measureOf } from './measure.js';
import { numbersOf } from './numbers.js';

const supplied = { name: 'supplied' } as const;
const BELONGING = { kind: 'mean', per: 1, validRange: { min: 1, max: 5 }, reduce: supplied } as const;
const HARASSMENT = { kind: 'mean', per: 100, reduce: supplied } as const;
const ATTENDANCE = { kind: 'mean', per: 1, validRange: { min: 0, max: 1 }, reduce: supplied } as const;
const UNEXCUSED = {
  ...{ kind: 'mean', per: 1, validRange: { min: 0, max: 260 } },
  reduce: { name: 'day-count', statuses: ['unexcused'] },
} as const;

describe('the numbers of an indicator', () => {
  const intl = createIntl({ locale: 'en', messages: en });
  const t = ((id: string, values?: Record<string, string>) => intl.formatMessage({ id }, values)) as Parameters<
    typeof measureOf
  >[3];
  const of = (definition: { kind: 'rate' | 'mean' }) =>
    measureOf(definition.kind, definition as never, numbersOf(intl as never), t);

  test('of a mean have its unit and are no percent', () => {
    const belonging = of(BELONGING as never);
    expect(belonging.unit).toBe('on a scale from 1 to 5');
    expect(belonging.value(3.456)).toBe('3.46');
    expect(belonging.said(3.4)).toBe('3.40 on a scale from 1 to 5');
    expect(belonging.gap(0.25)).toBe('0.25 on a scale from 1 to 5');
    expect(belonging.change(-0.25)).toBe('-0.25 on a scale from 1 to 5');
    expect(of(HARASSMENT as never).said(4.2)).toBe('4.2 per 100 students');
    expect(of(UNEXCUSED as never).said(2.55)).toBe('2.6 days per student');
    expect(of({ kind: 'mean', per: 1, reduce: supplied } as never).said(12)).toBe('12.0 on average');
  });

  test('of shares are percent and points, also where a share is a mean', () => {
    const share = of(ATTENDANCE as never);
    expect([share.unit, share.value(0.931), share.difference(-0.02)]).toEqual([undefined, '93.1%', '-2.0 points']);
    const rate = of({ kind: 'rate', per: 1, reduce: supplied } as never);
    expect([rate.value(0.0638), rate.gap(0.0708), rate.change(0.01)]).toEqual(['6.4%', '7.1 points', '+1.0 points']);
  });

  test('that are not known are a dash without a unit', () => {
    expect(of(BELONGING as never).said(null)).toBe('–');
    expect(of(BELONGING as never).gap(undefined)).toBe('–');
  });
});
