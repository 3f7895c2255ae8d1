import { benjaminiHochberg } from './benjamini-hochberg.js';
import { chiSquare } from './chi-square.js';
import { cohensH } from './cohens-h.js';
import { complementarySuppression } from './complementary-suppression.js';
import { composition } from './composition.js';
import type { Counts, TwoGroups } from './counts.js';
import { diffInDiff } from './diff-in-diff.js';
import { differencing } from './differencing.js';
import { favourable } from './favourable.js';
import type { FidelityInput } from './fidelity.js';
import { fidelity } from './fidelity.js';
import { fisherExact } from './fisher-exact.js';
import { fourFifths } from './four-fifths.js';
import type { GapCounts } from './gap-narrowing.js';
import { gapNarrowing } from './gap-narrowing.js';
import { growthToTarget } from './growth-to-target.js';
import { ideaIdentify } from './idea-identify.js';
import { ideaYear } from './idea-year.js';
import { inequalityOrdered } from './inequality-ordered.js';
import { inequalityUnordered } from './inequality-unordered.js';
import { interruptedTimeSeries } from './interrupted-time-series.js';
import { involvementTreatment } from './involvement-treatment.js';
import type { AnonymityRecord } from './k-anonymity.js';
import { kAnonymity } from './k-anonymity.js';
import { kitagawa } from './kitagawa.js';
import { marginOfError } from './margin-of-error.js';
import { meanDifference } from './mean-difference.js';
import type { TwoMeans } from './mean-summary.js';
import { oddsRatio } from './odds-ratio.js';
import { omegaFromLoadings } from './omega-from-loadings.js';
import { percentCoding } from './percent-coding.js';
import { raking } from './raking.js';
import { rateDifference } from './rate-difference.js';
import { rateWilson } from './rate-wilson.js';
import type { ResponseGroup } from './representativeness.js';
import { representativeness } from './representativeness.js';
import { riskRatio } from './risk-ratio.js';
import { scaleReliability } from './scale-reliability.js';
import { standardizedMeanDifference } from './standardized-mean-difference.js';
import { stateAggregate } from './state-aggregate.js';
import { suppressionAudit } from './suppression-audit.js';
import type { Cell } from './table-cells.js';
import { twoProportionZ } from './two-proportion-z.js';

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
    snakeCase(cohensH({ group: { rate: i.p1, n: i.n1 }, reference: { rate: i.p2, n: i.n2 }, confidence: i.conf })),
  ),
  inequality_unordered: vector(
    (i: { groups: { rate: number | null; pop: number }[]; favourable: boolean; reference_index: number }) =>
      snakeCase(inequalityUnordered({ groups: i.groups, favourable: i.favourable, referenceIndex: i.reference_index })),
  ),
  gap_narrowing: vector((i: { t0_group: Pair; t0_ref: Pair; t1_group: Pair; t1_ref: Pair; conf?: number }) => {
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
  }),
  growth_to_target: vector(growthFields),
  fidelity: vector((i: FidelityInput) => fidelity(i)),
  percent_coding: vector((i: { x: number; n: number; min_n?: number }) =>
    percentCoding({ events: i.x, n: i.n, minN: i.min_n }),
  ),
  chi_square: vector((i: { table: number[][] }) => snakeCase(chiSquare(i.table))),
  composition: vector((i: { groups: CompositionFields[] }) =>
    byGroup(
      composition(i.groups.map(({ state_enrolment, ...group }) => ({ ...group, stateEnrolment: state_enrolment }))),
    ),
  ),
  four_fifths: vector(
    (i: { groups: { group: string; selected: number; pool: number }[]; min_share_of_pool?: number }) => {
      const { highestRate, results } = fourFifths({ groups: i.groups, minShareOfPool: i.min_share_of_pool });
      return { highest_rate: highestRate, results: byGroup(results) };
    },
  ),
  idea_year: vector((i: IdeaYearFields) =>
    byGroup(
      ideaYear({
        district: riskCells(i.lea),
        state: riskCells(i.state),
        minCell: i.min_cell,
        minN: i.min_n,
        threshold: i.threshold,
      }),
    ),
  ),
  idea_identify: vector((i: IdeaIdentifyFields) =>
    snakeCase(
      ideaIdentify({
        values: i.values,
        yearsRequired: i.years_required,
        threshold: i.threshold,
        reasonableProgressMinDrop: i.reasonable_progress_min_drop,
      }),
    ),
  ),
  inequality_ordered: vector((i: { groups: { x: number; n: number }[]; conf?: number }) =>
    snakeCase(inequalityOrdered({ groups: i.groups.map(({ x, n }) => ({ events: x, n })), confidence: i.conf })),
  ),
  kitagawa: vector(kitagawaFields),
  involvement_treatment: vector(involvementFields),
  diff_in_diff: vector((i: { treat_pre: Pair; treat_post: Pair; comp_pre: Pair; comp_post: Pair; conf?: number }) => {
    const { treatedChange, comparisonChange, ...rest } = diffInDiff({
      treated: { before: countsOf(i.treat_pre), after: countsOf(i.treat_post) },
      comparison: { before: countsOf(i.comp_pre), after: countsOf(i.comp_post) },
      confidence: i.conf,
    });
    return { ...snakeCase(rest), treat_change: treatedChange, comp_change: comparisonChange };
  }),
  interrupted_time_series: vector((i: { y: number[]; first_post: number; nw_lag: number }) =>
    snakeCase(interruptedTimeSeries({ values: i.y, firstPost: i.first_post, neweyWestLag: i.nw_lag })),
  ),
  representativeness: vector((i: { groups: ResponseGroup[] }) => {
    const result = representativeness(i.groups);
    return { ...snakeCase(result), groups: byGroup(result.groups) };
  }),
  margin_of_error: vector(
    (i: { n: number; N?: number | null; p?: number; target_moe?: number | null; conf?: number }) =>
      snakeCase(
        marginOfError({
          n: i.n,
          population: i.N ?? undefined,
          rate: i.p,
          targetMoe: i.target_moe ?? undefined,
          confidence: i.conf,
        }),
      ),
  ),
  raking: vector((i: { sample: number[][]; row_targets: number[]; col_targets: number[] }) =>
    snakeCase(raking({ sample: i.sample, rowTargets: i.row_targets, columnTargets: i.col_targets })),
  ),
  scale_reliability: vector((i: { responses: (number | null)[][] }) => snakeCase(scaleReliability(i.responses))),
  omega_from_loadings: vector((i: { loadings: number[]; uniquenesses?: number[] }) => omegaFromLoadings(i)),
  favourable: vector((i: FavourableFields) =>
    snakeCase(
      favourable({
        responses: i.responses,
        favourableCodes: i.favourable_codes,
        scaleMin: i.scale_min,
        scaleMax: i.scale_max,
        reverseItems: i.reverse_items,
        minItemShare: i.min_item_share,
      }),
    ),
  ),
  suppression_audit: vector((i: SuppressionAuditFields) => {
    const { bounds, safe } = suppressionAudit({
      table: i.table,
      suppressed: i.suppressed.map(cellOf),
      primary: i.primary.map(cellOf),
      minIntervalWidth: i.min_interval_width,
    });
    return { bounds: bounds.map((bound) => ({ ...snakeCase(bound), cell: pairOf(bound.cell) })), safe };
  }),
  complementary_suppression: vector((i: { table: number[][]; min_n: number; min_interval_width?: number }) => {
    const { primary, minAdditionalCells, minAdditionalValue, safePossible } = complementarySuppression({
      table: i.table,
      minN: i.min_n,
      minIntervalWidth: i.min_interval_width,
    });
    return { ...snakeCase({ minAdditionalCells, minAdditionalValue, safePossible }), primary: primary.map(pairOf) };
  }),
  k_anonymity: vector((i: KAnonymityFields) =>
    snakeCase(
      kAnonymity({
        records: i.records,
        quasiIdentifiers: i.quasi_identifiers,
        sensitive: i.sensitive,
        kRequired: i.k_required,
      }),
    ),
  ),
  differencing: vector((i: DifferencingFields) => {
    const { impliedEvents, ...rest } = differencing({
      big: { events: i.x_big, n: i.n_big },
      small: { events: i.x_small, n: i.n_small },
      minN: i.min_n,
    });
    return { ...snakeCase(rest), implied_x: impliedEvents };
  }),
  state_aggregate: vector((i: { districts: { n: number; x: number; suppressed: boolean }[]; min_n: number }) => {
    const districts = i.districts.map(({ n, x, suppressed }) => ({ events: x, n, suppressed }));
    const { trueEvents, residualEvents, ...rest } = stateAggregate({ districts, minN: i.min_n });
    return { ...snakeCase(rest), true_x: trueEvents, residual_x: residualEvents };
  }),
};

