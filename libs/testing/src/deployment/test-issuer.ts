import { createServer } from 'node:http';
import { once } from 'node:events';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Person } from './api-client.js';

const AUDIENCE = 'evenground-tests';
const ALGORITHM = 'ES256';
const KEY_ID = 'test';

/** An OpenID Connect issuer on this machine, with keys of its own, that gives anybody the token asked for. */
export class TestIssuer {
  readonly audience = AUDIENCE;

  private constructor(
    readonly url: string,
    private readonly key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'],
    /** Ends it. */
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<TestIssuer> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' }] };
    let url = '';
    const server = createServer((request, response) => {
      const documents: Readonly<Record<string, unknown>> = {
        '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
        '/keys': keys,
      };
      const document = documents[request.url ?? ''];
      response.statusCode = document === undefined ? 404 : 200;
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document ?? {}));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
    url = `http://127.0.0.1:${address.port}`;
    return new TestIssuer(url, privateKey, async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
  }

  /** A token of this person, good for a day. */
  tokenFor({ subject, ...scope }: Person): Promise<string> {
    return new SignJWT({ evenground: { clientScopes: [], ...scope } })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setIssuer(this.url)
      .setSubject(subject)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1d')
      .sign(this.key);
  }
}
