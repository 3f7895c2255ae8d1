import type { Cycle } from '../api/shapes.js';
import { daysBetween, dueOf } from './due.js';

const cycle = (title: string, more: Partial<Cycle> = {}): Cycle =>
  ({
    ...{ id: title, title, state: 'implementing', reviewDueOn: '2026-12-10', annualDueOn: '2027-09-01' },
    ...more,
  }) as Cycle;

describe('what is due', () => {
  test('is what is overdue or near, the most urgent first', () => {
    const due = dueOf(
      [cycle('near'), cycle('late', { reviewDueOn: '2026-11-01' }), cycle('far', { reviewDueOn: '2027-06-01' })],
      [],
      '2026-11-28',
      60,
    );
    expect(due.map(({ title, kind, inDays }) => [title, kind, inDays])).toEqual([
      ['late', 'review', -27],
      ['near', 'review', 12],
    ]);
  });

  test('of a paused cycle is only that it goes on', () => {
    const paused = cycle('paused', { state: 'paused', resumeBy: '2026-12-01', reviewDueOn: '2026-11-01' });
    expect(dueOf([paused], [], '2026-11-28', 60).map(({ kind }) => kind)).toEqual(['resume']);
  });

  test('is also the answer to a voice from the front line, until it is given', () => {
    const voice = (state: 'new' | 'answered', answerDueOn?: string) => ({ cycleId: 'near', state, answerDueOn });
    const due = dueOf(
      [cycle('near', { reviewDueOn: '2027-06-01' })],
      [voice('new', '2026-12-02'), voice('new', '2026-12-02'), voice('answered', '2026-11-29'), voice('new')],
      '2026-11-28',
      60,
    );
    expect(due.map(({ kind, on, inDays }) => [kind, on, inDays])).toEqual([['answer', '2026-12-02', 4]]);
  });

  test('nothing of a cycle that is over', () => {
    expect(dueOf([cycle('done', { state: 'decided', reviewDueOn: '2026-01-01' })], [], '2026-11-28', 60)).toEqual([]);
  });

  test('days are calendar days, whatever the clock change', () => {
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(daysBetween('2026-11-01', '2026-11-02')).toBe(1);
  });
});
