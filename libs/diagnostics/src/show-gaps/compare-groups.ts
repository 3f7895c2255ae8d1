import type { Estimate, IndicatorDefinition, MeasuredGroup, Refusal, StatisticalTest } from '@evenground/contracts';
import { momentsOf, type Sums } from '@evenground/cube';
import { LIVE_MINIMUM_N } from '@evenground/disclosure';
import {
  DEFAULT_CONFIDENCE,
  cohensH,
  fisherExact,
  inequalityUnordered,
  meanDifference,
  meanLimits,
  oddsRatio,
  rateDifference,
  rateWilson,
  riskRatio,
  standardizedMeanDifference,
  twoProportionZ,
} from '@evenground/statistics';
import { reliabilityOf, type Compared } from './conclude.js';

/** How an indicator's sums are read. */
export interface Reading {
  readonly kind: 'rate' | 'mean';
  readonly direction: IndicatorDefinition['direction'];
  readonly scale: number;
  readonly per: number;
}

/** The exact sums of a group; null where the source hides them. */
export interface GroupOfSums {
  readonly group: Readonly<Record<string, string>>;
  readonly sums: Sums | null;
}

/** Below it a group's numbers may not be published. People. */
export const MINIMUM_N = LIVE_MINIMUM_N;
/** A group chosen as the best must have so many; people (measures.md §0). */
const BEST_FROM = 30;

type ReferenceOf = { readonly name: Compared['reference']; readonly sums: Sums; readonly flag: string | null };

export function measureGroup(group: GroupOfSums, reading: Reading): MeasuredGroup {
  const measured = numbersOf(group, reading);
  return measured.suppressed ? measured : { ...measured, reliability: reliabilityOf(measured) };
}

function numbersOf({ group, sums }: GroupOfSums, reading: Reading): MeasuredGroup {
  if (!sums) return { group, suppressed: true, reason: 'suppressed-by-source' };
  const small = sums.n < MINIMUM_N ? { small: true } : {};
  const base = { group, n: sums.n, suppressed: false, ...small };
  if (reading.kind === 'mean') {
    const { mean, sd } = shownMoments(sums, reading);
    const limits = mean === null || sd === null ? { lower: null, upper: null } : meanLimits({ mean, sd, n: sums.n });
    return {
      ...base,
      mean,
      sd,
      interval: interval(limits.lower, limits.upper, 'student-t'),
      reason: sums.n === 0 ? 'no-denominator' : mean === null ? 'not-finite' : null,
    };
  }
  if (sums.events > sums.n)
    return { ...base, events: sums.events, rate: null, interval: null, reason: 'events-exceed-n' };
  const { rate, lower, upper } = rateWilson({ events: sums.events, n: sums.n });
  return {
    ...base,
    events: sums.events,
    rate,
    interval: interval(lower, upper, 'wilson'),
    reason: sums.n === 0 ? 'no-denominator' : null,
  };
}

/**
 * Each group against its reference: `others` (all students not in it), `overall` (all, itself among them), `best` (the
 * best group of at least 30, picked after looking), or the group that has a value of the first attribute of `by`, the
 * further attributes being the same.
 *
 * @param everyone all students once, where groups overlap: those not in a group are all without it
 * @returns a refusal when no group has the value, or it would share students with what it is compared with
 */
export function compareGroups(
  groups: readonly GroupOfSums[],
  by: readonly string[],
  asked: string,
  reading: Reading,
  everyone: Sums | null = null,
): Compared[] | Refusal {
  const known = groups.filter((group): group is GroupOfSums & { sums: Sums } => group.sums !== null);
  const isHidden = known.length < groups.length;
  if (by.length === 0 || groups.length < 2) return [];
  const valued = asked === 'others' || asked === 'overall' || asked === 'best' ? undefined : asked;
  if (valued !== undefined && !groups.some(({ group }) => group[by[0]!] === valued)) {
    return {
      refused: 'reference/unknown',
      detail: `No group has "${valued}" as its ${by[0]}.`,
      field: 'reference',
      was: valued,
      wouldBeRight: ['others', 'overall', 'best', ...new Set(groups.map(({ group }) => group[by[0]!]!))].join(', '),
    };
  }
  if (everyone && asked !== 'others' && asked !== 'overall') {
    return {
      refused: 'reference/overlapping',
      detail: 'The groups share students: one is no reference for another.',
      field: 'reference',
      was: asked,
      wouldBeRight: 'others, overall',
    };
  }
  const best = asked === 'best' ? bestOf(known, reading) : undefined;
  const comparisons = known.flatMap((group): Compared[] => {
    if (asked === 'others' || asked === 'overall') {
      if (isHidden) return [withoutNumbers(group.group, asked, 'suppressed-by-source')];
      const others = everyone ? without(everyone, group.sums) : sumsOf(known.filter((other) => other !== group));
      return [
        asked === 'others'
          ? compare(group, { name: 'others', sums: others, flag: null }, reading)
          : overall(group, others, reading),
      ];
    }
    if (asked === 'best' && !best) return [withoutNumbers(group.group, {}, 'no-group-of-30')];
    const reference = best ?? known.find((other) => isReferenceOf(other, group, by, valued!));
    if (!reference || reference === group) return [];
    return [compare(group, { name: reference.group, sums: reference.sums, flag: best ? 'post-hoc' : null }, reading)];
  });
  return comparisons;
}

