import * as oauth from 'oauth4webapi';
import type { SignInOptions } from './who.js';

/** Authorization code flow with PKCE (RFC 7636) of a public client: no secret is in the browser. */
const STORED_AS = 'evenground.oidc';
const RETURN_PATH = '/signed-in';

type Provider = Extract<SignInOptions, { kind: 'oidc' }>;

interface Begun {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** Where the person was. */
  readonly returnTo: string;
}

/** Goes to the identity provider, which sends the browser back to `/signed-in`. */
export async function beginAtProvider(provider: Provider, returnTo: string): Promise<void> {
  const server = await discover(provider);
  const begun: Begun = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  sessionStorage.setItem(STORED_AS, JSON.stringify(begun));
  const address = new URL(server.authorization_endpoint!);
  const parameters = {
    client_id: provider.clientId,
    redirect_uri: location.origin + RETURN_PATH,
    response_type: 'code',
    scope: provider.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
    state: begun.state,
    ...(provider.scope.split(' ').includes('openid') && { nonce: begun.nonce }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address);
}

/**
 * Ends what `beginAtProvider` began, in the address that the provider sent the browser back to.
 *
 * @throws when the answer is not one to what this tab asked, or the provider refused
 */
export async function endAtProvider(
  provider: Provider,
  address: URL,
): Promise<{ readonly token: string; readonly returnTo: string }> {
  const stored = sessionStorage.getItem(STORED_AS);
  sessionStorage.removeItem(STORED_AS);
  if (stored === null) throw new Error('no sign-in was begun in this tab');
  const begun = JSON.parse(stored) as Begun;
  const server = await discover(provider);
  const client: oauth.Client = { client_id: provider.clientId };
  const parameters = oauth.validateAuthResponse(server, client, address, begun.state);
  const insecure = { [oauth.allowInsecureRequests]: isOnThisMachine(provider.issuer) };
  const response = await oauth.authorizationCodeGrantRequest(
    ...[server, client, oauth.None(), parameters, location.origin + RETURN_PATH, begun.verifier, insecure],
  );
  const isOpenId = provider.scope.split(' ').includes('openid');
  const answer = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    response,
    isOpenId ? { expectedNonce: begun.nonce, requireIdToken: true } : {},
  );
  return { token: answer.access_token, returnTo: begun.returnTo };
}

async function discover({ issuer }: Provider): Promise<oauth.AuthorizationServer> {
  const address = new URL(issuer);
  const response = await oauth.discoveryRequest(address, {
    [oauth.allowInsecureRequests]: isOnThisMachine(issuer),
  });
  return oauth.processDiscoveryResponse(address, response);
}

/** An issuer without TLS is taken only on this machine; the server refuses any other. */
function isOnThisMachine(issuer: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);
}
