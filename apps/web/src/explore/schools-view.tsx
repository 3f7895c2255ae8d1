import { useState } from 'react';
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
import { groupRows, numbersIn } from './group-rows.js';
import { NoNumbers, Notes } from './notes.js';
import { useManyGaps, useScope } from './use-gaps.js';
import { type View, csvAddress } from './view.js';

const AT_ONCE = 12;

/** The same groups in one school after another, on one scale, in the order of the schools' names. */
export function SchoolsView({ view }: { readonly view: View }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const measures = useMeasures();
  const groupName = useGroupName();
  const { district } = usePlace();
  const scope = useScope();
  const [count, setCount] = useState(AT_ONCE);
  const schools = (scope.data?.schools ?? [])
    .filter(({ schoolId }) => view.schools.length === 0 || view.schools.includes(schoolId))
    .sort((a, b) => (a.name ?? a.schoolId).localeCompare(b.name ?? b.schoolId));
  const shown = schools.slice(0, count);
  const views = shown.map(({ schoolId }) => ({ ...view, schools: [schoolId] }));
  const answers = useManyGaps(views);
  if (scope.data === undefined) {
    return scope.failureReason ? <ProblemNote error={scope.failureReason} /> : <Loading />;
  }
  if (schools.length === 0) return <p className="note wait">{t('chart.schools.none')}</p>;
  const failed = answers.find(({ failureReason }) => failureReason !== null);
  const known = answers.flatMap(({ data }) => (data ? [data] : []));
  const scale = scaleOver(known.flatMap((gaps) => numbersIn(groupRows(gaps, { t, names, numbers, groupName }))));
  return (
    <div className="stack">
      {failed && <ProblemNote error={failed.failureReason} onAgain={() => void failed.refetch()} />}
      {known[0] && <Notes gaps={{ ...known[0], coverage: null, groups: known.flatMap(({ groups }) => groups) }} />}
      <p className="quiet">
        {t('chart.schools.hint')} {t('chart.how')}
      </p>
      <div className="panels wide">
        {shown.map(({ schoolId, name }, at) => {
          const gaps = answers[at]?.data;
          if (gaps === undefined) return <Loading key={schoolId} text={name ?? schoolId} />;
          const place = name ?? schoolId;
          return (
            <section key={schoolId} className="card stack">
              {gaps.reason === null ? (
                <IntervalTable
                  title={place}
                  rows={groupRows(gaps, { t, names, numbers, groupName })}
                  scale={scale}
                  measure={measures(gaps.indicator, gaps.kind)!}
                />
              ) : (
                <>
                  <h2>{place}</h2>
                  <NoNumbers gaps={gaps} />
                </>
              )}
              <p className="chart-actions">
                <DownloadCsv address={csvAddress(views[at]!, district)} name={`${view.indicator}-${schoolId}`} />
              </p>
            </section>
          );
        })}
      </div>
      {schools.length > count && (
        <button type="button" className="button" onClick={() => setCount(count + AT_ONCE)}>
          {t('more')}
        </button>
      )}
    </div>
  );
}
