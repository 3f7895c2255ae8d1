import type { Refusal, ThemeBody, ThemeView } from '@evenground/contracts';

const WHOLE = 5; // what numbers of sources are rounded down to (workflow.md §10.2)

/**
 * A theme as it is published: named by at least the threshold of different sources; of each group the number that said
 * it, or contradicted, only from the threshold on, and where a column hides exactly one number the smallest other with
 * it, so that none is had by subtraction.
 *
 * @returns a refusal below the threshold, which does not say how many there were
 */
export function themeOf(
  { district: _district, counts, threshold, ...said }: ThemeBody,
  id: string,
  publishedOn: string,
): ThemeView | Refusal {
  const sources = counts.reduce((sum, count) => sum + count.said, 0);
  if (sources < threshold) {
    return {
      refused: 'theme/below-threshold',
      detail: 'A theme is published when enough different people have named it.',
      field: 'counts',
      wouldBeRight: `at least ${threshold} sources`,
    };
  }
  const twice = counts.find(({ group }, index) => counts.findIndex((other) => other.group === group) !== index);
  if (twice) {
    return {
      ...{ refused: 'theme/invalid', field: 'counts', was: twice.group },
      detail: 'A group stands once.',
      wouldBeRight: 'one line a group',
    };
  }
  const contradicting = counts.reduce((sum, count) => sum + count.contradicted, 0);
  const shown = shownOf(
    counts.map((count) => count.said),
    threshold,
  );
  const against = shownOf(
    counts.map((count) => count.contradicted),
    threshold,
  );
  return {
    ...{ id, ...said, threshold, publishedOn, sources: inWhole(sources) },
    contradicting: contradicting === 0 || contradicting >= threshold ? inWhole(contradicting) : null,
    counts: counts.map(({ group }, index) => ({ group, said: shown[index]!, contradicted: against[index]! })),
  };
}

function inWhole(number: number): number {
  return Math.floor(number / WHOLE) * WHOLE;
}

/** A zero is hidden like any other number under the threshold: that nobody of a group said it tells of each of them. */
function shownOf(numbers: readonly number[], threshold: number): (number | null)[] {
  const hidden = new Set(numbers.flatMap((number, index) => (number < threshold ? [index] : [])));
  if (hidden.size === 1 && numbers.length > 1) {
    const others = numbers.map((number, index) => ({ number, index })).filter(({ index }) => !hidden.has(index));
    hidden.add(others.reduce((smallest, other) => (other.number < smallest.number ? other : smallest)).index);
  }
  return numbers.map((number, index) => (hidden.has(index) ? null : number));
}
