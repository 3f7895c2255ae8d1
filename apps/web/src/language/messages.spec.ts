import { IntlMessageFormat } from 'intl-messageformat';
import { BLAMING_WORDS } from './blaming-words.js';
import { en } from './en.js';
import { es } from './es.js';
import { pseudo, pseudoOf } from './pseudo.js';
import { slugOf } from './slug.js';

const ENGLISH: Readonly<Record<string, string>> = en;
const SPANISH: Readonly<Record<string, string>> = es;

/** The names that a message takes, in its branches too. */
function placeholders(text: string, language: string): readonly string[] {
  const names = new Set<string>();
  const walk = (parts: readonly unknown[]): void => {
    for (const part of parts as { type: number; value: string; options?: Record<string, { value: unknown[] }> }[]) {
      if (part.type >= 1 && part.type <= 6) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, language).getAst());
  return [...names].sort();
}

describe('the words of the pages', () => {
  test('are there in both languages, each with the same values to fill in', () => {
    expect(Object.keys(SPANISH).sort()).toEqual(Object.keys(ENGLISH).sort());
    for (const key of Object.keys(ENGLISH)) {
      expect([key, ...placeholders(SPANISH[key]!, 'es')]).toEqual([key, ...placeholders(ENGLISH[key]!, 'en')]);
    }
  });

  test('are translated: hardly any text is the same in both', () => {
    const same = Object.keys(ENGLISH).filter(
      (key) => ENGLISH[key] === SPANISH[key] && /[a-z]{4}/i.test(ENGLISH[key]!.replace(/\{[^}]*\}/g, '')),
    );
    expect(same.sort()).toEqual(['app.name', 'app.page-title', 'role.system'].filter((key) => same.includes(key)));
  });

  test.each([
    ['en', ENGLISH],
    ['es', SPANISH],
  ] as const)('blame and rank nobody (%s)', (language, messages) => {
    const found = Object.entries(messages).filter(([, text]) =>
      BLAMING_WORDS[language].some((word) => word.test(text)),
    );
    expect(found).toEqual([]);
  });

  test('the word list bites', () => {
    expect(BLAMING_WORDS.en.some((word) => word.test('Disadvantaged students'))).toBe(true);
    expect(BLAMING_WORDS.es.some((word) => word.test('La peor escuela'))).toBe(true);
  });

  test('of the rules that people read are found by the English that the interface says', () => {
    expect(ENGLISH[`says.${slugOf('the team’s pulse is red or not known')}`]).toBe(
      'The team’s pulse is red or not known',
    );
    expect(SPANISH[`says.${slugOf('no other rule holds')}`]).toBe('No se cumple ninguna otra regla');
  });

  test('as pseudo-locale still fill in their values', () => {
    expect(pseudoOf('{count, plural, one {one row} other {# rows}} in {district}.')).toMatch(
      /^\[\{count, plural.*\} íñ \{district\}\.·+\]$/,
    );
    for (const [key, text] of Object.entries(pseudo)) {
      expect([key, ...placeholders(text, 'en')]).toEqual([key, ...placeholders(ENGLISH[key]!, 'en')]);
    }
  });
});
