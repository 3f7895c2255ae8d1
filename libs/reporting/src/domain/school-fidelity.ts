import type { DeliveredAtSchool, FidelityCheck, InterventionSummary, PlannedDosage } from '@evenground/contracts';

type Criteria = InterventionSummary['fidelityCriteria'];

/** What is known of one intervention at one school. */
export interface SchoolDelivery {
  readonly schoolId: string;
  readonly unit: PlannedDosage['unit'];
  readonly criteria: Criteria;
  /** Planned units to date. */
  readonly planned: number;
  readonly delivered: DeliveredAtSchool | undefined;
  readonly checks: readonly FidelityCheck[];
}

/** The parts of fidelity that a school has; 0–1, null where nothing was seen. */
export interface SchoolParts {
  readonly adherence: number | null;
  readonly dosage: number | null;
  readonly quality: number | null;
  readonly responsiveness: number | null;
}

const MET: Readonly<Record<FidelityCheck['items'][number]['met'], number | null>> = {
  ...{ yes: 1, partly: 0.5, no: 0 },
  notSeen: null, // not seen is not no
};
const ESSENTIAL_WEIGHT = 2;
const SELF_CHECK_WEIGHT = 0.5;
const QUALITY = { lowest: 1, range: 3 }; // the scale 1–4

/** Source: `workflow.md` §9.2. */
export function schoolParts(school: SchoolDelivery): SchoolParts {
  return {
    adherence: adherenceOf(school.checks, school.criteria),
    dosage: school.planned === 0 ? null : Math.min(1, deliveredUnits(school) / school.planned),
    quality: qualityOf(school),
    responsiveness: responsivenessOf(school.checks),
  };
}

/** Units that count towards the dose: minutes of planned deliveries, or their number. */
export function deliveredUnits({ unit, delivered }: Pick<SchoolDelivery, 'unit' | 'delivered'>): number {
  if (delivered === undefined) return 0;
  return unit === 'minute' ? Number(delivered.plannedMinutes) : delivered.planned;
}

function adherenceOf(checks: readonly FidelityCheck[], criteria: Criteria): number | null {
  const weights = new Map(
    criteria.map(({ id, essential, weight: own = 1 }) => [id, own * (essential ? ESSENTIAL_WEIGHT : 1)]),
  );
  let met = 0;
  let weight = 0;
  for (const item of checks.flatMap((check) => check.items)) {
    const share = MET[item.met];
    if (share === null) continue;
    const itemWeight = weights.get(item.criterionId) ?? 1;
    met += itemWeight * share;
    weight += itemWeight;
  }
  return weight === 0 ? null : met / weight;
}

function qualityOf({ delivered, checks }: SchoolDelivery): number | null {
  let sum = delivered?.qualitySum ?? 0;
  let weight = delivered?.qualityCount ?? 0;
  for (const { quality, method } of checks) {
    if (quality === undefined) continue;
    const checkWeight = method === 'self' ? SELF_CHECK_WEIGHT : 1;
    sum += checkWeight * quality;
    weight += checkWeight;
  }
  return weight === 0 ? null : clamp((sum / weight - QUALITY.lowest) / QUALITY.range);
}

/** Attended ÷ offered contacts and the mean engagement, averaged where both are known. */
function responsivenessOf(checks: readonly FidelityCheck[]): number | null {
  const counted = checks.filter((check) => check.offered !== undefined && check.attended !== undefined);
  const offered = counted.reduce((sum, check) => sum + (check.offered ?? 0), 0);
  const attended = counted.reduce((sum, check) => sum + (check.attended ?? 0), 0);
  const engagements = checks.flatMap((check) => check.engagement ?? []);
  return mean([
    ...(offered === 0 ? [] : [clamp(attended / offered)]),
    ...(engagements.length ? [mean(engagements)] : []),
  ]);
}

/** Share of checks in comparison units in which the essential parts are absent; null where no check saw any. */
export function differentiationOf(checks: readonly FidelityCheck[], criteria: Criteria): number | null {
  const essential = new Set(criteria.filter((criterion) => criterion.essential).map(({ id }) => id));
  const seen = checks
    .map((check) => check.items.filter((item) => essential.has(item.criterionId) && item.met !== 'notSeen'))
    .filter((items) => items.length > 0);
  if (seen.length === 0) return null;
  return seen.filter((items) => items.every((item) => item.met === 'no')).length / seen.length;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function clamp(proportion: number): number {
  return Math.min(1, Math.max(0, proportion));
}
