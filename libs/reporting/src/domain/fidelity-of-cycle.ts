import type { CycleSummary, Fidelity, InterventionSummary, Reflection } from '@evenground/contracts';
import type { CycleInputs } from './cycle-inputs.js';
import { NO_FIDELITY, fidelityOf } from './fidelity-of-delivery.js';
import { plannedUnits } from './planned-units.js';
import { type SchoolDelivery, differentiationOf } from './school-fidelity.js';

type InterventionView = Reflection['interventions'][number];

const STARTED: readonly InterventionSummary['state'][] = ['running', 'paused', 'ended'];

/** Interventions that were started and not given up: those a verdict may be about. */
export function startedInterventions(cycle: CycleSummary): readonly InterventionSummary[] {
  return cycle.interventions.filter(({ state }) => STARTED.includes(state));
}

/** What each intervention delivered, and how. */
export function interventionViews(inputs: CycleInputs, cycle: CycleSummary, asOfDate: string): InterventionView[] {
  return cycle.interventions.map((intervention) => {
    const delivered = inputs.delivered[intervention.id]?.content ?? [];
    const total = (count: 'planned' | 'extra' | 'studentsReached') =>
      delivered.reduce((sum, school) => sum + school[count], 0);
    return {
      ...{ id: intervention.id, name: intervention.name, state: intervention.state },
      ...{ deliveries: total('planned'), extra: total('extra'), studentsReached: total('studentsReached') },
      fidelity: STARTED.includes(intervention.state)
        ? fidelityOf(schoolsOf(inputs, cycle, intervention, asOfDate), differentiation(inputs, [intervention]))
        : NO_FIDELITY,
    };
  });
}

/**
 * The fidelity of the cycle: all its started interventions at all their schools. Units of different kinds cannot be
 * weighed against each other; where plans differ in unit, each intervention weighs the same.
 */
export function cycleFidelity(inputs: CycleInputs, cycle: CycleSummary, asOfDate: string): Fidelity {
  const started = startedInterventions(cycle);
  if (started.length === 0) return NO_FIDELITY;
  const perIntervention = started.map((intervention) => schoolsOf(inputs, cycle, intervention, asOfDate));
  const isOneUnit = new Set(started.map(({ dosage }) => dosage.unit)).size === 1;
  const schools = isOneUnit ? perIntervention.flat() : perIntervention.flatMap(asShares);
  return fidelityOf(schools, differentiation(inputs, started));
}

function schoolsOf(
  inputs: CycleInputs,
  cycle: CycleSummary,
  intervention: InterventionSummary,
  asOfDate: string,
): SchoolDelivery[] {
  const delivered = new Map((inputs.delivered[intervention.id]?.content ?? []).map((each) => [each.schoolId, each]));
  const checks = inputs.checks[intervention.id]?.content ?? [];
  return intervention.schoolIds.map((schoolId) => ({
    schoolId,
    unit: intervention.dosage.unit,
    criteria: intervention.fidelityCriteria,
    planned: plannedUnits(cycle, intervention, schoolId, asOfDate),
    delivered: delivered.get(schoolId),
    checks: checks.filter((check) => check.schoolId === schoolId),
  }));
}

/** Planned and delivered units of one intervention as shares of its plan. */
function asShares(schools: readonly SchoolDelivery[]): SchoolDelivery[] {
  const planned = schools.reduce((sum, school) => sum + school.planned, 0);
  if (planned === 0) return [...schools];
  return schools.map((school) => ({
    ...school,
    planned: school.planned / planned,
    delivered: school.delivered && {
      ...school.delivered,
      planned: school.delivered.planned / planned,
      plannedMinutes: String(Number(school.delivered.plannedMinutes) / planned),
    },
  }));
}

function differentiation(inputs: CycleInputs, interventions: readonly InterventionSummary[]): number | null {
  const compared = interventions.filter(({ comparison }) => comparison !== 'none');
  const shares = compared.flatMap((intervention) => {
    const units = new Set(intervention.comparisonSchoolIds);
    const checks = (inputs.checks[intervention.id]?.content ?? []).filter(({ schoolId }) => units.has(schoolId));
    return differentiationOf(checks, intervention.fidelityCriteria) ?? [];
  });
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
