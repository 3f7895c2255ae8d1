import { type JWTVerifyGetKey, createRemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { TokenSource } from './authenticator.js';
import { type TokenRules, jwtTokens, keysUnavailable } from './verify-token.js';

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const TIMEOUT_MS = 5_000;
const LONGEST_DISCOVERY = 100_000; // characters; real ones have a few thousand

/** Recognises the tokens of an OpenID Connect issuer, whose keys are found by its discovery document (JWKS). */
export function oidcTokens(rules: TokenRules): TokenSource {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const keys = (): Promise<JWTVerifyGetKey> => {
    found ??= discoverKeys(rules.issuer).catch(() => {
      found = undefined; // the next request tries again
      throw keysUnavailable();
    });
    return found;
  };
  return jwtTokens(rules, keys);
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error', // why: a redirect could lead anywhere, also inside
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  const text = await response.text();
  if (!response.ok || text.length > LONGEST_DISCOVERY) throw new Error(`Discovery answered ${response.status}`);
  const discovery = Discovery.parse(JSON.parse(text));
  if (discovery.issuer !== issuer) throw new Error('Discovery names another issuer');
  requireSafeKeysUrl(new URL(issuer), new URL(discovery.jwks_uri));
  return createRemoteJWKSet(new URL(discovery.jwks_uri), { timeoutDuration: TIMEOUT_MS });
}

/** Keys come by https, or from the very host that the operator named. */
function requireSafeKeysUrl(issuer: URL, keys: URL): void {
  if (keys.origin === issuer.origin) return;
  const inside = /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[)/;
  if (keys.protocol !== 'https:' || inside.test(keys.hostname))
    throw new Error('The keys lie at an address that is not taken');
}
