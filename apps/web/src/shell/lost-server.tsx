import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../language/language.js';
import { isPassing, problemOf } from '../api/problem.js';

/** Says that the server does not answer while what was known is still shown. */
export function LostServer() {
  const t = useWords();
  const client = useQueryClient();
  useIsFetching(); // renders anew whenever a question begins, fails or ends
  const waiting = client
    .getQueryCache()
    .getAll()
    .filter(({ state }) => state.fetchFailureReason !== null && state.data !== undefined)
    .filter(({ state }) => isPassing(problemOf(state.fetchFailureReason)));
  const known = Math.max(0, ...waiting.map(({ state }) => state.dataUpdatedAt));
  return (
    <div role="status" className="lost">
      {waiting.length > 0 && (
        <p className="note wait">
          <strong>{t('lost.title')}</strong> {t('lost.text', { time: new Date(known) })}
        </p>
      )}
    </div>
  );
}
