import { csvText } from './csv-of-rows.js';

test('a table as a file: quoted where needed, empty where unknown, and no formula', () => {
  expect(
    csvText([
      ['period', 'group', 'note'],
      ['2025-26', 0.25, 'one, "two"'],
      ['2026-27', null, '=cmd()'],
    ]),
  ).toBe('period,group,note\r\n2025-26,0.25,"one, ""two"""\r\n2026-27,,\'=cmd()\r\n');
});
