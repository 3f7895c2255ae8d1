import type { Settings } from '@evenground/config';
import { type Door, problem } from '@evenground/http';

/** How the pages let people sign in: by a printed link or a token, or at the identity provider. */
export type SignInOptions =
  | { readonly kind: 'link' }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly clientId: string; readonly scope: string }
  | { readonly kind: 'token' };

/** `GET /sign-in/options`: open, since it is asked before anybody is signed in, and holds no secret. */
export function signInOptions(settings: Settings): Door {
  const options = optionsOf(settings);
  return {
    path: '/sign-in/options',
    handle: (request, response) => {
      if (request.method !== 'GET') throw problem(404, 'route/unknown', 'There is nothing here.');
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(options));
    },
  };
}

/** An identity provider without a client for the pages still takes tokens from elsewhere. */
function optionsOf({ oidc }: Settings): SignInOptions {
  if (oidc === undefined) return { kind: 'link' };
  const { issuer, clientId, scope } = oidc;
  return clientId === undefined ? { kind: 'token' } : { kind: 'oidc', issuer, clientId, scope };
}
