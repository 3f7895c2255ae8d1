import type { Reflection } from '../api/shapes.js';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';

type Shown = NonNullable<Reflection['current']>;

/** At the start, now and the target; and the gap to the others. */
export function Figures({ reflection: { baseline, current, target, gap } }: { readonly reflection: Reflection }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  return (
    <div className="figure-row">
      {baseline && (
        <section className="card figure">
          <h2>{t('reflection.baseline', { period: baseline.period })}</h2>
          <Value shown={baseline} />
        </section>
      )}
      {current && (
        <section className="card figure now">
          <h2>{t('reflection.now', { period: current.period })}</h2>
          <Value shown={current} />
          {current.provisional && <p className="quiet">{t('status.provisional')}</p>}
        </section>
      )}
      {target && (
        <section className="card figure">
          <h2>{t('reflection.target', { date: new Date(`${target.deadline}T12:00:00`) })}</h2>
          <p className="big">{numbers.percent(target.value)}</p>
        </section>
      )}
      {gap && (
        <section className="card figure gap">
          <h2>{t('reflection.gap')}</h2>
          <p className="big">{numbers.points(gap.current)}</p>
          <p>
            <strong>{names('status', gap.status)}</strong>
          </p>
          <p className="quiet">
            {t('reflection.gap.change')}: {numbers.signedPoints(gap.change)}
            {gap.interval &&
              ` (${t('chart.range.of', { low: numbers.signedPoints(gap.interval.low), high: numbers.signedPoints(gap.interval.high) })})`}
          </p>
          {gap.levellingDown && <p className="note wait">{t('reflection.levelling')}</p>}
          <p className="quiet small-print">{t('reflection.gap.meaning')}</p>
        </section>
      )}
    </div>
  );
}

function Value({ shown }: { readonly shown: Shown }) {
  const t = useWords();
  const numbers = useNumbers();
  if (shown.value === null) {
    return (
      <p className="instead">{shown.display ? t('chart.coded', { display: shown.display }) : t('reflection.hidden')}</p>
    );
  }
  return (
    <>
      <p className="big">{numbers.percent(shown.value)}</p>
      <p className="quiet">
        {shown.interval &&
          t('chart.range.of', { low: numbers.percent(shown.interval.low), high: numbers.percent(shown.interval.high) })}
        {shown.n !== null && ` · ${t('reflection.of-students', { n: shown.n })}`}
      </p>
      <p className="quiet">
        {t('reflection.others', { value: shown.referenceDisplay ?? numbers.percent(shown.referenceValue) })}
      </p>
    </>
  );
}
