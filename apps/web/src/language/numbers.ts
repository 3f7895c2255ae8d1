import { useMemo } from 'react';
import { type IntlShape, useIntl } from 'react-intl';

/** Numbers as people read them. What is not known is a dash. */
export interface Numbers {
  /** A proportion as a percentage: 0.0638 → 6.4 %. */
  percent(proportion: number | null | undefined): string;
  /** A proportion in whole percent: 0.355 → 36 %. */
  share(proportion: number | null | undefined): string;
  /** A proportion at the side of a chart, as short as it can be. */
  tick(proportion: number): string;
  /** A difference of proportions in percentage points: 0.0708 → 7.1 points. */
  points(proportion: number | null | undefined): string;
  /** With its sign. */
  signedPoints(proportion: number | null | undefined): string;
  /** A mean, and a difference of means with its sign. */
  mean(value: number | null | undefined, decimals: number): string;
  signedMean(value: number | null | undefined, decimals: number): string;
  /** Any other number. */
  plain(value: number | null | undefined): string;
  /** Of every 100. */
  ofHundred(proportion: number): string;
  count(value: number | null | undefined): string;
  times(ratio: number): string;
}

const NOTHING = '–';

export function numbersOf(intl: IntlShape): Numbers {
  const known = (value: number | null | undefined, write: (value: number) => string): string =>
    value === null || value === undefined || !Number.isFinite(value) ? NOTHING : write(value);
  const exactly = (decimals: number) => ({ maximumFractionDigits: decimals, minimumFractionDigits: decimals });
  const tenth = exactly(1);
  const hundredfold = (value: number): number => (Object.is(Math.round(value * 1_000), -0) ? 0 : value * 100);
  return {
    percent: (value) => known(value, (one) => intl.formatNumber(one, { style: 'percent', ...tenth })),
    tick: (value) => intl.formatNumber(value, { style: 'percent', maximumFractionDigits: 1 }),
    share: (value) => known(value, (one) => intl.formatNumber(one, { style: 'percent', maximumFractionDigits: 0 })),
    points: (value) =>
      known(value, (one) =>
        intl.formatMessage({ id: 'points' }, { value: intl.formatNumber(hundredfold(one), tenth) }),
      ),
    signedPoints: (value) =>
      known(value, (one) =>
        intl.formatMessage(
          { id: 'points' },
          { value: intl.formatNumber(hundredfold(one), { ...tenth, signDisplay: 'exceptZero' }) },
        ),
      ),
    mean: (value, decimals) => known(value, (one) => intl.formatNumber(one, exactly(decimals))),
    signedMean: (value, decimals) =>
      known(value, (one) => intl.formatNumber(one, { ...exactly(decimals), signDisplay: 'exceptZero' })),
    plain: (value) => known(value, (one) => intl.formatNumber(one, { maximumFractionDigits: 1 })),
    ofHundred: (value) => intl.formatNumber(value * 100, { maximumFractionDigits: value * 100 < 10 ? 1 : 0 }),
    count: (value) => known(value, (one) => intl.formatNumber(one)),
    times: (value) => intl.formatNumber(value, { maximumFractionDigits: 1 }),
  };
}

export function useNumbers(): Numbers {
  const intl = useIntl();
  return useMemo(() => numbersOf(intl), [intl]);
}