/** M15 over the groups; the reference group is the one compared with, else the largest. */
export function summarize(
  groups: readonly GroupOfSums[],
  by: readonly string[],
  reference: string,
  reading: Reading,
): Record<string, number | string | null> | null {
  if (by.length === 0 || groups.length === 0 || groups.some(({ sums }) => sums === null)) return null;
  const rates = groups.map(({ sums }) => ({ rate: valueOf(sums!, reading), pop: sums!.n }));
  if (rates.some(({ rate, pop }) => pop > 0 && rate === null)) return { mean: null, flag: 'not_finite' };
  if (rates.some(({ rate, pop }) => pop > 0 && rate! < 0)) return { mean: null, flag: 'negative_values' };
  const named = groups.findIndex(({ group }) => group[by[0]!] === reference);
  const largest = rates.reduce((found, { pop }, index) => (pop > rates[found]!.pop ? index : found), 0);
  const referenceIndex = named >= 0 ? named : largest;
  const favourable = reading.direction !== 'lower-is-better';
  return { ...inequalityUnordered({ groups: rates, favourable, referenceIndex }) };
}

/** The value that is shown: a proportion, or a mean × `per`; null without students. */
export function valueOf(sums: Sums, reading: Reading): number | null {
  if (reading.kind === 'mean') return shownMoments(sums, reading).mean;
  return sums.n === 0 ? null : sums.events / sums.n;
}

export function sumsOf(groups: readonly { readonly sums: Sums }[]): Sums {
  let total: Sums = { n: 0, events: 0, sum: 0n, sumOfSquares: 0n };
  for (const { sums } of groups) {
    total = {
      n: total.n + sums.n,
      events: total.events + sums.events,
      sum: total.sum + sums.sum,
      sumOfSquares: total.sumOfSquares + sums.sumOfSquares,
    };
  }
  return total;
}

function without(all: Sums, part: Sums): Sums {
  return {
    n: all.n - part.n,
    events: all.events - part.events,
    sum: all.sum - part.sum,
    sumOfSquares: all.sumOfSquares - part.sumOfSquares,
  };
}

/** A comparison that may not, or cannot, say its numbers. */
export function withoutNumbers(group: Compared['group'], reference: Compared['reference'], reason: string): Compared {
  const none: Estimate = { value: null, interval: null, reason };
  return {
    ...{ group, reference, flag: null, difference: none, riskRatio: none, oddsRatio: none, effectSize: none },
    test: { method: 'two-proportion-z', statistic: null, df: null, pValue: null, reason },
    adjustedP: null,
  };
}

function compare(group: { group: Compared['group']; sums: Sums }, reference: ReferenceOf, reading: Reading): Compared {
  const named = { group: group.group, reference: reference.name, flag: reference.flag, adjustedP: null };
  return reading.kind === 'mean'
    ? { ...named, ...compareMeans(group.sums, reference.sums, reading) }
    : { ...named, ...compareRates(group.sums, reference.sums) };
}

type Estimates = Pick<Compared, 'difference' | 'riskRatio' | 'oddsRatio' | 'effectSize' | 'test'>;

function compareRates(group: Sums, reference: Sums): Estimates {
  if (group.events > group.n || reference.events > reference.n) return withoutNumbers({}, {}, 'events-exceed-n');
  const both = { group, reference };
  const difference = rateDifference(both);
  const ratio = riskRatio(both);
  const odds = oddsRatio(both);
  const rates = { group: rateOf(group), reference: rateOf(reference) };
  const h = cohensH(rates);
  return {
    difference: estimate(difference.difference, difference, 'newcombe', difference.flag),
    riskRatio: estimate(ratio.riskRatio, ratio, 'katz-log', ratio.flag),
    oddsRatio: estimate(odds.oddsRatio, odds, 'woolf-log', odds.flag),
    effectSize: estimate(h.h, h, 'normal', h.flag),
    test: testRates(group, reference),
  };
}

function testRates(group: Sums, reference: Sums): StatisticalTest {
  const both = { group, reference };
  if (smallestExpected(group, reference) < 5) {
    const { pValue, flag } = fisherExact(both);
    return { method: 'fisher-exact', statistic: null, df: null, pValue, reason: dashed(flag) };
  }
  const { z, pValue, flag } = twoProportionZ(both);
  return { method: 'two-proportion-z', statistic: z, df: null, pValue, reason: dashed(flag) };
}

