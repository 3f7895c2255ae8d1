import type { Fidelity } from '@evenground/contracts';
import { type FidelityDimension, fidelity } from '@evenground/statistics';
import { type SchoolDelivery, type SchoolParts, deliveredUnits, schoolParts } from './school-fidelity.js';

type Parts = SchoolParts & { readonly differentiation: number | null };

/** Source: `workflow.md` §9.2; re-scaled to those that are known. */
const WEIGHTS = { adherence: 0.3, dosage: 0.3, quality: 0.2, responsiveness: 0.15, differentiation: 0.05 } as const;
const LEAST_CHECKS = 3;
const LEAST_SCHOOLS_CHECKED = 0.5;
const UNEVEN_BELOW = 0.6;
const UNEVEN_SPREAD = 0.25;
const ESSENTIAL_MISSED = 0.5;
const SLACK = 1e-9; // rounding within which a value on a threshold counts as reaching it, as in M29

/**
 * The fidelity of deliveries at schools, rolled up weighted by planned units. Parts that nobody saw do not count.
 * The level is M29's; the gates of §9.2 come first and only lower it, each named in `because`.
 */
export function fidelityOf(schools: readonly SchoolDelivery[], differentiation: number | null): Fidelity {
  const rows = schools.map((school) => ({ school, parts: schoolParts(school), weight: school.planned }));
  const rolled = (part: keyof SchoolParts): number | null =>
    weightedMean(rows.map(({ parts, weight }) => ({ value: parts[part], weight })));
  const parts: Parts = {
    ...{ adherence: rolled('adherence'), dosage: rolled('dosage') },
    ...{ quality: rolled('quality'), responsiveness: rolled('responsiveness'), differentiation },
  };
  const planned = schools.reduce((sum, school) => sum + school.planned, 0);
  const delivered = schools.reduce((sum, school) => sum + deliveredUnits(school), 0);
  const overall = overallOf(parts);
  const bySchool = overallBySchool(rows);
  const gates = gatesOf(schools, parts);
  return {
    ...parts,
    dosageRaw: planned === 0 ? null : delivered / planned,
    overall,
    ...levelOf(parts, schools, gates),
    because: [...gates, ...unevenness(bySchool), ...(essentialMissed(schools) ? ['fidelity/essential-missed'] : [])],
    uneven: overall !== null && overall >= UNEVEN_BELOW - SLACK ? under(bySchool) : [],
  };
}

/** Nothing delivered, nothing planned: what a cycle without a started intervention has. */
export const NO_FIDELITY: Fidelity = {
  ...{ adherence: null, dosage: null, dosageRaw: null, quality: null, responsiveness: null },
  ...{ differentiation: null, overall: null, level: 'insufficient', because: ['fidelity/not-started'], uneven: [] },
};

/** Weighted mean of the known parts; null when none is known. */
export function overallOf(parts: Partial<Parts>): number | null {
  return weightedMean(
    Object.entries(WEIGHTS).map(([part, weight]) => ({ value: parts[part as keyof Parts] ?? null, weight })),
  );
}

function levelOf(parts: Parts, schools: readonly SchoolDelivery[], gates: readonly string[]): Pick<Fidelity, 'level'> {
  const { dosage, ...others } = parts;
  const dimensions: Partial<Record<FidelityDimension, number | null>> = { ...others, exposure: dosage };
  const { dosage: exposure, ...weights } = WEIGHTS;
  const { level } = fidelity({ dimensions, weights: { ...weights, exposure }, outcome: 'unknown', comparison: 'none' });
  if (gates.length > 0 || level === 'insufficient_data') return { level: 'insufficient' };
  return { level: level === 'high' && essentialMissed(schools) ? 'moderate' : level };
}

