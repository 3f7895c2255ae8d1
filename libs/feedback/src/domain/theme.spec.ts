import { isRefusal, type ThemeBody } from '@evenground/contracts';
import fc from 'fast-check';
import { themeOf } from './theme.js';

const said = (counts: ThemeBody['counts'], threshold = 10): ThemeBody => ({
  ...{ cycleId: 'c', name: 'The bus', meaning: 'It leaves too early', method: 'listening-session', by: 'audience' },
  ...{ threshold, counts },
});

describe('a theme', () => {
  it('given enough sources, when published, then who said what stands there from the threshold on', () => {
    const theme = themeOf(
      said([
        { group: 'family', said: 23, contradicted: 0 },
        { group: 'student', said: 14, contradicted: 11 },
        { group: 'staff', said: 4, contradicted: 2 },
        { group: 'community', said: 3, contradicted: 12 },
      ]),
      't',
      '2026-03-01',
    );
    expect(theme).toMatchObject({
      ...{ id: 't', sources: 40, contradicting: 25, publishedOn: '2026-03-01' },
      counts: [
        { group: 'family', said: 23, contradicted: null },
        { group: 'student', said: 14, contradicted: 11 },
        { group: 'staff', said: null, contradicted: null },
        { group: 'community', said: null, contradicted: 12 },
      ],
    });
  });

  it('given a single group under the threshold, then another is hidden with it', () => {
    const counts = [
      { group: 'family', said: 30, contradicted: 0 },
      { group: 'student', said: 15, contradicted: 0 },
      { group: 'staff', said: 2, contradicted: 0 },
    ];
    expect(themeOf(said(counts), 't', '2026-03-01')).toMatchObject({
      counts: [{ said: 30 }, { said: null }, { said: null }],
    });
  });

  it('given fewer sources than the threshold, or a group twice, then it is refused without their number', () => {
    const few = themeOf(said([{ group: 'family', said: 9, contradicted: 4 }]), 't', '2026-03-01');
    expect(few).toMatchObject({ refused: 'theme/below-threshold', wouldBeRight: 'at least 10 sources' });
    expect(JSON.stringify(few)).not.toContain('9');
    const twice = said([
      { group: 'family', said: 9, contradicted: 0 },
      { group: 'family', said: 9, contradicted: 0 },
    ]);
    expect(themeOf(twice, 't', '2026-03-01')).toMatchObject({ refused: 'theme/invalid', was: 'family' });
  });

  it('never shows a number from 1 to the threshold, nor hides exactly one of several', () => {
    const counts = fc.uniqueArray(
      fc.record({ group: fc.string({ minLength: 1, maxLength: 5 }), said: fc.nat(40), contradicted: fc.nat(40) }),
      { selector: ({ group }) => group, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(counts, fc.integer({ min: 5, max: 20 }), (given, threshold) => {
        const theme = themeOf(said(given, threshold), 't', '2026-03-01');
        if (isRefusal(theme)) return;
        expect(theme.sources).toBeGreaterThanOrEqual(Math.floor(threshold / 5) * 5);
        for (const column of ['said', 'contradicted'] as const) {
          const shown = theme.counts.map((count) => count[column]);
          for (const number of shown) expect(number ?? threshold).toBeGreaterThanOrEqual(threshold);
          const hidden = shown.filter((number) => number === null).length;
          expect(hidden === 1 && shown.length > 1).toBe(false);
        }
        if (theme.contradicting) expect(theme.contradicting).toBeGreaterThanOrEqual(Math.floor(threshold / 5) * 5);
      }),
    );
  });
});
