import type { Reading } from '@evenground/contracts';
import { SENTENCES, type SentenceId } from './sentences.js';
import type { Words } from './words.js';

/** What is put into a sentence: a number, text that is the same in every language, or words that are not. */
export type Values = Readonly<Record<string, string | number | null | Words>>;

type Language = keyof Words;

/** A sentence in every language that answers have; a page may also make its own of `id` and `values`. */
export function say(id: SentenceId, values: Values): Reading {
  return { id, values: englishValues(values), english: written('en', id, values), spanish: written('es', id, values) };
}

/** Several sentences as one reading: the first says what it is about. */
export function sayTogether(parts: readonly (readonly [SentenceId, Values])[]): Reading {
  const together = (language: Language) => parts.map(([id, values]) => written(language, id, values)).join(' ');
  const values = Object.assign({}, ...parts.map(([, own]) => englishValues(own))) as Reading['values'];
  return { id: parts.map(([id]) => id).join('+'), values, english: together('en'), spanish: together('es') };
}

/** At most so many decimals, without trailing zeros: what a sentence shows, never what is computed with. */
export function rounded(value: number, decimals = 1): number {
  const factor = 10 ** decimals;
  const shown = Math.round(value * factor) / factor;
  return shown === 0 ? 0 : shown;
}

function written(language: Language, id: SentenceId, values: Values): string {
  const text = SENTENCES[id][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '–';
    return typeof value === 'object' ? value[language] : String(value);
  });
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

function englishValues(values: Values): Reading['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? value.en : value,
    ]),
  );
}
