import { AccessRefused } from './access-refused.js';
import { grantsFor } from './may.js';
import type { Principal } from './principal.js';

/**
 * The district a request is about.
 *
 * @param asked the district the request names, if any; without it a caller of exactly one district means that one
 * @throws AccessRefused 404 for another district, 400 `district/missing` when it cannot be told
 */
export function districtOf(principal: Principal, asked?: string): string {
  if (asked !== undefined && asked !== '') {
    if (inDistrict(principal, asked)) return asked;
    throw new AccessRefused(404, 'district/unknown', 'There is no such district.');
  }
  const [only, ...more] = principal.districts === '*' ? [] : principal.districts;
  if (only !== undefined && more.length === 0) return only;
  throw new AccessRefused(400, 'district/missing', 'Say which district this is about.', {
    field: 'district',
    wouldBeRight: 'the id of a district in your scope',
  });
}

/** Whether the district is in the principal's scope. */
export function inDistrict(principal: Principal, district: string): boolean {
  return principal.districts === '*' || principal.districts.includes(district);
}

/** The principal's schools; a district administrator's are all of the district. */
export function schoolsOf(principal: Principal): readonly string[] | '*' {
  return principal.roles.includes('district-administrator') ? '*' : principal.schools;
}

/**
 * @param schoolIds schools of the caller's own district, or `'district'` for all of it
 * @throws AccessRefused 403 `scope/outside` when one of them is outside the caller's scope
 */
export function requireSchools(principal: Principal, schoolIds: readonly string[] | 'district'): void {
  if (!coversSchools(schoolsOf(principal), schoolIds)) {
    throw new AccessRefused(403, 'scope/outside', 'This is outside your scope.');
  }
}

/** Whether every live cell, small ones included, may be shown for these schools (or the whole district). */
export function mayReadUnsuppressed(principal: Principal, schoolIds: readonly string[] | 'district'): boolean {
  return grantsFor(principal, 'gaps.read-unsuppressed').some((grant) =>
    coversSchools(grant.within === 'district' ? '*' : principal.schools, schoolIds),
  );
}

function coversSchools(held: readonly string[] | '*', asked: readonly string[] | 'district'): boolean {
  if (held === '*') return true;
  return asked !== 'district' && asked.length > 0 && asked.every((school) => held.includes(school));
}
