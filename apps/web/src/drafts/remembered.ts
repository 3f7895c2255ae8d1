/** Small things a browser remembers for its user: language, theme, district, how far they have seen. Never data. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`evenground.${name}`, value);
  } catch {
    // A browser that keeps nothing still works.
  }
}

export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(`evenground.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
