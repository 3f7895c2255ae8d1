import { benjaminiHochberg } from './benjamini-hochberg.js';
import { cohensH } from './cohens-h.js';
import type { FidelityInput } from './fidelity.js';
import { fidelity } from './fidelity.js';
import { fisherExact } from './fisher-exact.js';
import type { GapCounts } from './gap-narrowing.js';
import { gapNarrowing } from './gap-narrowing.js';
import { growthToTarget } from './growth-to-target.js';
import { inequalityUnordered } from './inequality-unordered.js';
import { meanDifference } from './mean-difference.js';
import type { TwoMeans } from './mean-summary.js';
import { oddsRatio } from './odds-ratio.js';
import { percentCoding } from './percent-coding.js';
import { rateDifference } from './rate-difference.js';
import { rateWilson } from './rate-wilson.js';
import { riskRatio } from './risk-ratio.js';
import { standardizedMeanDifference } from './standardized-mean-difference.js';
import { twoProportionZ } from './two-proportion-z.js';
import type { TwoGroups } from './counts.js';

/** Computes one measure from the fields of a test vector and answers in the fields of its `expected`. */
export type VectorMeasure = (inputs: unknown) => unknown;

/** Inputs shared by the measures of two rates. */
interface FourCounts {
  x1: number;
  n1: number;
  x2: number;
  n2: number;
  conf?: number;
}

interface TwoMeanFields {
  mean1: number;
  sd1: number;
  n1: number;
  mean2: number;
  sd2: number;
  n2: number;
  conf?: number;
}

type Pair = [events: number, n: number];

/**
 * Every measure under its name in the test vectors. The only place where the vectors' field names meet those of this
 * library: a field not renamed here is the library's name in snake case.
 */
export const vectorMeasures: Readonly<Record<string, VectorMeasure>> = {
  rate_wilson: vector((i: { x: number; n: number; conf?: number }) =>
    snakeCase(rateWilson({ events: i.x, n: i.n, confidence: i.conf })),
  ),
  rate_difference: vector((i: FourCounts) => snakeCase(rateDifference(twoGroups(i)))),
  risk_ratio: vector((i: FourCounts) => snakeCase(riskRatio(twoGroups(i)))),
  odds_ratio: vector((i: FourCounts) => snakeCase(oddsRatio(twoGroups(i)))),
  two_proportion_z: vector((i: FourCounts) => snakeCase(twoProportionZ(twoGroups(i)))),
  fisher_exact: vector((i: FourCounts) => snakeCase(fisherExact(twoGroups(i)))),
  benjamini_hochberg: vector((i: { p_values: (number | null)[]; q?: number }) =>
    snakeCase(benjaminiHochberg({ pValues: i.p_values, q: i.q })),
  ),
  standardized_mean_difference: vector((i: TwoMeanFields) => {
    const { smallSampleFactor, ...rest } = standardizedMeanDifference(twoMeans(i));
    return { ...snakeCase(rest), J: smallSampleFactor };
  }),
  mean_difference: vector((i: TwoMeanFields) => {
    const { group, reference, ...rest } = meanDifference(twoMeans(i));
    return {
      ...snakeCase(rest),
      mean1_lower: group.lower,
      mean1_upper: group.upper,
      mean2_lower: reference.lower,
      mean2_upper: reference.upper,
    };
  }),
  cohens_h: vector((i: { p1: number; p2: number; n1: number; n2: number; conf?: number }) =>
    snakeCase(
      cohensH({ group: { rate: i.p1, n: i.n1 }, reference: { rate: i.p2, n: i.n2 }, confidence: i.conf }),
    ),
  ),
  inequality_unordered: vector(
    (i: { groups: { rate: number | null; pop: number }[]; favourable: boolean; reference_index: number }) =>
      snakeCase(
        inequalityUnordered({ groups: i.groups, favourable: i.favourable, referenceIndex: i.reference_index }),
      ),
  ),
  gap_narrowing: vector(
    (i: { t0_group: Pair; t0_ref: Pair; t1_group: Pair; t1_ref: Pair; conf?: number }) => {
      const { gapBefore, gapAfter, narrowingPctOfBefore, ...rest } = gapNarrowing({
        before: gapCounts(i.t0_group, i.t0_ref),
        after: gapCounts(i.t1_group, i.t1_ref),
        confidence: i.conf,
      });
      return {
        ...snakeCase(rest),
        gap_t0: gapBefore,
        gap_t1: gapAfter,
        narrowing_pct_of_t0: narrowingPctOfBefore,
      };
    },
  ),
  growth_to_target: vector(growthFields),
  fidelity: vector((i: FidelityInput) => fidelity(i)),
  percent_coding: vector((i: { x: number; n: number; min_n?: number }) =>
    percentCoding({ events: i.x, n: i.n, minN: i.min_n }),
  ),
};

function vector<Inputs>(measure: (inputs: Inputs) => unknown): VectorMeasure {
  return (inputs) => measure(inputs as Inputs);
}

function counts([events, n]: Pair) {
  return { events, n };
}

function gapCounts(group: Pair, reference: Pair): GapCounts {
  return { group: counts(group), reference: counts(reference) };
}

function twoGroups({ x1, n1, x2, n2, conf }: FourCounts): TwoGroups {
  return { group: { events: x1, n: n1 }, reference: { events: x2, n: n2 }, confidence: conf };
}

function twoMeans(i: TwoMeanFields): TwoMeans {
  return {
    group: { mean: i.mean1, sd: i.sd1, n: i.n1 },
    reference: { mean: i.mean2, sd: i.sd2, n: i.n2 },
    confidence: i.conf,
  };
}

interface GrowthFields {
  baseline: number;
  target: number;
  years: number;
  observed?: number;
  elapsed?: number;
  observed_x?: number;
  observed_n?: number;
}

function growthFields(i: GrowthFields) {
  const { baseline, target, years } = i;
  const hasCounts = i.observed_x !== undefined && i.observed_n !== undefined;
  const result = growthToTarget({
    baseline,
    target,
    years,
    ...(i.observed !== undefined &&
      i.elapsed !== undefined && {
        observed: {
          value: i.observed,
          elapsed: i.elapsed,
          ...(hasCounts && { counts: { events: i.observed_x ?? 0, n: i.observed_n ?? 0 } }),
        },
      }),
  });
  if ('status' in result) return result;
  const { progress, ...path } = result;
  if (!progress) return snakeCase(path);
  const { interval, ...rest } = progress;
  return {
    ...snakeCase(path),
    ...snakeCase(rest),
    ...(interval && {
      wilson_lower: interval.lower,
      wilson_upper: interval.upper,
      expected_inside_ci: interval.containsExpected,
    }),
  };
}

/** Renames the fields of one object from camel to snake case (`pValue` → `p_value`); values are left as they are. */
function snakeCase(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );
}
