import type { Clock } from '@evenground/config';
import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { AccessRefused } from './access-refused.js';
import { type TokenSource, tokenInvalid } from './authenticator.js';
import { type SubjectPseudonym, principalOfClaims } from './claims.js';

/** Signatures that the holder of a public key can check but not make; `none` and HMAC are never taken. */
export const SIGNATURE_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const CLOCK_TOLERANCE_SECONDS = 60;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly pseudonym: SubjectPseudonym;
  readonly algorithms?: readonly string[];
}

/** Recognises JSON web tokens of one issuer. Every token that is not exactly right is refused with the same words. */
export function jwtTokens(rules: TokenRules, keys: () => Promise<JWTVerifyGetKey>): TokenSource {
  return {
    async principalOf(token) {
      const claims = await verifiedClaims(token, rules, await keys());
      const principal = principalOfClaims(claims, rules.pseudonym);
      if (principal === undefined) throw tokenInvalid();
      return principal;
    },
  };
}

async function verifiedClaims(token: string, rules: TokenRules, key: JWTVerifyGetKey): Promise<unknown> {
  try {
    const verified = await jwtVerify(token, key, {
      ...{
        issuer: rules.issuer,
        audience: rules.audience,
        algorithms: [...(rules.algorithms ?? SIGNATURE_ALGORITHMS)],
      },
      ...{
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(rules.clock.nowMs()),
        requiredClaims: ['exp', 'sub'],
      },
    });
    return verified.payload;
  } catch (error) {
    throw isTokensFault(error) ? tokenInvalid() : keysUnavailable();
  }
}

const OF_THE_KEYS: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Whether the token is to blame, and not that the issuer's keys cannot be had. */
function isTokensFault(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('ERR_J') && !OF_THE_KEYS.has(code);
}

/** The issuer does not answer: nobody can be let in, but the caller is not to blame. */
export function keysUnavailable(): AccessRefused {
  return new AccessRefused(503, 'sign-in/unavailable', 'Tokens cannot be checked at the moment.', {
    retryAfterSeconds: 5,
  });
}
