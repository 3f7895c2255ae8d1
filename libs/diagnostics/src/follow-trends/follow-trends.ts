import {
  ATTENDANCE_BY_MONTH,
  isRefusal,
  type DifferenceInDifferencesAnswer,
  type Estimate,
  type GapsAnswer,
  type InterruptionsAnswer,
  type Refusal,
  type SeasonalityAnswer,
  type TrendsAnswer,
} from '@evenground/contracts';
import { DEFAULT_CONFIDENCE, criticalT, diffInDiff, interruptedTimeSeries } from '@evenground/statistics';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { sumsOf, valueOf } from '../show-gaps/compare-groups.js';
import type { GapsAsked, Reader, ShowGaps } from '../show-gaps/show-gaps.js';

export type TrendAsked = Omit<GapsAsked, 'period' | 'reference'>;
type Known = ReturnType<typeof sumsOf>;

const MOST_PERIODS = 40;
const NO_ESTIMATE = (reason: string): Estimate => ({ value: null, interval: null, reason });

/** How an indicator moves over periods, and whether it moved more than it would have. */
export class FollowTrends {
  constructor(
    private readonly gaps: ShowGaps,
    private readonly catalogue: IndicatorCatalogue,
  ) {}

  /** Each point is what `/gaps` answers the same reader. */
  async trends(
    asked: TrendAsked & { readonly from?: string; readonly to?: string },
    reader: Reader,
  ): Promise<TrendsAnswer | Refusal> {
    const { definition, from = '', to = '9999' } = asked;
    const periods = (await this.periods(asked)).filter((period) => period >= from && period <= to);
    const answers: GapsAnswer[] = [];
    for (const period of periods) {
      const answer = await this.gaps.gapsFor({ ...asked, period, reference: 'others' }, reader);
      if (isRefusal(answer)) return answer;
      answers.push(answer);
    }
    const series = new Map<string, TrendsAnswer['series'][number]>();
    answers.forEach((answer, index) => {
      for (const { group, ...measured } of answer.groups) {
        const key = JSON.stringify(group);
        const known = series.get(key) ?? { group, points: [] };
        known.points.push({ period: periods[index]!, ...measured });
        series.set(key, known);
      }
    });
    return {
      ...{ district: asked.district, indicator: definition.id, indicatorVersion: definition.version },
      by: answers[0]?.by ?? [...asked.by],
      ...{ periods, breaks: breaksOf(asked, periods, answers), series: [...series.values()] },
      unsuppressed: answers.every(({ unsuppressed }) => unsuppressed),
      reason: periods.length === 0 ? 'no-data' : null,
      recomputing: answers.some(({ recomputing }) => recomputing),
    };
  }

  /** Did the served schools change more than those they are compared with (M19). */
  async differenceInDifferences(
    asked: TrendAsked,
    [before, after]: readonly [string, string],
    [treated, comparison]: readonly [readonly string[], readonly string[]],
  ): Promise<DifferenceInDifferencesAnswer | Refusal> {
    const { district, definition } = asked;
    const both = treated.find((schoolId) => comparison.includes(schoolId));
    if (both !== undefined) {
      return {
        ...{ refused: 'comparison/not-apart', field: 'comparison', was: both },
        detail: 'A school that was served is no comparison.',
      };
    }
    const four: { sums: Known; reason: string | null; recomputing: boolean }[] = [];
    for (const [period, schools] of [
      [before, treated],
      [after, treated],
      [before, comparison],
      [after, comparison],
    ] as const) {
      const found = await this.sums({ ...asked, schools }, period);
      if (isRefusal(found)) return found;
      four.push(found);
    }
    const counts = four.map(({ sums: { n, events } }) => ({ n, events }));
    const reason = definition.kind === 'mean' ? 'not-a-rate' : (four.find((each) => each.reason)?.reason ?? null);
    const base = {
      ...{ district, indicator: definition.id, reason, recomputing: four.some(({ recomputing }) => recomputing) },
      assumptions: ['parallel-trends', 'independent-samples', 'no-clustering-by-school'],
    };
    if (reason !== null) {
      return { ...base, treatedChange: null, comparisonChange: null, effect: NO_ESTIMATE(reason), pValue: null };
    }
    const found = diffInDiff({
      treated: { before: counts[0]!, after: counts[1]! },
      comparison: { before: counts[2]!, after: counts[3]! },
    });
    return {
      ...{ ...base, treatedChange: found.treatedChange, comparisonChange: found.comparisonChange },
      effect: estimate(found.did, found.lower, found.upper, 'normal', found.flag),
      pValue: found.pValue,
    };
  }

