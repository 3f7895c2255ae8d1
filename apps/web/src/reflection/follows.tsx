import type { Reflection } from '../api/shapes.js';
import { useNames, useWords } from '../language/language.js';
import { useSaid } from '../language/said.js';

/** What the written rules say of the reasons and of what to do; people decide. */
export function Follows({ reflection: { attribution, recommendation } }: { readonly reflection: Reflection }) {
  const t = useWords();
  const names = useNames();
  const said = useSaid();
  const [kind, wording] = [names('attribution', attribution.kind), said(attribution.wording)];
  return (
    <section className="card stack" aria-labelledby="follows-title">
      <h2 id="follows-title">{t('reflection.follows')}</h2>
      <p className="quiet">{t('reflection.follows.lead')}</p>
      <p className="recommendation">
        <strong>{names('recommendation', recommendation?.kind ?? 'none')}</strong>
        {recommendation && <small> {t('reflection.follows.rule', { rule: recommendation.rule })}</small>}
      </p>
      <Reasons title={t('reflection.for')} reasons={(recommendation?.because ?? []).map(said)} />
      <Reasons title={t('reflection.against')} reasons={(recommendation?.against ?? []).map(said)} />
      <h3>{t('reflection.why')}</h3>
      <p>
        <strong>{kind}</strong> ({t(`reflection.confidence.${attribution.confidence}`)})
        {wording === kind ? '.' : `: ${wording}.`}
      </p>
      <Reasons title={t('reflection.for')} reasons={attribution.for.map(said)} />
      <Reasons title={t('reflection.against')} reasons={attribution.against.map(said)} />
    </section>
  );
}

function Reasons({ title, reasons }: { readonly title: string; readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <p className="quiet">{title}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
