import type { Indicator } from '../api/shapes.js';
import type { useWords } from './language.js';
import type { Numbers } from './numbers.js';

/** How the numbers of one indicator are written: as shares in percent, or as means in the unit that they have. */
export interface Measure {
  /** Of a mean, said once beside its numbers: “on a scale from 1 to 5”. Absent where the numbers say it themselves. */
  readonly unit: string | undefined;
  /** A number as short as it can be, for tables and charts. */
  value(value: number | null | undefined): string;
  tick(value: number): string;
  /** A difference with its sign. */
  difference(value: number | null | undefined): string;
  /** With its unit, for where it stands alone. */
  said(value: number | null | undefined): string;
  /** A gap with its unit. */
  gap(value: number | null | undefined): string;
  /** A difference with its sign and unit. */
  change(value: number | null | undefined): string;
}

type Defined = Pick<Indicator, 'kind' | 'per' | 'validRange' | 'reduce'>;
type Unit = readonly [key: 'per' | 'scale' | 'days' | 'mean', values: Readonly<Record<string, number>>];

/** The unit of a mean; undefined where the numbers are shares of a whole. */
export function unitOf(kind: 'rate' | 'mean', definition: Defined | undefined): Unit | undefined {
  if (kind === 'rate') return undefined;
  const { per = 1, validRange, reduce } = definition ?? {};
  if (per > 1) return ['per', { per }];
  if (validRange?.min === 0 && validRange.max === 1) return undefined;
  if (reduce?.name === 'day-count') return ['days', {}];
  return validRange ? ['scale', { ...validRange }] : ['mean', {}];
}

export function measureOf(
  kind: 'rate' | 'mean',
  definition: Defined | undefined,
  numbers: Numbers,
  t: ReturnType<typeof useWords>,
): Measure {
  const unit = unitOf(kind, definition);
  if (unit === undefined) {
    const { percent, tick, signedPoints, points } = numbers;
    return {
      ...{ unit, value: percent, tick, difference: signedPoints },
      ...{ said: percent, gap: points, change: signedPoints },
    };
  }
  const name = t(`measure.${unit[0]}`, unit[1]);
  const isFine = unit[0] === 'scale' && unit[1]['max']! - unit[1]['min']! <= 10;
  const bare = (value: number | null | undefined): string => numbers.mean(value, isFine ? 2 : 1);
  const signed = (value: number | null | undefined): string => numbers.signedMean(value, isFine ? 2 : 1);
  const withUnit =
    (write: typeof bare): typeof bare =>
    (value) =>
      value === null || value === undefined ? write(value) : t('measure.of', { value: write(value), unit: name });
  return {
    ...{ unit: name, value: bare, tick: numbers.plain, difference: signed },
    ...{ said: withUnit(bare), gap: withUnit(bare), change: withUnit(signed) },
  };
}
