import { session } from './session.js';
import { NO_ANSWER, ProblemError, problemOfAnswer } from '../api/problem.js';

/** What the server says of the person in front of the page. */
export interface Who {
  readonly roles: readonly string[];
  readonly districts: readonly string[];
  readonly isForEveryDistrict: boolean;
  readonly schools: readonly string[] | '*';
}

/** How people may sign in here. */
export type SignInOptions =
  | { readonly kind: 'link' }
  | { readonly kind: 'token' }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly clientId: string; readonly scope: string };

/** Whom a token speaks for; the session's own where none is given. */
export async function whoIs(given?: string): Promise<Who> {
  const token = given ?? session.token();
  const response = await ask('/sign-in/whoami', token);
  if (response.status === 401 && given === undefined) session.refused(`Bearer ${token}`);
  return bodyOf<Who>(response);
}

export async function signInOptions(): Promise<SignInOptions> {
  return bodyOf<SignInOptions>(await ask('/sign-in/options'));
}

/** Exchanges the code of a printed link for a token; each code works once. */
export async function redeem(code: string): Promise<string> {
  return (await bodyOf<{ token: string }>(await ask(`/sign-in/${encodeURIComponent(code)}`))).token;
}

function ask(address: string, token?: string): Promise<Response> {
  return fetch(address, {
    cache: 'no-store',
    headers: { Accept: 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  }).catch(() => {
    throw new ProblemError(NO_ANSWER);
  });
}

async function bodyOf<Body>(response: Response): Promise<Body> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(problemOfAnswer(response, body));
  return body as Body;
}