interface CompositionFields {
  group: string;
  outcome: number;
  enrolment: number;
  state_enrolment?: number;
}

interface IdeaYearFields {
  lea: Record<string, Pair>;
  state: Record<string, Pair>;
  min_cell: number;
  min_n: number;
  threshold: number;
}

interface IdeaIdentifyFields {
  values: (number | null)[];
  years_required: number;
  threshold: number;
  reasonable_progress_min_drop?: number | null;
}

interface FavourableFields {
  responses: (number | null)[][];
  favourable_codes: number[];
  scale_min: number;
  scale_max: number;
  reverse_items?: number[];
  min_item_share?: number;
}

interface SuppressionAuditFields {
  table: number[][];
  suppressed: CellPair[];
  primary: CellPair[];
  min_interval_width?: number;
}

interface KAnonymityFields {
  records: AnonymityRecord[];
  quasi_identifiers: string[];
  sensitive: string;
  k_required: number;
}

interface DifferencingFields {
  n_big: number;
  x_big: number;
  n_small: number;
  x_small: number;
  min_n: number;
}

type CellPair = [row: number, column: number];

function cellOf([row, column]: CellPair): Cell {
  return { row, column };
}

function pairOf({ row, column }: Cell): CellPair {
  return [row, column];
}

function riskCells(cells: Record<string, Pair>) {
  return Object.entries(cells).map(([group, [cell, n]]) => ({ group, cell, n }));
}

