/** The points in pieces, cut at the given moments. */
export function splitAt<Point extends { readonly at: number }>(
  points: readonly Point[],
  moments: readonly number[],
): readonly (readonly Point[])[] {
  const pieces = new Map<number, Point[]>();
  for (const point of points) {
    const piece = moments.filter((moment) => moment <= point.at).length;
    pieces.set(piece, [...(pieces.get(piece) ?? []), point]);
  }
  return [...pieces.values()];
}
