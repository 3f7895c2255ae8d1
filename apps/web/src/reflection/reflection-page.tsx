import { Link } from 'wouter';
import { useNames, useWords } from '../language/language.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { DecisionLog } from './decision-log.js';
import { FidelityPanel } from './fidelity-panel.js';
import { Figures } from './figures.js';
import { Follows } from './follows.js';
import { LiveNote } from './live-note.js';
import { OnTrack } from './on-track.js';
import { StatementSentence } from './statement-sentence.js';
import { Trajectory } from './trajectory.js';
import { useCycle } from './use-cycle-parts.js';
import { useReflection } from './use-reflection.js';
import { Voices } from './voices.js';
import './reflection.css';

/** One cycle while it is watched: the gap, whether the work is done, what people say, and what follows. */
export function ReflectionPage({ cycleId }: { readonly cycleId: string }) {
  const t = useWords();
  const names = useNames();
  const cycle = useCycle(cycleId);
  const { reflection, stream } = useReflection(cycleId);
  const title = cycle.data?.title ?? reflection.data?.title ?? cycleId;
  const heading = usePageTitle(title);
  const { data } = reflection;
  return (
    <div className="reflection">
      <header className="page-head">
        <p className="kicker">
          <Link href="/">{t('reflection.back')}</Link>
          {cycle.data && ` · ${names('area', cycle.data.area)} · ${names('stage', cycle.data.state)}`}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <StatementSentence cycleId={cycleId} fallback={data?.sentence ?? undefined} />
      </header>
      {data === undefined && !reflection.failureReason && <Loading />}
      {data === undefined && reflection.failureReason && (
        <ProblemNote error={reflection.failureReason} onAgain={() => void reflection.refetch()} />
      )}
      {data && (
        <>
          <div className="verdict-line">
            <OnTrack onTrack={data.onTrack} />
            <LiveNote reflection={data} stream={stream} />
          </div>
          {data.indicator === null ? (
            <p className="note wait">{t('reflection.no-statement')}</p>
          ) : (
            <>
              <Figures reflection={data} />
              <Trajectory reflection={data} cycle={cycle.data} />
            </>
          )}
          <div className="beside">
            <FidelityPanel reflection={data} />
            <Follows reflection={data} />
          </div>
          <div className="beside">
            <Voices cycleId={cycleId} feedback={data.feedback} />
            <DecisionLog cycleId={cycleId} />
          </div>
        </>
      )}
    </div>
  );
}
