import type { ProblemStatement, ProblemStatementView } from '@evenground/contracts';
import { isShownExactly, throughGate } from '@evenground/disclosure';

/** What a caller may see of a problem statement (P6 of `workflow.md`: who is invited meets suppressed numbers). */
export function shownStatement(statement: ProblemStatement, isUnsuppressed: boolean): ProblemStatementView {
  const whole: ProblemStatementView = { ...statement, suppressed: false };
  return throughGate(whole, isUnsuppressed, () => disclosed(statement));
}

function disclosed(statement: ProblemStatement): ProblemStatementView {
  const { trajectory: _trajectory, feasibility: _feasibility, frozen, kind, ...said } = statement;
  // One side tells the other: the two make up a whole that is known.
  const isShown = [frozen.group, frozen.reference].every(({ n, events }) =>
    isShownExactly({ n, events: kind === 'rate' ? events : null }),
  );
  const hidden = { baseline: null, baselineN: null, referenceBaseline: null, sentence: null };
  return { ...said, kind, frozen: null, ...(!isShown && hidden), suppressed: true };
}
