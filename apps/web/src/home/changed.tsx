import { Link } from 'wouter';
import { useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { usePlace } from '../session/place.js';
import { lastVisit } from './last-visit.js';
import type { CycleSeen } from './use-cycles.js';

/** What is different from when this browser last showed it. */
export function Changed({ cycles }: { readonly cycles: readonly CycleSeen[] }) {
  const t = useWords();
  const measures = useMeasures();
  const { district } = usePlace();
  const last = lastVisit(district);
  const changed = cycles.flatMap(({ cycle, reflection }) => {
    const seen = last?.cycles[cycle.id];
    const sequence = reflection?.asOf.sequence ?? 0;
    return reflection && sequence > (seen?.sequence ?? 0) ? [{ cycle, reflection, seen, sequence }] : [];
  });
  return (
    <section className="card" aria-labelledby="changed-title">
      <h2 id="changed-title">{t('home.changed')}</h2>
      {last === undefined ? (
        <p className="quiet">{t('home.changed.first')}</p>
      ) : changed.length === 0 ? (
        <p className="quiet">{t('home.changed.none', { time: new Date(last.at) })}</p>
      ) : (
        <>
          <p className="quiet">{t('home.changed.since', { time: new Date(last.at) })}</p>
          <ul className="plain stack">
            {changed.map(({ cycle, reflection, seen, sequence }) => {
              const measure = measures(reflection.indicator);
              const [before, now] = [seen?.gap ?? null, reflection.gap?.current ?? null].map((gap) =>
                measure?.gap(gap),
              );
              return (
                <li key={cycle.id}>
                  <Link href={`/cycles/${encodeURIComponent(cycle.id)}`}>{cycle.title}</Link>:{' '}
                  {t('home.changed.times', { count: sequence - (seen?.sequence ?? 0) })}.{' '}
                  {measure &&
                    reflection.gap !== null &&
                    (seen && before !== now
                      ? t('home.changed.gap', { before, now })
                      : t('home.changed.gap-same', { now }))}{' '}
                  {seen && seen.onTrack !== reflection.onTrack && reflection.onTrack !== null && (
                    <strong>{t(reflection.onTrack ? 'home.changed.track.on' : 'home.changed.track.off')}</strong>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
