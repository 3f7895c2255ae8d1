import { AccessRefused } from './access-refused.js';
import type { Principal } from './principal.js';

/** Turns the `Authorization` header of a request into a principal. */
export interface Authenticator {
  /** @throws AccessRefused 401 for anything but a valid bearer token */
  authenticate(authorization: string | undefined): Promise<Principal>;
}

/** One way to recognise a bearer token; `undefined` when it is not one of its tokens. */
export interface TokenSource {
  /** @throws AccessRefused 401 when it is one of its tokens, but not a valid one */
  principalOf(token: string): Promise<Principal | undefined>;
}

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;
const LONGEST_TOKEN = 16_384; // characters; above any identity provider's, below Node's header limit

/** Asks the sources in turn; the first that knows the token answers. */
export function bearerAuthenticator(sources: readonly TokenSource[]): Authenticator {
  return {
    async authenticate(authorization) {
      if (authorization === undefined) throw new AccessRefused(401, 'token/missing', 'A bearer token is needed.');
      const token = authorization.length > LONGEST_TOKEN ? undefined : BEARER.exec(authorization)?.[1];
      if (token === undefined) throw tokenInvalid();
      for (const source of sources) {
        const principal = await source.principalOf(token);
        if (principal !== undefined) return principal;
      }
      throw tokenInvalid();
    },
  };
}

/** The same words for every reason, so that nothing is learnt from them. */
export function tokenInvalid(): AccessRefused {
  return new AccessRefused(401, 'token/invalid', 'The bearer token is not valid.');
}
