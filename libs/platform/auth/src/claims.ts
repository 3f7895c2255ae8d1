import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Principal, ROLES, type Role } from './principal.js';

const Names = z.array(z.string().min(1).max(200)).max(5_000);
const NamesOrAll = z.union([z.literal('*'), Names]);

/**
 * What a token must say: `sub`, and the claim `evenground` with the roles and the scope.
 * `{"sub": "…", "evenground": {"roles": ["principal"], "districts": ["d1"], "schools": ["s1", "s2"], "clientScopes": []}}`
 */
export const Claims = z.object({
  iss: z.string().min(1).max(2_000),
  sub: z.string().min(1).max(2_000),
  evenground: z.object({
    /** Names of `ROLES`; a name that this version does not know gives nothing. */
    roles: z.array(z.string()).max(50),
    districts: NamesOrAll,
    schools: NamesOrAll.default([]),
    clientScopes: Names.default([]),
  }),
});

/** Makes pseudonyms of token subjects. */
export type SubjectPseudonym = (issuer: string, subject: string) => string;

/** The principal that verified claims speak of; `undefined` when they lack what a token must say. */
export function principalOfClaims(claims: unknown, pseudonym: SubjectPseudonym): Principal | undefined {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) return undefined;
  const { iss, sub, evenground } = parsed.data;
  return { ...evenground, id: pseudonym(iss, sub), roles: evenground.roles.filter(isRole) };
}

/** Pseudonyms by HMAC-SHA-256: the same person is the same, and without the key nobody can be looked up. */
export function keyedPseudonym(key: Uint8Array): SubjectPseudonym {
  return (issuer, subject) =>
    createHmac('sha256', key)
      .update(JSON.stringify([issuer, subject]))
      .digest()
      .subarray(0, 16)
      .toString('base64url');
}

function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name);
}
