import { Link } from 'wouter';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { OnTrack } from '../reflection/on-track.js';
import { WayToTarget } from './way-to-target.js';
import type { CycleSeen } from './use-cycles.js';

/** One cycle in short: what it is about, where it is, and whether it is on its way. */
export function CycleCard({ cycle, reflection }: CycleSeen) {
  const t = useWords();
  const names = useNames();
  const measure = useMeasures()(reflection?.indicator);
  const gap = reflection?.gap;
  return (
    <article className="card cycle" aria-labelledby={`cycle-${cycle.id}`}>
      <header>
        <p className="kicker">
          {names('area', cycle.area)} · {names('stage', cycle.state)}
        </p>
        <h3 id={`cycle-${cycle.id}`}>
          <Link href={`/cycles/${encodeURIComponent(cycle.id)}`}>{cycle.title}</Link>
        </h3>
      </header>
      {reflection?.indicator && gap ? (
        <>
          <OnTrack onTrack={reflection.onTrack} />
          <dl className="figures">
            <div>
              <dt>{t('home.cycle.at-start')}</dt>
              <dd>{measure?.gap(gap.baseline) ?? '…'}</dd>
            </div>
            <div>
              <dt>{t('home.cycle.now')}</dt>
              <dd>{measure?.gap(gap.current) ?? '…'}</dd>
            </div>
            <div>
              <dt>{t('home.cycle.fidelity')}</dt>
              <dd>{names('fidelity', reflection.fidelityLevel)}</dd>
            </div>
          </dl>
          <WayToTarget progress={reflection.progress} expected={reflection.expectedProgress} />
          <p className="quiet">
            {names('status', gap.status)}
            {gap.provisional && ` (${t('status.provisional')})`}
          </p>
        </>
      ) : (
        <p className="quiet">{t(reflection?.suppressed ? 'reflection.gap.hidden' : 'home.cycle.no-statement')}</p>
      )}
    </article>
  );
}
