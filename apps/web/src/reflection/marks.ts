import type { Cycle, LogEntry } from '../api/shapes.js';
import type { TimeMark } from '../charts/time-chart.js';
import type { useWords } from '../language/language.js';

/** The moments at which the work was begun, changed or interrupted, in order: what lies before and after is not one. */
export function marksOf(
  cycle: Cycle | undefined,
  log: readonly LogEntry[],
  t: ReturnType<typeof useWords>,
): readonly TimeMark[] {
  if (cycle === undefined) return [];
  const on = (date: string, label: string): TimeMark => ({ at: Date.parse(`${date}T12:00:00Z`), label });
  return [
    ...cycle.interventions.map(({ name, dosage }) => on(dosage.startOn, t('reflection.mark.started', { name }))),
    ...cycle.pauses.flatMap(({ from, to }) => [
      on(from, t('reflection.mark.paused')),
      ...(to ? [on(to, t('reflection.mark.resumed'))] : []),
    ]),
    ...log
      .filter(({ kind }) => kind === 'adjustment')
      .map(({ at, text }) => ({ at: Date.parse(at), label: `${t('reflection.mark.adjusted')}: ${text ?? ''}` })),
  ].sort((a, b) => a.at - b.at);
}
