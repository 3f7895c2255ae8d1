import { type Principal, grantsFor, requireSchools, schoolsOf } from '@evenground/auth';
import { problem } from '@evenground/http';
import type { Cycle } from '../domain/cycle.js';

type Place = Pick<Cycle, 'level' | 'schoolIds'>;

/** @throws AccessRefused 403 `scope/outside` unless all of the cycle is in the caller's scope */
export function requireCycleScope(principal: Principal, cycle: Place): void {
  requireSchools(principal, cycle.level === 'district' ? 'district' : cycle.schoolIds);
}

/** Whether the caller may read a cycle of the own district: a district cycle, or one at a school in scope. */
export function mayReadCycle(principal: Principal, cycle: Place): boolean {
  return !isGuest(principal) && isInScope(principal, cycle);
}

/** @throws HttpProblem 403 `scope/outside`; 404 for those to whom only an invitation would show the cycle */
export function requireReadableCycle(principal: Principal, cycle: Place): void {
  if (isGuest(principal)) throw problem(404, 'cycle/unknown', 'There is no such cycle.');
  if (!isInScope(principal, cycle)) throw problem(403, 'scope/outside', 'This is outside your scope.');
}

/** Reads as an invited participant only; nobody is invited to a cycle as a whole. */
function isGuest(principal: Principal): boolean {
  const grants = grantsFor(principal, 'cycles.read');
  return grants.length > 0 && grants.every(({ may }) => may === 'invited');
}

function isInScope(principal: Principal, cycle: Place): boolean {
  const held = schoolsOf(principal);
  return held === '*' || cycle.level === 'district' || cycle.schoolIds.some((school) => held.includes(school));
}

/** The role under which the caller does something: the first of the wanted ones that the caller holds. */
export function roleAmong(principal: Principal, wanted: readonly string[]): string {
  return wanted.find((role) => principal.roles.some((held) => held === role)) ?? principal.roles[0] ?? 'none';
}

export const LEADERS = ['equity-lead', 'principal', 'district-administrator'] as const;
