import { FRONTLINE_REPORT_KINDS, REPORT_STATES, ReportSent, isRefusal } from '@evenground/contracts';
import fc from 'fast-check';
import { shownCounts } from './count-reports.js';
import { REPORT_COMMANDS, type SentReport, decideReportStep, reportOf, sentEvent } from './report.js';
import { ROUTES } from './routing.js';
import { addSchoolDays, endOfIsoWeek, isoWeekOf } from './school-days.js';

const sent = (more: Partial<SentReport> = {}): SentReport => ({
  ...{ id: 'r1', district: 'd', cycleId: 'c1', kind: 'no-time', severity: 'note', anonymous: false },
  ...{ text: 'two lessons fell out', role: 'teacher', author: 'somebody', on: '2026-04-01' },
  ...more,
});

describe('routing', () => {
  test.each([
    ['working', ['equity-lead'], '2026-04-29'],
    ['not-working', ['equity-lead'], '2026-04-15'],
    ['no-time', ['principal'], '2026-04-15'],
    ['not-trained', ['principal', 'district-administrator'], '2026-04-15'],
    ['no-materials', ['principal', 'district-administrator'], '2026-04-15'],
    ['cost', ['principal', 'district-administrator'], '2026-04-15'],
    ['misfit', ['equity-lead'], '2026-04-15'],
    ['unintended-harm', ['equity-lead', 'principal', 'district-administrator'], '2026-04-03'],
    ['data-wrong', ['data-steward'], '2026-04-08'],
    ['external-change', ['equity-lead'], '2026-04-15'],
    ['idea', ['equity-lead'], '2026-04-29'],
    ['burnout', [], undefined],
  ] as const)('%s goes to %j, due %s', (kind, to, due) => {
    expect(reportOf(sent({ kind }))).toMatchObject({ state: 'new', routedTo: to });
    expect(reportOf(sent({ kind })).answerDueOn).toBe(due);
  });

  test('has a row for every kind', () => {
    expect(Object.keys(ROUTES).sort()).toEqual([...FRONTLINE_REPORT_KINDS].sort());
  });
});

describe('an anonymous report', () => {
  const days = fc
    .integer({ min: 0, max: 3_000 })
    .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
  const kinds = fc.constantFrom(...FRONTLINE_REPORT_KINDS);

  test('is the same on every day of its week and from every role of the staff', () => {
    fc.assert(
      fc.property(days, kinds, fc.integer({ min: 0, max: 6 }), (day, kind, later) => {
        const monday = addDay(endOfIsoWeek(day), -6);
        const one = reportOf(sent({ kind, anonymous: true, on: monday, role: 'teacher', author: 'a' }));
        const other = reportOf(
          sent({ kind, anonymous: true, on: addDay(monday, later), role: 'principal', author: 'b' }),
        );
        expect(other).toEqual(one);
        expect(JSON.stringify(one)).not.toContain('author');
        expect(one.sentIn).toBe(isoWeekOf(day));
        expect(one.fromRole).toBe('staff');
      }),
    );
  });

  test('of burnout keeps its count alone', () => {
    expect(reportOf(sent({ kind: 'burnout', anonymous: false }))).toMatchObject({ anonymous: true, text: '' });
  });

  test('no event holds a text or an author', () => {
    fc.assert(
      fc.property(kinds, fc.boolean(), (kind, anonymous) => {
        const said = sentEvent(reportOf(sent({ kind, anonymous })));
        expect(ReportSent.parse(said)).toEqual(said);
        expect(JSON.stringify(said)).not.toMatch(/two lessons|somebody|teacher/);
      }),
    );
  });
});

describe('the steps of a report', () => {
  const NEXT: Readonly<Record<string, string>> = {
    ...{ 'see new': 'seen', 'route new': 'routed', 'route seen': 'routed', 'route routed': 'routed' },
    ...{ 'answer new': 'answered', 'answer seen': 'answered', 'answer routed': 'answered', 'close answered': 'closed' },
  };
  test.each(REPORT_COMMANDS.flatMap((command) => REPORT_STATES.map((state) => [command, state] as const)))(
    '%s in %s leads on or is refused by one code',
    (command, state) => {
      const moved = decideReportStep({ ...reportOf(sent()), state }, command);
      const expected = NEXT[`${command} ${state}`];
      if (isRefusal(moved)) expect([moved.refused, expected]).toEqual(['report/wrong-state', undefined]);
      else expect(moved.state).toBe(expected);
    },
  );
});

describe('school days', () => {
  test.each([
    ['2026-04-03', 1, '2026-04-06'],
    ['2026-04-04', 1, '2026-04-06'],
    ['2026-04-05', 5, '2026-04-10'],
    ['2026-04-01', 0, '2026-04-01'],
  ])('%s and %i school days is %s', (day, count, due) => {
    expect(addSchoolDays(day, count)).toBe(due);
  });

  // ISO 8601: the week of the year's first Thursday is week 1.
  test.each([
    ['2026-01-01', '2026-W01'],
    ['2027-01-01', '2026-W53'],
    ['2024-12-30', '2025-W01'],
    ['2026-03-30', '2026-W14'],
  ])('%s lies in %s', (day, week) => {
    expect(isoWeekOf(day)).toBe(week);
  });
});

describe('counts', () => {
  test('N7: nothing from 1 to 9 is shown, nor made by subtraction over time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FRONTLINE_REPORT_KINDS), { maxLength: 80 }), (arriving) => {
        const exact: Partial<Record<string, number>> = {};
        let before = shownCounts(exact);
        for (const kind of arriving) {
          exact[kind] = (exact[kind] ?? 0) + 1;
          const now = shownCounts(exact);
          [...now.counts.map(({ count }) => count), now.total].forEach((count, at) => {
            const earlier = at < before.counts.length ? before.counts[at]?.count : before.total;
            if (count !== null) expect(count).toBeGreaterThanOrEqual(10);
            expect(((count ?? 0) - (earlier ?? 0)) % 10).toBe(0);
          });
          before = now;
        }
      }),
    );
  });
});

function addDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
