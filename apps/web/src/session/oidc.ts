import * as oauth from 'oauth4webapi';
import { problemOf } from '../api/problem.js';
import { type SignInOptions, whoIs } from './who.js';

/** Authorization code flow with PKCE (RFC 7636) of a public client: no secret is in the browser. */
const STORED_AS = 'evenground.oidc';
const RETURN_PATH = '/signed-in';

type Provider = Extract<SignInOptions, { kind: 'oidc' }>;

const CLOCK_TOLERANCE_SECONDS = 60; // as the server has it

/** Why a sign-in did not complete, as far as somebody can do something about it. */
export type ProviderFailure = 'not-begun-here' | 'refused' | 'clock' | 'not-taken' | 'unreached' | 'other';

export type AtProvider = { readonly returnTo: string } & (
  { readonly token: string; readonly idToken: string | undefined } | { readonly failure: ProviderFailure }
);

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
 * Ends what `beginAtProvider` began, in the address that the provider sent the browser back to. The token is one that
 * this server takes, since it was asked.
 */
export async function endAtProvider(provider: Provider, address: URL): Promise<AtProvider> {
  const begun = takeBegun();
  if (begun === undefined) return { failure: 'not-begun-here', returnTo: '/' };
  try {
    const { access_token: token, id_token: idToken } = await exchange(provider, address, begun);
    await whoIs(token);
    return { token, idToken, returnTo: begun.returnTo };
  } catch (error) {
    return { failure: failureOf(error), returnTo: begun.returnTo };
  }
}

/** Ends the session at the provider too, where it has a place for that; the browser comes back to the start. */
export async function leaveProvider(provider: Provider, idToken: string): Promise<void> {
  const { end_session_endpoint: place } = await discover(provider);
  if (place === undefined) return;
  const address = new URL(place);
  address.searchParams.set('client_id', provider.clientId);
  address.searchParams.set('id_token_hint', idToken);
  address.searchParams.set('post_logout_redirect_uri', `${location.origin}/`);
  location.assign(address);
}

/** Once: an answer that comes again belongs to nothing. */
function takeBegun(): Begun | undefined {
  const stored = sessionStorage.getItem(STORED_AS);
  sessionStorage.removeItem(STORED_AS);
  return stored === null ? undefined : (JSON.parse(stored) as Begun);
}

async function exchange(provider: Provider, address: URL, begun: Begun): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(provider);
  const client: oauth.Client = { client_id: provider.clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const parameters = oauth.validateAuthResponse(server, client, address, begun.state);
  const insecure = { [oauth.allowInsecureRequests]: isOnThisMachine(provider.issuer) };
  const response = await oauth.authorizationCodeGrantRequest(
    ...[server, client, oauth.None(), parameters, location.origin + RETURN_PATH, begun.verifier, insecure],
  );
  const isOpenId = provider.scope.split(' ').includes('openid');
  return oauth.processAuthorizationCodeResponse(
    server,
    client,
    response,
    isOpenId ? { expectedNonce: begun.nonce, requireIdToken: true } : {},
  );
}

const REFUSALS: ReadonlySet<string> = new Set(['access_denied', 'consent_required', 'interaction_required']);

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof oauth.AuthorizationResponseError) return REFUSALS.has(error.error) ? 'refused' : 'other';
  if (error instanceof oauth.OperationProcessingError) {
    if (error.code === oauth.JWT_TIMESTAMP_CHECK) return 'clock';
    return error.code === oauth.INVALID_RESPONSE ? 'not-begun-here' : 'other';
  }
  if (error instanceof TypeError && !('code' in error)) return 'unreached'; // what fetch throws without an answer
  if (error instanceof oauth.ResponseBodyError) return 'other';
  const { status } = problemOf(error);
  return status === 401 ? 'not-taken' : status === 0 || status === 503 ? 'unreached' : 'other';
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
