/** Values of a Prometheus text by metric and `group` label, summed over the other labels. */
export function measured(text: string, metric: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z_:][\w:]*)\{([^}]*)\} (\S+)/.exec(line);
    if (match === null || match[1] !== metric) continue;
    const group = /(?:^|,)group="([^"]*)"/.exec(match[2]!)?.[1];
    const value = Number(match[3]);
    if (group !== undefined && Number.isFinite(value)) found.set(group, (found.get(group) ?? 0) + value);
  }
  return found;
}
