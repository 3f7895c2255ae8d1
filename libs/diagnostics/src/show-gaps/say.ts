import type { Reading } from '@evenground/contracts';

/** A sentence of English with its values put in; what a page translates by `id` and `values`. */
export function say(id: string, values: Reading['values'], english: string): Reading {
  return {
    id,
    values,
    english: english.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '–')),
  };
}

/** A group as it is named in a sentence. */
export function nameOf(group: 'others' | 'overall' | Readonly<Record<string, string>>): string {
  if (group === 'others') return 'all others';
  if (group === 'overall') return 'all students';
  return Object.values(group).join(', ') || 'all students';
}

/** At most so many decimals, without trailing zeros: what a sentence shows, never what is computed with. */
export function rounded(value: number, decimals = 1): number {
  const factor = 10 ** decimals;
  const shown = Math.round(value * factor) / factor;
  return shown === 0 ? 0 : shown;
}
