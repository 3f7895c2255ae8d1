import type { CycleView, InterventionView } from '@evenground/contracts';
import { type Cycle, type Intervention, interventionSummaryOf, summaryOf } from '../domain/cycle.js';

/** The cycle as people read it. */
export function cycleView(cycle: Cycle): CycleView {
  return {
    ...summaryOf(cycle),
    version: cycle.version,
    template: cycle.template,
    teamIds: [...cycle.teamIds],
    ...(cycle.resumeBy && { resumeBy: cycle.resumeBy }),
    ...(cycle.closedReason && { closedReason: cycle.closedReason }),
  };
}

/** An intervention as people read it, with what it has delivered. */
export function interventionView(
  cycle: Cycle,
  intervention: Intervention,
  delivered: InterventionView['delivered'],
): InterventionView {
  return {
    ...interventionSummaryOf(intervention),
    cycleId: cycle.id,
    ...(intervention.startedOn && { startedOn: intervention.startedOn }),
    ...(intervention.stoppedOn && { stoppedOn: intervention.stoppedOn }),
    version: cycle.version,
    delivered: [...delivered],
  };
}
