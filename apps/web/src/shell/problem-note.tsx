import { type Problem, problemOf } from '../api/problem.js';
import { useWords } from '../language/language.js';

/** What went wrong, and what to do next. */
export function ProblemNote({ error, onAgain }: { readonly error: unknown; readonly onAgain?: () => void }) {
  const t = useWords();
  const problem = problemOf(error);
  const [says, next] = wordsFor(problem, t);
  return (
    <div role="alert" className="note bad">
      <p>
        <strong>{says}</strong>
      </p>
      {isRefusal(problem) && problem.detail !== '' && <p lang="en">{problem.detail}</p>}
      <p>
        {next}
        {isRefusal(problem) && problem.wouldBeRight !== undefined && <span lang="en"> {problem.wouldBeRight}</span>}
      </p>
      {onAgain && (
        <button type="button" className="button" onClick={onAgain}>
          {t('again')}
        </button>
      )}
    </div>
  );
}

type Words = ReturnType<typeof useWords>;

function wordsFor(problem: Problem, t: Words): readonly [string, string] {
  const { status, wouldBeRight, correlationId } = problem;
  if (status === 0 || status >= 502) return [t('problem.no-answer'), t('problem.no-answer.next')];
  if (status === 401) return [t('problem.signed-out'), t('problem.signed-out.next')];
  if (status === 403) return [t('problem.not-allowed'), t('problem.not-allowed.next')];
  if (status === 404) return [t('problem.unknown'), t('problem.unknown.next')];
  if (status === 429) return [t('problem.too-fast'), t('problem.too-fast.next')];
  if (status >= 500) return [t('problem.fault'), t('problem.fault.next', { correlationId: correlationId ?? '–' })];
  return [t('problem.refused'), t(wouldBeRight === undefined ? 'problem.refused.next-none' : 'problem.refused.next')];
}

/** The server says in its own words, which are English, what it did not take. */
function isRefusal({ status }: Problem): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 429].includes(status);
}