function compareMeans(group: Sums, reference: Sums, reading: Reading): Estimates {
  const isSayable = (sums: Sums) => sums.n === 0 || shownMoments(sums, reading).mean !== null;
  if (!isSayable(group) || !isSayable(reference)) return withoutNumbers({}, {}, 'not-finite');
  const [one, other] = [summaryOf(group, reading), summaryOf(reference, reading)];
  const notARate: Estimate = { value: null, interval: null, reason: 'not-a-rate' };
  const means = { group: one, reference: other };
  const difference = meanDifference(means);
  const effect = standardizedMeanDifference(means);
  return {
    difference: estimate(difference.difference, difference, 'welch-t', difference.flag),
    riskRatio: notARate,
    oddsRatio: notARate,
    effectSize: estimate(effect.g, { lower: effect.lowerG, upper: effect.upperG }, 'hedges-g', effect.flag),
    test: {
      method: 'welch-t',
      statistic: difference.t,
      df: difference.df,
      pValue: difference.pValue,
      reason: dashed(difference.flag),
    },
  };
}

/** The group is part of what it is compared with: the difference and its limits are scaled, ratios have no interval. */
function overall(group: { group: Compared['group']; sums: Sums }, others: Sums, reading: Reading): Compared {
  const everyone = sumsOf([group, { sums: others }]);
  const against = compare(group, { name: 'overall', sums: others, flag: null }, reading);
  const share = everyone.n === 0 ? 0 : 1 - group.sums.n / everyone.n;
  const { difference } = against;
  const scaled: Estimate = {
    ...difference,
    value: difference.value === null ? null : difference.value * share,
    interval: difference.interval && {
      ...difference.interval,
      low: difference.interval.low * share,
      high: difference.interval.high * share,
    },
  };
  if (others.n === 0) return withoutNumbers(group.group, 'overall', 'no-others');
  if (reading.kind === 'mean') return { ...against, difference: scaled };
  const whole = compareRates(group.sums, everyone);
  const point = ({ value, reason }: Estimate): Estimate => ({
    value,
    interval: null,
    reason: value === null ? reason : 'overlapping',
  });
  return {
    ...against,
    difference: scaled,
    riskRatio: point(whole.riskRatio),
    oddsRatio: point(whole.oddsRatio),
    effectSize: point(whole.effectSize),
  };
}

function bestOf(groups: readonly (GroupOfSums & { sums: Sums })[], reading: Reading) {
  const sign = reading.direction === 'lower-is-better' ? -1 : 1;
  let best: (GroupOfSums & { sums: Sums }) | undefined;
  for (const group of groups) {
    if (group.sums.n < BEST_FROM) continue;
    if (!best || sign * valueOf(group.sums, reading)! > sign * valueOf(best.sums, reading)!) best = group;
  }
  return best;
}

function isReferenceOf(other: GroupOfSums, group: GroupOfSums, by: readonly string[], value: string): boolean {
  return by.every((attribute, index) => other.group[attribute] === (index === 0 ? value : group.group[attribute]));
}

function shownMoments(sums: Sums, { scale, per }: Reading): { mean: number | null; sd: number | null } {
  const { mean, sd } = momentsOf({ ...sums, scale });
  return { mean: finite(mean, per), sd: finite(sd, per) };
}

/** Sums beyond what a number can hold have no mean that could be said: null, never Infinity. */
function finite(value: number | null, per: number): number | null {
  return value !== null && Number.isFinite(value * per) ? value * per : null;
}

/** Of one person there is no spread: the statistics answer `too_few` before they look at it. */
function summaryOf(sums: Sums, reading: Reading): { mean: number; sd: number; n: number } {
  const { mean, sd } = shownMoments(sums, reading);
  return { mean: mean ?? 0, sd: sd ?? 0, n: sums.n };
}

function rateOf({ n, events }: Sums): { rate: number; n: number } {
  return { rate: n === 0 ? 0 : events / n, n };
}

function smallestExpected(a: Sums, b: Sums): number {
  const people = a.n + b.n;
  const events = a.events + b.events;
  if (people === 0) return 0;
  return Math.min(...[a.n, b.n].flatMap((n) => [(n * events) / people, (n * (people - events)) / people]));
}

function estimate(
  value: number | null,
  { lower, upper }: { lower: number | null; upper: number | null },
  method: string,
  flag: string | null,
): Estimate {
  return { value, interval: interval(lower, upper, method), reason: dashed(flag) };
}

function interval(low: number | null, high: number | null, method: string) {
  return low === null || high === null ? null : { low, high, level: DEFAULT_CONFIDENCE, method };
}

/** The statistics' flags as reasons are written elsewhere: `no_denominator` → `no-denominator`. */
function dashed(flag: string | null): string | null {
  return flag === null ? null : flag.replace(/_/g, '-');
}
