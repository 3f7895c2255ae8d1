import { Link } from 'wouter';
import type { Cycle } from '../api/shapes.js';
import { useWords } from '../language/language.js';
import { useReports } from '../reflection/use-cycle-parts.js';
import { dueOf, today } from './due.js';

const AHEAD_DAYS = 60;

/** What somebody has to do soon, the most urgent first. */
export function DueList({ cycles }: { readonly cycles: readonly Cycle[] }) {
  const t = useWords();
  const { data: voices } = useReports();
  const due = dueOf(cycles, voices?.items ?? [], today(new Date()), AHEAD_DAYS);
  return (
    <section className="card" aria-labelledby="due-title">
      <h2 id="due-title">{t('home.due')}</h2>
      {due.length === 0 ? (
        <p className="quiet">{t('home.due.none', { days: AHEAD_DAYS })}</p>
      ) : (
        <ul className="plain stack">
          {due.map(({ kind, cycleId, title, on, inDays }) => (
            <li key={`${kind} ${cycleId} ${on}`} className={inDays < 0 ? 'overdue' : undefined}>
              <Link href={`/cycles/${encodeURIComponent(cycleId)}`}>{t(`home.due.${kind}`, { title })}</Link>
              <br />
              {inDays < 0
                ? t('home.due.overdue', { days: -inDays, date: new Date(`${on}T12:00:00`) })
                : t('home.due.in', { days: inDays, date: new Date(`${on}T12:00:00`) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
