import type { CycleSummary, Fidelity, ProblemStatement, Reflection, TrackedMeasure } from '@evenground/contracts';
import { type AttributionFacts, attribute } from './attribute.js';
import { comparisonTrend } from './comparison-trend.js';
import { type CycleInputs, adoptedStatement } from './cycle-inputs.js';
import { cycleFidelity, interventionViews, startedInterventions } from './fidelity-of-cycle.js';
import { type Gap, gapChange } from './gap-change.js';
import { type MeasuredValue, measuredValue, newestMeasure, valueOf } from './measured-value.js';
import { elapsedActiveDays } from './planned-units.js';
import { progressOf } from './progress.js';
import { recommend } from './recommend.js';
import { type Verdict, aimOf, leadingImproves, sinceBaseline, verdictOf } from './verdict.js';

/**
 * The reflection of a cycle, from everything known of it, on a day; null until the cycle itself is known.
 *
 * `current` and `gap` show the newest number there is, `provisional` while its period lasts. Recommendation and
 * attribution rest on completed periods alone, so that they may lag behind a provisional gap. The recommendation is
 * null before a statement is adopted and an intervention has started: there is nothing to recommend about yet.
 *
 * `asOf` holds the date only; which event caused it and its sequence are known by who keeps the reflection.
 */
export function reflect(inputs: CycleInputs, asOfDate: string): Reflection | null {
  const cycle = inputs.cycle?.content;
  if (cycle === undefined) return null;
  const statement = adoptedStatement(inputs);
  const measured = inputs.measured?.content;
  const isMeasured = statement !== undefined && measured?.statementId === statement.id;
  const measures = isMeasured ? measured.measures : [];
  const fidelity = cycleFidelity(inputs, cycle, asOfDate);
  return {
    ...{ cycleId: cycle.id, district: cycle.district, title: cycle.title, stage: cycle.state },
    ...{ sentence: statement?.sentence ?? null, indicator: statement?.indicator ?? null },
    ...(statement === undefined ? UNSTATED : outcomeOf(cycle, statement, measures, asOfDate)),
    fidelity,
    interventions: interventionViews(inputs, cycle, asOfDate),
    leading: newestOf(measures, 'leading'),
    lagging: newestOf(measures, 'lagging'),
    feedback: feedbackOf(inputs),
    ...conclude(cycle, statement, measures, fidelity, asOfDate),
    baselineCorrected: statement && isMeasured ? correctionOf(statement, measured.baselineNow) : null,
    recomputing: isMeasured && measured.recomputing,
    asOf: { eventId: null, occurredAt: null, sequence: 0, date: asOfDate },
  };
}

type Outcome = Pick<
  Reflection,
  'baseline' | 'current' | 'target' | 'gap' | 'progress' | 'expectedProgress' | 'onTrack'
>;

const UNSTATED: Outcome = {
  ...{ baseline: null, current: null, target: null, gap: null },
  ...{ progress: null, expectedProgress: null, onTrack: null },
};

function outcomeOf(
  cycle: CycleSummary,
  statement: ProblemStatement,
  measures: readonly TrackedMeasure[],
  asOfDate: string,
): Outcome {
  const aim = aimOf(statement);
  const baseline = measuredValue({ ...statement.frozen, period: statement.baselinePeriod, completed: true }, aim.unit);
  const newest = newestMeasure(sinceBaseline(statement, measures));
  const current = newest === undefined ? null : measuredValue(newest, aim.unit);
  return {
    ...{ baseline, current },
    target: { value: statement.target, deadline: statement.deadline },
    gap:
      newest?.completed === false
        ? { ...gapOf(statement, newest), ...NO_VERDICT }
        : { ...gapOf(statement, newest), provisional: false },
    ...progressOf(cycle, statement, { baseline: baseline.value, current: current?.value ?? null }, asOfDate),
  };
}

/** A live number moves the gap; a verdict waits for the end of the period. Source: `workflow.md` §11. */
const NO_VERDICT = {
  status: 'unclear',
  narrowed: false,
  levellingDown: false,
  ownGain: false,
  provisional: true,
} as const;

const NOBODY = { n: 0, events: 0, sum: '0', sumOfSquares: '0' };

function gapOf(statement: ProblemStatement, newest: TrackedMeasure | undefined): Omit<Gap, 'provisional'> {
  return gapChange(aimOf(statement), statement.frozen, newest ?? { group: NOBODY, reference: NOBODY });
}

