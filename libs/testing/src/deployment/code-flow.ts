import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Person } from './api-client.js';

/** The public client that is registered, and who may sign in. */
export interface SignInOffer {
  readonly clientId: string;
  /** Where the pages are: codes go to `/signed-in` there, and tokens may be fetched from there. */
  readonly origin: string;
  readonly people: readonly Person[];
}

/** Makes what a code is exchanged for. */
export interface TokenMaker {
  accessToken(person: Person): Promise<string>;
  idToken(person: Person, nonce: string | undefined): Promise<string>;
  lifetimeSeconds(): number;
}

interface Granted {
  readonly person: Person;
  readonly challenge: string;
  readonly nonce: string | undefined;
}

const SESSION = /(?:^|; )provider-session=([\w-]+)/;

/**
 * The authorization code flow of a provider (RFC 6749, 7636, 9207) as strict as real ones: a code works once, for the
 * client, the redirect address and the verifier (S256) it was asked with. Its sign-in page is a form without script; who
 * has signed in has a session, which the end of session ends (OpenID Connect RP-Initiated Logout 1.0).
 */
export class CodeFlow {
  private readonly codes = new Map<string, Granted>();
  private readonly sessions = new Map<string, Person>();

  constructor(
    private readonly offer: SignInOffer,
    private readonly tokens: TokenMaker,
  ) {}

  metadata(issuer: string) {
    return {
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/end-session`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      id_token_signing_alg_values_supported: ['ES256'],
      subject_types_supported: ['public'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** Lets the pages of the registered client read an answer. */
  allowPages(response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', this.offer.origin);
    response.setHeader('Vary', 'Origin');
  }

  /** False where the address is none of the flow's. */
  async answer(request: IncomingMessage, response: ServerResponse, issuer: string): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    switch (`${request.method} ${pathname}`) {
      case 'GET /authorize':
      case 'POST /authorize':
        this.authorize(searchParams, await formOf(request), request, response, issuer);
        return true;
      case 'POST /token':
        await this.exchange(await formOf(request), response);
        return true;
      case 'GET /end-session':
        this.endSession(searchParams, request, response);
        return true;
      default:
        return false;
    }
  }

  private authorize(
    asked: URLSearchParams,
    said: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
    issuer: string,
  ): void {
    const wrong = this.wrongIn(asked);
    if (wrong !== undefined) return void html(response, 400, `<h1>${wrong}</h1>`);
    const goBack = (answer: Readonly<Record<string, string>>): void => {
      const address = new URL(this.redirectUri);
      const state = asked.get('state');
      for (const [name, value] of Object.entries({ ...answer, iss: issuer, ...(state !== null && { state }) }))
        address.searchParams.set(name, value);
      response.writeHead(303, { Location: address.href }).end();
    };
    if (said.has('refuse')) return goBack({ error: 'access_denied', error_description: 'consent was refused' });
    const chosen = this.offer.people.find(({ subject }) => subject === said.get('as'));
    const person = chosen ?? this.sessions.get(sessionOf(request));
    if (person === undefined) return void html(response, 200, this.form());
    if (chosen) {
      const session = newSecret();
      this.sessions.set(session, chosen);
      response.setHeader('Set-Cookie', `provider-session=${session}; HttpOnly; SameSite=Lax; Path=/`);
    }
    const code = newSecret();
    this.codes.set(code, {
      ...{ person, challenge: asked.get('code_challenge')!, nonce: asked.get('nonce') ?? undefined },
    });
    goBack({ code });
  }

  /** What of a request must not even be sent back to the client. */
  private wrongIn(asked: URLSearchParams): string | undefined {
    if (asked.get('client_id') !== this.offer.clientId) return 'unknown client';
    if (asked.get('redirect_uri') !== this.redirectUri) return 'redirect address is not registered';
    if (asked.get('response_type') !== 'code') return 'only codes are given';
    if (asked.get('code_challenge_method') !== 'S256') return 'PKCE with S256 is needed';
    if (!/^[\w-]{43}$/.test(asked.get('code_challenge') ?? '')) return 'no code challenge';
    return undefined;
  }

  private async exchange(form: URLSearchParams, response: ServerResponse): Promise<void> {
    this.allowPages(response);
    response.setHeader('Content-Type', 'application/json').setHeader('Cache-Control', 'no-store');
    const granted = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      form.get('grant_type') === 'authorization_code' &&
      form.get('client_id') === this.offer.clientId &&
      form.get('redirect_uri') === this.redirectUri &&
      granted?.challenge === challenge;
    if (!isRight || granted === undefined) {
      response.statusCode = 400;
      return void response.end(JSON.stringify({ error: 'invalid_grant' }));
    }
    response.end(
      JSON.stringify({
        access_token: await this.tokens.accessToken(granted.person),
        id_token: await this.tokens.idToken(granted.person, granted.nonce),
        token_type: 'Bearer',
        expires_in: Math.max(1, this.tokens.lifetimeSeconds()),
      }),
    );
  }

  private endSession(asked: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    this.sessions.delete(sessionOf(request));
    const back = asked.get('post_logout_redirect_uri');
    const isOfClient = asked.get('client_id') === this.offer.clientId && back === `${this.offer.origin}/`;
    if (isOfClient) response.writeHead(303, { Location: back }).end();
    else html(response, 200, '<h1>Signed out</h1>');
  }

  private get redirectUri(): string {
    return `${this.offer.origin}/signed-in`;
  }

  private form(): string {
    const buttons = this.offer.people.map(
      ({ subject }) => `<p><button name="as" value="${subject}">Sign in as ${subject}</button></p>`,
    );
    return `<h1>Account of the district</h1><form method="post">${buttons.join('')}
<p><button name="refuse" value="yes">Refuse</button></p></form>`;
  }
}

function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

function sessionOf(request: IncomingMessage): string {
  return SESSION.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return new URLSearchParams(body);
}

function html(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>Account of the district</title><body>${body}</body></html>`);
}
