import fc from 'fast-check';
import { isDifferenceShown } from './difference-shown.js';
import { endOfPeriod } from './periods.js';
import { FIRST_VIEW, type View, csvAddress, searchOf, viewOf } from './view.js';

const word = fc.stringMatching(/^[A-Za-z0-9:.-]{1,12}$/);
const views: fc.Arbitrary<View> = fc.record(
  {
    indicator: word,
    period: word,
    by: fc.array(word, { minLength: 1, maxLength: 2 }),
    grade: word,
    schools: fc.array(word, { maxLength: 4 }),
    reference: fc.oneof(fc.constant('others'), word),
    show: fc.constantFrom('groups' as const, 'schools' as const, 'trend' as const),
  },
  { requiredKeys: ['indicator', 'by', 'schools', 'reference', 'show'] },
);

describe('the address of a view', () => {
  test('reproduces it', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(viewOf(new URLSearchParams(searchOf(view, 'northbay').toString()))).toEqual(view);
      }),
    );
  });

  test('says as little as it likes: the rest is as in the first view', () => {
    expect(viewOf(new URLSearchParams('show=sideways'))).toEqual(FIRST_VIEW);
  });

  test('as a file asks the same question', () => {
    const view: View = { ...FIRST_VIEW, schools: ['E001', 'M001'], grade: '09', by: ['gender', 'englishLearner'] };
    expect(csvAddress(view, 'northbay')).toBe(
      '/api/diagnostics/v1/gaps?district=northbay&indicator=chronic-absence&by=gender%2CenglishLearner&where=grade%3A09&school=E001&school=M001&reference=others',
    );
  });
});

test('a difference is shown only where its interval leaves out zero after allowing for all comparisons', () => {
  const difference = (low: number, high: number) => ({
    ...{ value: (low + high) / 2, reason: null },
    interval: { low, high, level: 0.95, method: 'newcombe' },
  });
  expect(isDifferenceShown({ difference: difference(0.01, 0.05), adjustedP: 0.01 })).toBe(true);
  expect(isDifferenceShown({ difference: difference(-0.05, -0.01), adjustedP: null })).toBe(true);
  expect(isDifferenceShown({ difference: difference(-0.01, 0.05), adjustedP: 0.2 })).toBe(false);
  expect(isDifferenceShown({ difference: difference(0.001, 0.05), adjustedP: 0.12 })).toBe(false);
  expect(isDifferenceShown({ difference: { value: 0.1, interval: null, reason: 'x' }, adjustedP: null })).toBe(false);
});

test('a school year ends on 30 June', () => {
  expect(endOfPeriod('2025-26')).toBe(Date.UTC(2026, 5, 30));
  expect(endOfPeriod('2026')).toBe(Date.UTC(2026, 5, 30));
});
