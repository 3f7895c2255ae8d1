import { useIntl } from 'react-intl';
import type { Cycle, Gaps, Reflection } from '../api/shapes.js';
import { DownloadCsv } from '../charts/download-csv.js';
import { scaleOver } from '../charts/scale.js';
import { TimeChart, type TimePoint } from '../charts/time-chart.js';
import { endOfPeriod } from '../explore/periods.js';
import { valueOf } from '../explore/group-value.js';
import { useManyGaps, usePeriods } from '../explore/use-gaps.js';
import { FIRST_VIEW } from '../explore/view.js';
import { useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { usePlace } from '../session/place.js';
import { marksOf } from './marks.js';
import { useLog, useStatement } from './use-cycle-parts.js';

const PERIODS_BEFORE = 3;

/** The group's way from the start towards the target, beside the others, cut where the work was changed. */
export function Trajectory({
  reflection,
  cycle,
}: {
  readonly reflection: Reflection;
  readonly cycle: Cycle | undefined;
}) {
  const t = useWords();
  const intl = useIntl();
  const measure = useMeasures()(reflection.indicator);
  const { district } = usePlace();
  const { data: statement } = useStatement(reflection.cycleId);
  const { data: log } = useLog(reflection.cycleId);
  const periods = usePeriods(reflection.indicator ?? FIRST_VIEW.indicator).data?.items ?? [];
  const { baseline, current, target } = reflection;
  const from = baseline ? periods.indexOf(baseline.period) : -1;
  const asked = statement ? periods.slice(Math.max(0, from - PERIODS_BEFORE)) : [];
  const answers = useManyGaps(
    asked.map((period) => ({
      ...FIRST_VIEW,
      ...{ indicator: statement!.indicator, by: Object.keys(statement!.group), schools: statement!.schoolIds, period },
      reference: 'others',
    })),
  );
  const known = answers.flatMap(({ data }) => (data && data.reason === null ? [data] : []));
  const { own, others } = pointsOf(known, statement?.group ?? {}, { baseline, current });
  if (!target || !cycle || !measure || own.length === 0) return null;
  const marks = marksOf(cycle, log ?? [], t);
  const goal = Date.parse(`${target.deadline}T12:00:00Z`);
  const start = Date.parse(`${cycle.startedOn}T12:00:00Z`);
  const scale = scaleOver(
    [...[...own, ...others].flatMap(({ value, low, high }) => [value, low, high]), target.value],
    5,
  );
  const labels = [
    ...own.map(({ at, label }) => ({ at, label })),
    { at: goal, label: intl.formatDate(goal, { year: 'numeric', month: 'short' }) },
  ];
  return (
    <section className="card stack" aria-labelledby="way-title">
      <h2 id="way-title">
        {measure.unit === undefined ? t('reflection.way') : `${t('reflection.way')} (${measure.unit})`}
      </h2>
      <TimeChart
        says={t('reflection.way.says', {
          points: own.map(({ label, value }) => `${label}: ${measure.value(value)}`).join('; '),
          target: measure.value(target.value),
          date: new Date(`${target.deadline}T12:00:00`),
        })}
        points={own}
        reference={others}
        {...(baseline?.value !== null &&
          baseline && { path: { from: [start, baseline.value] as const, to: [goal, target.value] as const } })}
        marks={marks}
        yTicks={scale.ticks}
        write={measure.tick}
        height={320}
        xLabels={labels}
      />
      <Legend />
      <p className="quiet">{t('chart.how')}</p>
      {marks.length > 0 && (
        <details>
          <summary>{t('reflection.marks')}</summary>
          <ul>
            {marks.map(({ at, label }) => (
              <li key={`${at} ${label}`}>
                {intl.formatDate(at, { dateStyle: 'medium' })}: {label}
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>{t('chart.table')}</summary>
        <div className="scroll" role="group" tabIndex={0} aria-label={t('chart.table')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('chart.period')}</th>
                <th scope="col" className="number">
                  {t('reflection.legend.group')}
                </th>
                <th scope="col" className="number">
                  {t('chart.range')}
                </th>
                <th scope="col" className="number">
                  {t('reflection.legend.others')}
                </th>
              </tr>
            </thead>
            <tbody>
              {own.map(({ at, label, value, low, high }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className="number">{measure.value(value)}</td>
                  <td className="number">
                    {low === null || high === null
                      ? '–'
                      : t('chart.range.of', { low: measure.value(low), high: measure.value(high) })}
                  </td>
                  <td className="number">{measure.value(others.find((one) => one.at === at)?.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <p className="chart-actions">
        <DownloadCsv
          name={`${reflection.cycleId}-way`}
          rows={[
            ['period', 'value', 'low', 'high', 'others', 'provisional'],
            ...own.map(({ at, label, value, low, high, provisional }) => [
              ...[label, value, low, high],
              ...[others.find((one) => one.at === at)?.value ?? null, String(provisional)],
            ]),
          ]}
        />
        <DownloadCsv
          label={t('reflection.updates.csv')}
          address={`/api/reporting/v1/cycles/${encodeURIComponent(reflection.cycleId)}/reflection/history?district=${encodeURIComponent(district)}&limit=200`}
          name={`${reflection.cycleId}-reflection`}
        />
      </p>
    </section>
  );
}

/** Finished periods from the answers; the start and the running one from the reflection, which moves. */
function pointsOf(
  answers: readonly Gaps[],
  group: Readonly<Record<string, string>>,
  { baseline, current }: Pick<Reflection, 'baseline' | 'current'>,
): { readonly own: readonly TimePoint[]; readonly others: readonly TimePoint[] } {
  const own = new Map<string, TimePoint>();
  const others = new Map<string, TimePoint>();
  const put = (
    series: Map<string, TimePoint>,
    period: string,
    value: number | null | undefined,
    point: Partial<TimePoint> = {},
  ): void => {
    if (value === null || value === undefined) return;
    series.set(period, {
      ...{ at: endOfPeriod(period), label: period, value, low: null, high: null, provisional: false },
      ...point,
    });
  };
  for (const { period, groups, comparisons } of answers) {
    const found = groups.find((one) => isSame(one.group, group));
    const compared = comparisons.find((one) => isSame(one.group, group));
    const value = found && !found.suppressed ? valueOf(found) : null;
    if (period === null || value === null) continue;
    put(own, period, value, { low: found?.interval?.low ?? null, high: found?.interval?.high ?? null });
    const difference = compared?.difference.value ?? null;
    if (difference !== null) put(others, period, value - difference);
  }
  for (const shown of [baseline, current]) {
    if (!shown) continue;
    const { provisional, interval } = shown;
    put(own, shown.period, shown.value, { provisional, low: interval?.low ?? null, high: interval?.high ?? null });
    put(others, shown.period, shown.referenceValue, { provisional });
  }
  const ordered = (series: Map<string, TimePoint>): readonly TimePoint[] =>
    [...series.values()].sort((a, b) => a.at - b.at);
  return { own: ordered(own), others: ordered(others) };
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(b);
  return names.length > 0 && names.every((name) => a[name] === b[name]);
}

function Legend() {
  const t = useWords();
  return (
    <ul className="legend time-chart">
      <li className="own">
        <svg aria-hidden="true">
          <path className="line" d="M0 7h26" />
          <circle className="dot" cx="13" cy="7" r="5" />
        </svg>
        {t('reflection.legend.group')}
      </li>
      <li className="reference">
        <svg aria-hidden="true">
          <path className="line" d="M0 7h26" />
          <rect className="dot" x="9" y="3" width="8" height="8" />
        </svg>
        {t('reflection.legend.others')}
      </li>
      <li>
        <svg aria-hidden="true">
          <path className="path" d="M0 7h18" />
          <path className="goal" d="M21 2l5 5-5 5-5-5z" />
        </svg>
        {t('reflection.legend.path')}
      </li>
      <li className="own">
        <svg aria-hidden="true">
          <circle className="dot ring" cx="13" cy="7" r="5" />
        </svg>
        {t('reflection.legend.running')}
      </li>
      <li>
        <svg aria-hidden="true">
          <path className="mark" d="M13 0v14" />
        </svg>
        {t('reflection.legend.mark')}
      </li>
    </ul>
  );
}