function conclude(
  cycle: CycleSummary,
  statement: ProblemStatement | undefined,
  measures: readonly TrackedMeasure[],
  fidelity: Fidelity,
  asOfDate: string,
): Pick<Reflection, 'attribution' | 'recommendation'> {
  const started = startedInterventions(cycle);
  const verdict = statement && verdictOf(cycle, statement, measures, asOfDate);
  const facts = attributionFacts(cycle, statement, verdict, measures, fidelity, asOfDate);
  const attribution = attribute(facts);
  if (statement === undefined || verdict === undefined || started.length === 0)
    return { attribution, recommendation: null };
  const { unit } = aimOf(statement);
  const newest = verdict.completed.at(-1);
  const values = {
    baseline: valueOf(statement.frozen.group, unit),
    current: newest === undefined ? null : valueOf(newest.group, unit),
  };
  const recommendation = recommend({
    ...verdict,
    fidelity,
    onTrack: progressOf(cycle, statement, values, asOfDate).onTrack,
    completedPeriods: verdict.completed.length,
    leadingImproves: leadingImproves(measures),
    hasComparison: facts.trend !== 'none',
    attribution: attribution.kind,
    evidence: facts.evidence,
  });
  return { attribution, recommendation };
}

function attributionFacts(
  cycle: CycleSummary,
  statement: ProblemStatement | undefined,
  verdict: Verdict | undefined,
  measures: readonly TrackedMeasure[],
  fidelity: Fidelity,
  asOfDate: string,
): AttributionFacts {
  const started = startedInterventions(cycle);
  const own = measures.filter(({ role, indicator }) => role === 'statement' && indicator === statement?.indicator);
  const atBaseline = own.find(({ period }) => period === statement?.baselinePeriod);
  const trend = statement && comparisonTrend(started, aimOf(statement), atBaseline, verdict?.completed.at(-1));
  return {
    fidelity: fidelity.level,
    ...{ status: verdict?.status ?? 'unclear', levellingDown: verdict?.levellingDown ?? false },
    ...{ isTooWide: verdict?.isTooWide ?? false, isTooSmall: verdict?.isTooSmall ?? true },
    excludesPlanned: verdict?.excludesPlanned ?? false,
    completedPeriods: verdict?.completed.length ?? 0,
    hadTime: started.length > 0 && started.every((each) => hadTime(cycle, each, asOfDate)),
    ...(trend ?? { comparison: 'none', trend: 'none', gainedMore: false }),
    evidence: cycle.evidence ?? {},
  };
}

function hadTime(cycle: CycleSummary, intervention: CycleSummary['interventions'][number], asOfDate: string): boolean {
  return elapsedActiveDays(cycle, intervention, asOfDate) >= 7 * intervention.weeksToEffect;
}

function newestOf(
  measures: readonly TrackedMeasure[],
  role: 'leading' | 'lagging',
): ({ indicator: string } & MeasuredValue)[] {
  const own = measures.filter((measure) => measure.role === role);
  return [...new Set(own.map(({ indicator }) => indicator))].sort().flatMap((indicator) => {
    const newest = newestMeasure(own.filter((measure) => measure.indicator === indicator));
    return newest === undefined ? [] : { indicator, ...measuredValue(newest, newest) };
  });
}

/** Reports of staff by kind; an answer that came before its report is not one yet. */
function feedbackOf({ reports }: CycleInputs): Reflection['feedback'] {
  const byKind: Record<string, number> = {};
  let open = 0;
  const sent = Object.values(reports).filter((report) => report.sent !== undefined);
  for (const { sent: report, answered } of sent) {
    if (report === undefined) continue;
    byKind[report.content.kind] = (byKind[report.content.kind] ?? 0) + 1;
    if (answered === undefined) open += 1;
  }
  const kinds = Object.keys(byKind).sort();
  return { reports: sent.length, open, byKind: Object.fromEntries(kinds.map((kind) => [kind, byKind[kind] ?? 0])) };
}

/** What the frozen baseline was and what the same period says today, where a correction of data changed it. */
function correctionOf(
  statement: ProblemStatement,
  now: ProblemStatement['frozen'] | undefined,
): Reflection['baselineCorrected'] {
  if (now === undefined) return null;
  const { unit } = aimOf(statement);
  const was = valueOf(statement.frozen.group, unit);
  const is = valueOf(now.group, unit);
  const reference = [valueOf(statement.frozen.reference, unit), valueOf(now.reference, unit)];
  return was === is && reference[0] === reference[1] ? null : { was, is };
}