/** Why there is no level. */
function gatesOf(schools: readonly SchoolDelivery[], parts: Parts): readonly string[] {
  const checks = schools.flatMap((school) => school.checks);
  const delivering = schools.filter(({ delivered }) => (delivered?.planned ?? 0) + (delivered?.extra ?? 0) > 0);
  const due = distinctSchools(delivering.length > 0 ? delivering : schools);
  const checked = distinctSchools(schools.filter((school) => school.checks.length > 0));
  const covered = [...checked].filter((school) => due.has(school)).length;
  const core = [parts.adherence, parts.dosage, parts.quality, parts.responsiveness].filter((part) => part !== null);
  return [
    ...(parts.adherence === null ? ['fidelity/adherence-not-seen'] : []),
    ...(parts.dosage === null ? ['fidelity/nothing-planned-yet'] : []),
    ...(checks.length < LEAST_CHECKS ? ['fidelity/too-few-checks'] : []),
    ...(covered < LEAST_SCHOOLS_CHECKED * due.size ? ['fidelity/too-few-schools-checked'] : []),
    ...(checks.length > 0 && checks.every(({ method }) => method === 'self') ? ['fidelity/self-checks-only'] : []),
    ...(core.length < 3 ? ['fidelity/too-few-parts-known'] : []),
  ];
}

function distinctSchools(schools: readonly SchoolDelivery[]): ReadonlySet<string> {
  return new Set(schools.map(({ schoolId }) => schoolId));
}

/** Whether an essential part was a plain `no` in half of the checks that saw it, or more. */
function essentialMissed(schools: readonly SchoolDelivery[]): boolean {
  const seen = new Map<string, { no: number; all: number }>();
  for (const { criteria, checks } of schools) {
    const essential = new Set(criteria.filter((criterion) => criterion.essential).map(({ id }) => id));
    for (const check of checks) {
      for (const { criterionId, met } of check.items) {
        if (met === 'notSeen' || !essential.has(criterionId)) continue;
        const key = JSON.stringify([check.interventionId, criterionId]);
        const counts = seen.get(key) ?? { no: 0, all: 0 };
        seen.set(key, { no: counts.no + (met === 'no' ? 1 : 0), all: counts.all + 1 });
      }
    }
  }
  return [...seen.values()].some(({ no, all }) => no >= ESSENTIAL_MISSED * all);
}

interface Row {
  readonly school: SchoolDelivery;
  readonly parts: SchoolParts;
  readonly weight: number;
}

function overallBySchool(rows: readonly Row[]): ReadonlyMap<string, number> {
  const ids = [...new Set(rows.map(({ school }) => school.schoolId))];
  const overalls = ids.map((id): [string, number | null] => {
    const own = rows.filter(({ school }) => school.schoolId === id);
    return [id, weightedMean(own.map(({ parts, weight }) => ({ value: overallOf(parts), weight })))];
  });
  return new Map(overalls.filter((entry): entry is [string, number] => entry[1] !== null));
}

function unevenness(bySchool: ReadonlyMap<string, number>): readonly string[] {
  const values = [...bySchool.values()];
  return values.length > 1 && Math.max(...values) - Math.min(...values) > UNEVEN_SPREAD ? ['fidelity/uneven'] : [];
}

function under(bySchool: ReadonlyMap<string, number>): string[] {
  return [...bySchool]
    .filter(([, overall]) => overall < UNEVEN_BELOW - SLACK)
    .map(([school]) => school)
    .sort();
}

/** Mean of what is known; where no weight is known yet (nothing planned so far), all count alike. */
function weightedMean(items: readonly { readonly value: number | null; readonly weight: number }[]): number | null {
  const known = items.filter((item): item is { value: number; weight: number } => item.value !== null);
  if (known.length === 0) return null;
  const weight = known.reduce((sum, item) => sum + item.weight, 0);
  if (weight === 0) return known.reduce((sum, item) => sum + item.value, 0) / known.length;
  return Math.min(1, known.reduce((sum, item) => sum + item.weight * item.value, 0) / weight);
}