/** A list of results as an object under the name of each one's group. */
function byGroup(results: readonly { group: string }[]): Record<string, unknown> {
  return Object.fromEntries(results.map(({ group, ...rest }) => [group, snakeCase(rest)]));
}

interface KitagawaFields {
  strata: { stratum: string; nA: number; xA: number; nB: number; xB: number }[];
}

function kitagawaFields({ strata }: KitagawaFields) {
  const result = kitagawa(
    strata.map(({ stratum, nA, xA, nB, xB }) => ({
      stratum,
      group: { events: xA, n: nA },
      reference: { events: xB, n: nB },
    })),
  );
  const { rateGroup, rateReference, twofold, threefold, gap, flag } = result;
  return {
    rateA: rateGroup,
    rateB: rateReference,
    gap,
    twofold: twofold && snakeCase(twofold),
    threefold_B_reference: threefold,
    strata: result.strata.map(snakeCase),
    flag,
  };
}

interface InvolvementFields {
  enrolA: number;
  enrolB: number;
  infractions: { infraction: string; class: string; refA: number; exclA: number; refB: number; exclB: number }[];
}

function involvementFields({ enrolA, enrolB, infractions }: InvolvementFields) {
  const { byInfraction, byClass, ...rest } = involvementTreatment({
    enrolment: { group: enrolA, reference: enrolB },
    infractions: infractions.map(({ infraction, class: kind, refA, exclA, refB, exclB }) => ({
      infraction,
      class: kind,
      group: { referrals: refA, exclusions: exclA },
      reference: { referrals: refB, exclusions: exclB },
    })),
  });
  return {
    ...snakeCase(rest),
    by_infraction: byInfraction.map(snakeCase),
    by_class: byGroup(byClass.map(({ class: group, ...parts }) => ({ group, ...parts }))),
  };
}

function vector<Inputs>(measure: (inputs: Inputs) => unknown): VectorMeasure {
  return (inputs) => measure(inputs as Inputs);
}

function countsOf([events, n]: Pair): Counts {
  return { events, n };
}

function gapCounts(group: Pair, reference: Pair): GapCounts {
  return { group: countsOf(group), reference: countsOf(reference) };
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
  observed?: number | null;
  elapsed?: number | null;
  observed_x?: number | null;
  observed_n?: number | null;
}

function growthFields(i: GrowthFields) {
  const { baseline, target, years, observed: value, elapsed, observed_x: events, observed_n: n } = i;
  const counts = typeof events === 'number' && typeof n === 'number' ? { events, n } : undefined;
  const observed = typeof value === 'number' && typeof elapsed === 'number' ? { value, elapsed, counts } : undefined;
  const result = growthToTarget({ baseline, target, years, observed });
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
