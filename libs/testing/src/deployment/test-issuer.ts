import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Person } from './api-client.js';
import { CodeFlow, type SignInOffer } from './code-flow.js';

const AUDIENCE = 'evenground-tests';
const ALGORITHM = 'ES256';
const KEY_ID = 'test';
const DAY_SECONDS = 86_400;

/**
 * An OpenID Connect issuer on this machine, with keys of its own, that gives anybody the token asked for. Once a sign-in
 * is offered it is a provider too: authorization code flow with PKCE, sessions, and their end.
 */
export class TestIssuer {
  readonly audience = AUDIENCE;
  /** Whom the access tokens of the code flow are for, and how long they last: to be changed by a test. */
  readonly codeFlowTokens = { audience: AUDIENCE, lifetimeSeconds: DAY_SECONDS };
  private flow: CodeFlow | undefined;

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly keys: Awaited<ReturnType<typeof newKeys>>,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<TestIssuer> {
    const keys = await newKeys();
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
    return new TestIssuer(`http://127.0.0.1:${address.port}`, server, keys);
  }

  /** Registers the one client, and who may sign in there. */
  offerSignIn(offer: SignInOffer): void {
    this.flow = new CodeFlow(offer, {
      accessToken: (person) => {
        const { audience, lifetimeSeconds } = this.codeFlowTokens;
        return this.tokenFor(person, audience, lifetimeSeconds);
      },
      idToken: ({ subject }, nonce) =>
        this.sign({ ...(nonce !== undefined && { nonce }) }, subject, offer.clientId, 300),
      lifetimeSeconds: () => this.codeFlowTokens.lifetimeSeconds,
    });
  }

  /** A token of this person, good for a day. */
  tokenFor({ subject, ...scope }: Person, audience = AUDIENCE, lifetimeSeconds = DAY_SECONDS): Promise<string> {
    return this.sign({ evenground: { clientScopes: [], ...scope } }, subject, audience, lifetimeSeconds);
  }

  /** Ends it; once is enough. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const documents: Readonly<Record<string, unknown>> = {
      '/.well-known/openid-configuration': {
        ...{ issuer: this.url, jwks_uri: `${this.url}/keys` },
        ...this.flow?.metadata(this.url),
      },
      '/keys': { keys: [this.keys.published] },
    };
    const document = documents[request.url ?? ''];
    if (document === undefined && this.flow && (await this.flow.answer(request, response, this.url))) return;
    response.statusCode = document === undefined ? 404 : 200;
    this.flow?.allowPages(response);
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document ?? {}));
  }

  private sign(
    claims: Readonly<Record<string, unknown>>,
    subject: string,
    audience: string,
    lifetimeSeconds: number,
  ): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setIssuer(this.url)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
      .sign(this.keys.signing);
  }
}

async function newKeys() {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
  return {
    signing: privateKey,
    published: { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' },
  };
}
