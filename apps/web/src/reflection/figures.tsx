import type { Reflection } from '../api/shapes.js';
import { useNames, useWords } from '../language/language.js';
import type { Measure } from '../language/measure.js';
import { useMeasures } from '../language/use-measures.js';
import { Loading } from '../shell/loading.js';
import { codedText } from '../language/coded.js';

type Shown = NonNullable<Reflection['current']>;

/** At the start, now and the target; and the gap to the others. */
export function Figures({
  reflection: { indicator, baseline, current, target, gap, suppressed },
}: {
  readonly reflection: Reflection;
}) {
  const t = useWords();
  const names = useNames();
  const measure = useMeasures()(indicator);
  if (measure === undefined) return <Loading />;
  return (
    <div className="figure-row">
      {baseline && (
        <section className="card figure">
          <h2>{t('reflection.baseline', { period: baseline.period })}</h2>
          <Value shown={baseline} measure={measure} />
        </section>
      )}
      {current && (
        <section className="card figure now">
          <h2>{t('reflection.now', { period: current.period })}</h2>
          <Value shown={current} measure={measure} />
          {current.provisional && <p className="quiet">{t('status.provisional')}</p>}
        </section>
      )}
      {target && (
        <section className="card figure">
          <h2>{t('reflection.target', { date: new Date(`${target.deadline}T12:00:00`) })}</h2>
          <p className="big">{measure.value(target.value)}</p>
          <Unit measure={measure} />
        </section>
      )}
      {!gap && suppressed && (
        <section className="card figure gap">
          <h2>{t('reflection.gap')}</h2>
          <p className="instead">{t('reflection.gap.hidden')}</p>
        </section>
      )}
      {gap && (
        <section className="card figure gap">
          <h2>{t('reflection.gap')}</h2>
          <p className="big">{measure.unit === undefined ? measure.gap(gap.current) : measure.value(gap.current)}</p>
          <Unit measure={measure} />
          <p>
            <strong>{names('status', gap.status)}</strong>
          </p>
          <p className="quiet">
            {t('reflection.gap.change')}: {measure.difference(gap.change)}
            {gap.interval &&
              ` (${t('chart.range.of', { low: measure.difference(gap.interval.low), high: measure.difference(gap.interval.high) })})`}
          </p>
          {gap.levellingDown && <p className="note wait">{t('reflection.levelling')}</p>}
          <p className="quiet small-print">{t('reflection.gap.meaning')}</p>
        </section>
      )}
    </div>
  );
}

function Unit({ measure: { unit } }: { readonly measure: Measure }) {
  return unit === undefined ? null : <p className="quiet unit">{unit}</p>;
}

function Value({ shown, measure }: { readonly shown: Shown; readonly measure: Measure }) {
  const t = useWords();
  if (shown.value === null) {
    return (
      <div className="instead">
        <p>{shown.display ? t('chart.coded', { display: codedText(shown.display) }) : t('reflection.hidden')}</p>
        {shown.referenceDisplay && <p>{t('reflection.others', { value: codedText(shown.referenceDisplay) })}</p>}
      </div>
    );
  }
  return (
    <>
      <p className="big">{measure.value(shown.value)}</p>
      <Unit measure={measure} />
      <p className="quiet">
        {shown.interval &&
          t('chart.range.of', { low: measure.value(shown.interval.low), high: measure.value(shown.interval.high) })}
        {shown.n !== null && ` · ${t('reflection.of-students', { n: shown.n })}`}
      </p>
      <p className="quiet">
        {t('reflection.others', {
          value: (shown.referenceDisplay && codedText(shown.referenceDisplay)) ?? measure.value(shown.referenceValue),
        })}
      </p>
    </>
  );
}
