import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Clock, type Random, randomId, writeOwnerOnly } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import {
  type JWK,
  SignJWT,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { TokenSource } from './authenticator.js';
import type { SubjectPseudonym } from './claims.js';
import type { Principal } from './principal.js';
import { jwtTokens } from './verify-token.js';

export const BUILT_IN_ISSUER = 'urn:evenground:built-in-issuer';
export const BUILT_IN_AUDIENCE = 'evenground';
const ALGORITHM = 'ES256';
const LIFETIME_SECONDS = 12 * 3_600; // a working day

export interface BuiltInIssuerOptions {
  /** Holds the private key as a JSON web key; made on the first start; readable by its owner only. */
  readonly keyFile: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly pseudonym: SubjectPseudonym;
}

/** Who a token is for, and what it lets do. */
export type TokenSubject = Omit<Principal, 'id'> & { readonly subject: string };

/** The issuer of an embedded process: it signs tokens that only this data directory's process takes. */
export interface BuiltInIssuer {
  readonly tokens: TokenSource;
  /** A token valid for 12 hours. */
  issue(subject: TokenSubject): Promise<string>;
}

export async function openBuiltInIssuer(options: BuiltInIssuerOptions): Promise<BuiltInIssuer> {
  const { clock, random, pseudonym } = options;
  const privateJwk = await openKey(options.keyFile);
  const privateKey = await importJWK(privateJwk, ALGORITHM);
  const { d: _secret, ...publicJwk } = privateJwk;
  const kid = await calculateJwkThumbprint(publicJwk);
  const keys = createLocalJWKSet({ keys: [{ ...publicJwk, kid, alg: ALGORITHM, use: 'sig' }] });
  const rules = { issuer: BUILT_IN_ISSUER, audience: BUILT_IN_AUDIENCE, clock, pseudonym, algorithms: [ALGORITHM] };
  return {
    tokens: jwtTokens(rules, () => Promise.resolve(keys)),
    issue: ({ subject, ...evenground }) => {
      const nowSeconds = Math.floor(clock.nowMs() / 1_000);
      return new SignJWT({ evenground })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
        .setIssuer(BUILT_IN_ISSUER)
        .setAudience(BUILT_IN_AUDIENCE)
        .setSubject(subject)
        .setJti(randomId(random))
        .setIssuedAt(nowSeconds)
        .setNotBefore(nowSeconds)
        .setExpirationTime(nowSeconds + LIFETIME_SECONDS)
        .sign(privateKey);
    },
  };
}

async function openKey(keyFile: string): Promise<JWK> {
  if (!existsSync(keyFile)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    writeOwnerOnly(keyFile, JSON.stringify(await exportJWK(privateKey)));
  }
  if ((statSync(keyFile).mode & 0o777) !== 0o600) {
    throw new PlatformError('key-invalid', "the built-in issuer's key file must have mode 600");
  }
  return JSON.parse(readFileSync(keyFile, 'utf8')) as JWK;
}
