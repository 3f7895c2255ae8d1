import { useState } from 'react';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { scaleOver } from '../charts/scale.js';
import { TimeChart, type TimePoint } from '../charts/time-chart.js';
import { DownloadCsv } from '../charts/download-csv.js';
import { usePlace } from '../session/place.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import type { Gaps, Group } from '../api/shapes.js';
import { NoNumbers, Notes } from './notes.js';
import { endOfPeriod } from './periods.js';
import { cellOf } from './group-rows.js';
import { keyOf, valueOf } from './group-value.js';
import { useManyGaps, usePeriods } from './use-gaps.js';
import { type View, csvAddress } from './view.js';
import { codedText } from '../language/coded.js';

const MOST_PERIODS = 8;

/** Each group over the periods there are, a panel each, on one scale. */
export function TrendView({ view }: { readonly view: View }) {
  const t = useWords();
  const names = useNames();
  const measures = useMeasures();
  const groupName = useGroupName();
  const { district } = usePlace();
  const [now] = useState(() => Date.now());
  const asked = usePeriods(view.indicator);
  const periods = (asked.data?.items ?? []).slice(-MOST_PERIODS);
  const views = periods.map((period) => ({ ...view, period }));
  const answers = useManyGaps(views);
  if (asked.data === undefined || answers.some(({ data, failureReason }) => !data && !failureReason)) {
    return asked.failureReason ? <ProblemNote error={asked.failureReason} /> : <Loading />;
  }
  const failed = answers.find(({ failureReason }) => failureReason !== null);
  const known = answers.flatMap(({ data }) => (data && data.reason === null ? [data] : []));
  const newest = known.at(-1);
  if (newest === undefined) {
    const some = answers.at(-1)?.data;
    return failed ? <ProblemNote error={failed.failureReason} /> : some ? <NoNumbers gaps={some} /> : <Loading />;
  }
  const measure = measures(newest.indicator, newest.kind)!;
  const write = measure.value;
  const groups = new Map(known.flatMap(({ groups: some }) => some.map(({ group }) => [keyOf(group), group] as const)));
  const series = [...groups].map(([key, group]) => ({
    ...{ key, name: groupName(group) },
    points: known.flatMap((gaps) => pointOf(gaps, key, now)),
    hidden: known.flatMap((gaps) => (groupIn(gaps, key)?.suppressed ? [gaps.period!] : [])),
    coded: known.flatMap((gaps) => {
      const display = groupIn(gaps, key)?.display;
      return display === undefined ? [] : [{ period: gaps.period!, display: codedText(display) }];
    }),
  }));
  const scale = scaleOver(series.flatMap(({ points }) => points.flatMap(({ value, low, high }) => [value, low, high])));
  const xLabels = known.map(({ period }) => ({ at: endOfPeriod(period!), label: period! }));
  const indicator = names('indicator', newest.indicator, newest.indicatorName);
  return (
    <div className="stack">
      {failed && <ProblemNote error={failed.failureReason} onAgain={() => void failed.refetch()} />}
      <Notes gaps={{ ...newest, groups: known.flatMap(({ groups: some }) => some) }} />
      <h2>{measure.unit === undefined ? indicator : `${indicator} (${measure.unit})`}</h2>
      <p className="quiet">
        {t('chart.trend.hint')} {t('chart.how')}
      </p>
      <div className="panels">
        {series.map(({ key, name, points, hidden, coded }) => (
          <section key={key} className="card stack">
            <h3>{name}</h3>
            {coded.length > 0 && (
              <p className="instead">
                {t('chart.coded.periods', {
                  periods: coded.map(({ period, display }) => `${period}: ${display}`).join('; '),
                })}
              </p>
            )}
            {hidden.length > 0 && (
              <p className="instead">
                {hidden.join(', ')}: {t('chart.suppressed')}
              </p>
            )}
            {points.length > 0 && (
              <TimeChart
                says={`${name}: ${points.map(({ label, value }) => `${label} ${write(value)}`).join(', ')}`}
                {...{
                  points,
                  xLabels,
                  write: measure.tick,
                  yTicks: scale.ticks,
                  height: 200,
                }}
              />
            )}
          </section>
        ))}
      </div>
      <details className="card">
        <summary>{t('chart.table')}</summary>
        <div className="scroll" role="group" tabIndex={0} aria-label={t('chart.table')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('chart.group')}</th>
                {known.map(({ period }) => (
                  <th key={period} scope="col" className="number">
                    {period}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {series.map(({ key, name }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  {known.map(({ period, groups }) => {
                    const group = groups.find((one) => keyOf(one.group) === key);
                    return (
                      <td key={period} className="number">
                        {group ? cellOf(group, names, write) : '–'}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="chart-actions">
          {views.map((one) => (
            <span key={one.period}>
              {one.period}: <DownloadCsv address={csvAddress(one, district)} name={`${view.indicator}-${one.period}`} />
            </span>
          ))}
        </p>
      </details>
    </div>
  );
}

function groupIn({ groups }: Gaps, key: string): Group | undefined {
  return groups.find((one) => keyOf(one.group) === key);
}

function pointOf(gaps: Gaps, key: string, now: number): readonly TimePoint[] {
  const group = groupIn(gaps, key);
  const value = group && !group.suppressed ? valueOf(group) : null;
  if (group === undefined || value === null || gaps.period === null) return [];
  const at = endOfPeriod(gaps.period);
  const { low = null, high = null } = group.interval ?? {};
  return [{ at, label: gaps.period, value, low, high, provisional: at > now }];
}
