import type { DiagnosisView, HypothesisView, ThemeView } from '@evenground/contracts';
import type { Cycle } from '../domain/cycle.js';
import type { Hypothesis } from '../domain/hypotheses.js';

/** The diagnosis as people read it; `today` is a UTC day. */
export function diagnosisView(cycle: Cycle, themes: readonly ThemeView[], today: string): DiagnosisView {
  const { hypotheses = [], assumptions = [] } = cycle;
  const naming = (themeId: string) =>
    hypotheses.filter(({ evidence }) => evidence.some(({ source, ref }) => source === 'theme' && ref === themeId));
  const linked = themes.map((theme) => ({ ...theme, hypothesisIds: naming(theme.id).map(({ id }) => id) }));
  const isOverdue = ({ state, testBy }: (typeof assumptions)[number]) => state === 'untested' && testBy <= today;
  return {
    ...{ cycleId: cycle.id, version: cycle.version, statementId: cycle.problemStatementId ?? null },
    hypotheses: hypotheses.map(hypothesisView),
    assumptions: assumptions.map((each) => ({ ...each, evidence: [...each.evidence], isOverdue: isOverdue(each) })),
    themes: linked,
    whatDidWeMiss: {
      falseAssumptions: assumptions.filter(({ state }) => state === 'false').map(({ id }) => id),
      untestedAssumptions: assumptions.filter(isOverdue).map(({ id }) => id),
      rejectedHypotheses: hypotheses.filter(({ state }) => state === 'rejected').map(({ id }) => id),
      unheardThemes: linked.filter(({ hypothesisIds }) => hypothesisIds.length === 0).map(({ id }) => id),
    },
  };
}

function hypothesisView({ evidence, whys, ...hypothesis }: Hypothesis): HypothesisView {
  const of = (stance: string) => evidence.filter((item) => item.stance === stance);
  const isSurface = hypothesis.state === 'supported' && hypothesis.upstream === undefined;
  return {
    ...{ ...hypothesis, whys: [...whys] },
    ...{ for: of('supports'), against: of('contradicts'), mixed: of('mixed') },
    warnings: isSurface ? ['hypothesis/surface-only'] : [],
  };
}
