import { AccessRefused } from './access-refused.js';
import { type Action, type Grant, permissionOf } from './permissions.js';
import { type Principal, type Role } from './principal.js';

/** A grant that the principal holds, and by which role. */
export interface HeldGrant extends Grant {
  readonly role: Role;
}

/** Every grant the principal holds for the action; empty when none. A client without the scope holds none. */
export function grantsFor(principal: Principal, action: Action): readonly HeldGrant[] {
  const { grants } = permissionOf(action);
  return principal.roles.flatMap((role): HeldGrant[] => {
    const grant = grants[role];
    if (grant === undefined) return [];
    if (grant.clientScopes && !grant.clientScopes.some((scope) => principal.clientScopes.includes(scope))) return [];
    return [{ role, ...grant }];
  });
}

/** Whether the principal holds any grant for the action. */
export function may(principal: Principal, action: Action): boolean {
  return grantsFor(principal, action).length > 0;
}

/** @throws AccessRefused 403, or 404 where the resource does not exist for any of the principal's roles */
export function requireGrant(principal: Principal, action: Action): readonly HeldGrant[] {
  const held = grantsFor(principal, action);
  if (held.length > 0) return held;
  const { hiddenFrom = [] } = permissionOf(action);
  if (principal.roles.length > 0 && principal.roles.every((role) => hiddenFrom.includes(role))) {
    throw new AccessRefused(404, 'resource/unknown', 'There is nothing here.');
  }
  throw new AccessRefused(403, 'role/not-allowed', 'None of your roles may do this.');
}
