import type { Reflection } from '../api/shapes.js';
import { useScope } from '../explore/use-gaps.js';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';

const DIMENSIONS = ['adherence', 'dosage', 'quality', 'responsiveness', 'differentiation'] as const;

/** Whether the work is done, part by part; what nobody has seen is not counted as nothing. */
export function FidelityPanel({ reflection: { fidelity, interventions } }: { readonly reflection: Reflection }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const schools = useScope().data?.schools ?? [];
  const uneven = fidelity.uneven.map((id) => schools.find(({ schoolId }) => schoolId === id)?.name ?? id);
  return (
    <section className="card stack" aria-labelledby="fidelity-title">
      <h2 id="fidelity-title">{t('reflection.fidelity')}</h2>
      <p>
        <strong>{t('reflection.fidelity.overall', { level: names('fidelity', fidelity.level) })}</strong>
      </p>
      <ul className="plain dimensions">
        {DIMENSIONS.map((dimension) => {
          const value = fidelity[dimension];
          return (
            <li key={dimension}>
              <span>{t(`dimension.${dimension}`)}</span>
              <svg aria-hidden="true">
                <rect className="track" width="100%" height="10" y="3" rx="5" />
                {value !== null && <rect className="come" width={`${value * 100}%`} height="10" y="3" rx="5" />}
              </svg>
              <span className="number">{value === null ? t('reflection.fidelity.unseen') : numbers.share(value)}</span>
            </li>
          );
        })}
      </ul>
      {uneven.length > 0 && (
        <p className="note wait">{t('reflection.fidelity.uneven', { schools: uneven.join(', ') })}</p>
      )}
      <ul className="plain quiet">
        {interventions.map(({ id, name, deliveries }) => (
          <li key={id}>{t('reflection.intervention', { name, deliveries })}</li>
        ))}
      </ul>
    </section>
  );
}