  /** Did level or slope break at the start (M21); limits from errors that hold under autocorrelation. */
  async interruptions(asked: TrendAsked, start: string, lag: number): Promise<InterruptionsAnswer | Refusal> {
    const { district, definition } = asked;
    const points: { period: string; value: number }[] = [];
    let recomputing = false;
    for (const period of await this.periods(asked)) {
      const found = await this.sums(asked, period);
      if (isRefusal(found)) return found;
      recomputing ||= found.recomputing;
      const value = found.reason === null ? valueOf(found.sums, definition) : null;
      if (value !== null) points.push({ period, value });
    }
    const first = points.findIndex(({ period }) => period >= start);
    const base = { district, indicator: definition.id, points, recomputing };
    const nothing = (reason: string) => {
      const none = NO_ESTIMATE(reason);
      const estimates = { levelChange: none, slopeChange: none, baselineSlope: none };
      return { ...base, ...estimates, effectAtLast: null, durbinWatson: null, reason };
    };
    if (points.length === 0) return nothing('no-data');
    if (first < 0) return nothing('too-few-points');
    const fit = interruptedTimeSeries({
      ...{ values: points.map(({ value }) => value), firstPost: first + 1, neweyWestLag: lag },
    });
    if (fit.flag === 'too_few_points') return nothing('too-few-points');
    const at = (value: number, index: number) => {
      const reach = criticalT(fit.dfResid) * fit.seNeweyWest[index]!;
      return estimate(value, value - reach, value + reach, 'newey-west-t', fit.flag);
    };
    return {
      ...{ ...base, reason: fit.flag === null ? null : 'short-series' },
      ...{ levelChange: at(fit.levelChange, 2), slopeChange: at(fit.slopeChange, 3) },
      ...{ baselineSlope: at(fit.baselineSlope, 1), effectAtLast: fit.effectAtLast, durbinWatson: fit.durbinWatson },
    };
  }

  /** Attendance by month of a school year, beside the mean of the months. */
  async seasonality(
    asked: Omit<TrendAsked, 'definition'>,
    year: string | undefined,
  ): Promise<SeasonalityAnswer | Refusal> {
    const all = await this.catalogue.periods(asked.district, ATTENDANCE_BY_MONTH);
    const schoolYear = year ?? all.at(-1)?.slice(0, 7) ?? null;
    const groups = new Map<string, SeasonalityAnswer['groups'][number]>();
    let by = [...asked.by];
    let recomputing = false;
    const months = all.filter((period) => period.slice(0, 7) === schoolYear).sort(bySchoolMonth);
    for (const period of months) {
      const found = await this.gaps.groups({ ...asked, definition: ATTENDANCE_BY_MONTH, period, reference: 'others' });
      if (isRefusal(found)) return found;
      [by, recomputing] = [[...found.by], recomputing || found.recomputing];
      for (const { group, sums } of found.groups) {
        const attended = sums && valueOf(sums, ATTENDANCE_BY_MONTH);
        if (sums === null || attended === null) continue;
        const known = groups.get(JSON.stringify(group)) ?? { group: { ...group }, months: [] };
        known.months.push({ month: period.slice(-2), n: sums.n, attended, fromUsual: 0 });
        groups.set(JSON.stringify(group), known);
      }
    }
    return {
      ...{ district: asked.district, indicator: ATTENDANCE_BY_MONTH.id, schoolYear, by, recomputing },
      groups: [...groups.values()].map(({ group, months: ofGroup }) => {
        const usual = ofGroup.reduce((sum, { attended }) => sum + attended, 0) / ofGroup.length;
        return { group, months: ofGroup.map((month) => ({ ...month, fromUsual: month.attended - usual })) };
      }),
      reason: months.length === 0 ? 'no-data' : null,
    };
  }

  private async periods({ district, definition }: TrendAsked): Promise<string[]> {
    return (await this.catalogue.periods(district, definition)).slice(-MOST_PERIODS);
  }

  private async sums(asked: TrendAsked, period: string) {
    const found = await this.gaps.groups({ ...asked, by: [], period, reference: 'others' });
    if (isRefusal(found)) return found;
    const isHidden = found.groups.some(({ sums }) => sums === null);
    const sums = sumsOf(found.groups.flatMap((group) => (group.sums === null ? [] : [{ sums: group.sums }])));
    return { sums, reason: found.reason ?? (isHidden ? 'suppressed-by-source' : null), recomputing: found.recomputing };
  }
}

/** What the district declared, and periods from which on other schools are covered. */
function breaksOf(
  { definition }: TrendAsked,
  periods: readonly string[],
  answers: readonly GapsAnswer[],
): TrendsAnswer['breaks'] {
  const declared = (definition.breaks ?? [])
    .filter(({ period }) => periods.some((known) => known >= period) && periods.some((known) => known < period))
    .map(({ period, says }) => ({ period, kind: 'definition' as const, says }));
  const covered = answers.flatMap(({ coverage }, index) => {
    const before = answers[index - 1]?.coverage;
    if (!coverage || !before || coverage.schools.join() === before.schools.join()) return [];
    return [
      { period: periods[index]!, kind: 'coverage' as const, says: 'other schools have declared their files complete' },
    ];
  });
  return [...declared, ...covered].sort((a, b) => (a.period < b.period ? -1 : 1));
}

/** July is the first month of a school year. */
function bySchoolMonth(left: string, right: string): number {
  const place = (period: string) => (Number(period.slice(-2)) + 5) % 12;
  return place(left) - place(right);
}

function estimate(
  value: number | null,
  low: number | null,
  high: number | null,
  method: string,
  flag: string | null,
): Estimate {
  return {
    value,
    interval: low === null || high === null ? null : { low, high, level: DEFAULT_CONFIDENCE, method },
    reason: flag === null ? null : flag.replace(/_/g, '-'),
  };
}
