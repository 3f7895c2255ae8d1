import type { Gaps } from '../api/shapes.js';
import type { MessageKey } from '../language/en.js';
import { useNames, useWords } from '../language/language.js';

/** What one must know before reading the numbers. */
export function Notes({ gaps }: { readonly gaps: Gaps }) {
  const t = useWords();
  const hidesSome = gaps.groups.some(({ suppressed, display }) => suppressed || display !== undefined);
  return (
    <>
      {gaps.unsuppressed && <p className="note wait">{t('explore.exact')}</p>}
      {hidesSome && <p className="note wait">{t('explore.protected')}</p>}
      {gaps.recomputing && <p className="note wait">{t('explore.recomputing')}</p>}
      {gaps.coverage && (
        <p className="quiet">{t('explore.covers', { count: gaps.coverage.schools.length, of: gaps.coverage.of })}</p>
      )}
    </>
  );
}

/** Why there are no numbers, and what to do. */
export function NoNumbers({ gaps }: { readonly gaps: Gaps }) {
  const t = useWords();
  const names = useNames();
  const reason = gaps.reason ?? 'no-data';
  return (
    <div className="note wait">
      <p>
        <strong>{t('explore.none')}</strong>
      </p>
      <p>{names('explore.none', reason, t('explore.none.no-data' satisfies MessageKey))}</p>
    </div>
  );
}
