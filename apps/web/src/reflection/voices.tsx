import type { Reflection } from '../api/shapes.js';
import { useNames, useWords } from '../language/language.js';
import { ProblemNote } from '../shell/problem-note.js';
import { useReports } from './use-cycle-parts.js';

/** What the people who do the work report: counts above the threshold, and the words to those they were sent to. */
export function Voices({ cycleId, feedback }: { readonly cycleId: string; readonly feedback: Reflection['feedback'] }) {
  const t = useWords();
  const names = useNames();
  const { data, failureReason } = useReports(cycleId);
  const counts = (data?.summary.counts ?? []).flatMap(({ kind, count }) =>
    count === null || count === 0 ? [] : [{ kind, count }],
  );
  return (
    <section className="card stack" aria-labelledby="voices-title">
      <h2 id="voices-title">{t('reflection.voices')}</h2>
      <p>{t('reflection.voices.count', { count: feedback.reports, open: feedback.open })}</p>
      {failureReason && !data && <ProblemNote error={failureReason} />}
      {counts.length > 0 && (
        <ul>
          {counts.map(({ kind, count }) => (
            <li key={kind}>
              {names('report', kind)}: {count}
            </li>
          ))}
        </ul>
      )}
      {data && data.summary.total === null && (
        <p className="quiet">{t('reflection.voices.few', { threshold: data.summary.threshold })}</p>
      )}
      {data && data.items.length > 0 ? (
        <ul className="plain stack">
          {data.items.map(({ id, kind, text, fromRole, sentIn, answer, answerDueOn }) => (
            <li key={id} className="voice">
              <p className="kicker">
                {names('report', kind)} · {t('reflection.voices.by', { role: names('role', fromRole), when: sentIn })}
              </p>
              <blockquote>{text}</blockquote>
              {answer ? (
                <p className="quiet">{t('reflection.voices.answered', { text: answer.text })}</p>
              ) : (
                answerDueOn && (
                  <p className="quiet">
                    {t('reflection.voices.answer-by', { date: new Date(`${answerDueOn}T12:00:00`) })}
                  </p>
                )
              )}
            </li>
          ))}
        </ul>
      ) : (
        feedback.reports > 0 && <p className="quiet">{t('reflection.voices.texts')}</p>
      )}
    </section>
  );
}
