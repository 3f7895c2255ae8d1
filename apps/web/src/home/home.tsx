import { useEffect } from 'react';
import { Link } from 'wouter';
import { useWords } from '../language/language.js';
import { usePlace } from '../session/place.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { Changed } from './changed.js';
import { CycleCard } from './cycle-card.js';
import { DueList } from './due-list.js';
import { noteVisit } from './last-visit.js';
import { isOpen } from './open-cycle.js';
import { useCycles } from './use-cycles.js';
import './home.css';

/** Where the district stands: its cycles, what has changed, what is due. */
export function Home() {
  const t = useWords();
  const { district } = usePlace();
  const heading = usePageTitle(t('home.title'));
  const { data: cycles, failureReason, refetch } = useCycles();
  useEffect(() => {
    if (cycles === undefined) return;
    const seen = cycles.flatMap(({ reflection }) =>
      reflection === undefined
        ? []
        : [
            [
              reflection.cycleId,
              {
                sequence: reflection.asOf.sequence,
                ...{ gap: reflection.gap?.current ?? null, onTrack: reflection.onTrack },
              },
            ],
          ],
    );
    noteVisit(district, Object.fromEntries(seen), Date.now());
  }, [cycles, district]);
  return (
    <div className="home">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('home.title')}
        </h1>
        {cycles && (
          <p className="lead">
            {t('home.lead', { count: cycles.filter(({ cycle }) => isOpen(cycle)).length, district })}
          </p>
        )}
      </header>
      {cycles === undefined && !failureReason && <Loading />}
      {cycles === undefined && failureReason && <ProblemNote error={failureReason} onAgain={() => void refetch()} />}
      {cycles && (
        <>
          <div className="beside">
            <Changed cycles={cycles} />
            <DueList cycles={cycles.map(({ cycle }) => cycle)} />
          </div>
          <section aria-labelledby="cycles-title">
            <h2 id="cycles-title">{t('home.cycles')}</h2>
            {cycles.length === 0 ? (
              <p>
                {t('home.none')} <Link href="/explore">{t('home.none.go')}</Link>
              </p>
            ) : (
              <ul className="plain cards">
                {cycles.map((seen) => (
                  <li key={seen.cycle.id}>
                    <CycleCard {...seen} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        </>
      )}
    </div>
  );
}
