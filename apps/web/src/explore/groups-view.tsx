import { DownloadCsv } from '../charts/download-csv.js';
import { IntervalTable } from '../charts/interval-table.js';
import { scaleOver } from '../charts/scale.js';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { useNumbers } from '../language/numbers.js';
import { usePlace } from '../session/place.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { ComparisonTable } from './comparison-table.js';
import { groupRows, numbersIn } from './group-rows.js';
import { NoNumbers, Notes } from './notes.js';
import { useSentences } from './say.js';
import { useGaps } from './use-gaps.js';
import { type View, csvAddress } from './view.js';

/** The groups beside each other: values with intervals, in words, and as a table. */
export function GroupsView({ view }: { readonly view: View }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const groupName = useGroupName();
  const measures = useMeasures();
  const sentences = useSentences();
  const { district } = usePlace();
  const { data: gaps, failureReason, refetch } = useGaps(view);
  if (gaps === undefined) {
    return failureReason ? <ProblemNote error={failureReason} onAgain={() => void refetch()} /> : <Loading />;
  }
  const rows = groupRows(gaps, { t, names, numbers, groupName });
  const measure = measures(gaps.indicator, gaps.kind)!;
  const said = sentences(gaps);
  const indicator = names('indicator', gaps.indicator, gaps.indicatorName);
  return (
    <div className="stack">
      {failureReason && <ProblemNote error={failureReason} onAgain={() => void refetch()} />}
      {gaps.reason !== null ? (
        <NoNumbers gaps={gaps} />
      ) : (
        <>
          <Notes gaps={gaps} />
          <section className="card stack">
            <IntervalTable
              title={t('chart.title.groups', { indicator, period: gaps.period ?? '–' })}
              rows={rows}
              scale={scaleOver(numbersIn(rows))}
              measure={measure}
            />
            <p className="quiet">{t('chart.how')}</p>
            <p className="chart-actions">
              <DownloadCsv
                address={csvAddress(view, district)}
                name={`${gaps.indicator}-${gaps.period}-${view.by.join('-')}`}
              />
            </p>
          </section>
          {said.length > 0 && (
            <section className="card" aria-labelledby="words-title">
              <h2 id="words-title">{t('explore.words')}</h2>
              <ul className="plain stack sentences">
                {said.map(({ key, text, isShown }) => (
                  <li key={key} className={isShown ? 'is-shown' : undefined}>
                    {text}
                  </li>
                ))}
              </ul>
              <p className="quiet">{t('explore.adjusted', { count: gaps.comparisons.length })}</p>
            </section>
          )}
          <ComparisonTable gaps={gaps} />
        </>
      )}
    </div>
  );
}
