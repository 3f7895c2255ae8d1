import { type MessageKey, type Messages, en } from './en.js';

const ACCENTED: Readonly<Record<string, string>> = {
  ...{ a: 'á', c: 'ç', e: 'é', i: 'í', n: 'ñ', o: 'ó', s: 'š', u: 'ú', y: 'ý' },
  ...{ A: 'Á', C: 'Ç', E: 'É', I: 'Í', N: 'Ñ', O: 'Ó', S: 'Š', U: 'Ú', Y: 'Ý' },
};

/** English as if it were foreign: accented, in brackets and a third longer. A text that escaped translation stands out. */
export const pseudo = Object.fromEntries(Object.entries(en).map(([key, text]) => [key, pseudoOf(text)])) as Record<
  MessageKey,
  string
> as Messages;

/** Leaves what ICU reads (in braces, also nested) as it is, but for the texts of its branches. */
export function pseudoOf(text: string): string {
  let depth = 0;
  let shown = 0;
  const accented = [...text].map((character) => {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (depth > 0) return character;
    shown++;
    return ACCENTED[character] ?? character;
  });
  return `[${accented.join('')}${'·'.repeat(Math.ceil(shown / 3))}]`;
}
