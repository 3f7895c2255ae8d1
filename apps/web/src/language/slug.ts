/** The part of a key that stands for a phrase. */
export function slugOf(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
}
