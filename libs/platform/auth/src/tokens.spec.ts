import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, chmodSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock, systemRandom } from '@evenground/config';
import { type CryptoKey, SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { isAccessRefused } from './access-refused.js';
import { type Authenticator, bearerAuthenticator } from './authenticator.js';
import { type BuiltInIssuer, openBuiltInIssuer } from './built-in-issuer.js';
import { keyedPseudonym } from './claims.js';
import { localAdministrator, localToken } from './local-token.js';
import { oidcTokens } from './oidc-issuer.js';
import { SignInCodes } from './sign-in-codes.js';

const NOW_SECONDS = 1_800_000_000;
const clock: Clock = { nowMs: () => NOW_SECONDS * 1_000, after: systemClock.after };
const AUDIENCE = 'evenground-district';
const pseudonym = keyedPseudonym(Buffer.alloc(32, 5));
const SCOPE = { roles: ['principal'], districts: ['d1'], schools: ['s1'] };

/** 'accepted', or status and code of the refusal. */
async function outcome(authenticator: Authenticator, authorization: string | undefined): Promise<string> {
  try {
    await authenticator.authenticate(authorization);
    return 'accepted';
  } catch (error) {
    if (isAccessRefused(error)) return `${error.status} ${error.code}`;
    throw error;
  }
}

describe('tokens of an OIDC issuer', () => {
  let server: Server;
  let issuer: string;
  let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
  let door: Authenticator;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
    server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/jwks' ? jwks : { issuer, jwks_uri: `${issuer}/jwks` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    door = bearerAuthenticator([oidcTokens({ issuer, audience: AUDIENCE, clock, pseudonym })]);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  interface Told {
    iss?: string;
    aud?: string;
    exp?: number;
    nbf?: number;
    sub?: string;
    kid?: string;
    evenground?: unknown;
  }
  const token = (told: Told = {}, key: CryptoKey | Uint8Array = keys.privateKey, alg = 'ES256') => {
    const { kid = 'k1', iss = issuer, aud = AUDIENCE, exp = NOW_SECONDS + 600, sub = 'ann', ...rest } = told;
    return new SignJWT({ evenground: SCOPE, ...rest, iss, aud, exp, sub }).setProtectedHeader({ alg, kid }).sign(key);
  };

  test('a right one becomes its principal, under a pseudonym', async () => {
    const principal = await door.authenticate(`Bearer ${await token()}`);
    expect(principal).toEqual({ id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/), ...SCOPE, clientScopes: [] });
    expect(principal.id).not.toContain('ann');
    expect((await door.authenticate(`bearer ${await token()}`)).id).toBe(principal.id);
    expect((await door.authenticate(`Bearer ${await token({ sub: 'bob' })}`)).id).not.toBe(principal.id);
  });

  test('a role that this version does not know gives nothing', async () => {
    const principal = await door.authenticate(
      `Bearer ${await token({ evenground: { ...SCOPE, roles: ['superuser', 'teacher'] } })}`,
    );
    expect(principal.roles).toEqual(['teacher']);
  });

  test.each<[string, Told]>([
    ['expired 61 s ago', { exp: NOW_SECONDS - 61 }],
    ['of another audience', { aud: 'elsewhere' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['with an unknown key id', { kid: 'k2' }],
    ['not valid for another 61 s', { nbf: NOW_SECONDS + 61 }],
    ['without the claim', { evenground: undefined }],
    ['with a malformed claim', { evenground: { roles: 'principal', districts: ['d1'] } }],
    ['with an object as a district', { evenground: { ...SCOPE, districts: [{ $ne: null }] } }],
  ])('%s: 401', async (_why, told) => {
    expect(await outcome(door, `Bearer ${await token(told)}`)).toBe('401 token/invalid');
  });

  test.each<[string, Told]>([
    ['expired 59 s ago', { exp: NOW_SECONDS - 59 }],
    ['valid in 59 s', { nbf: NOW_SECONDS + 59 }],
  ])('%s: clocks differ that much', async (_why, told) => {
    expect(await outcome(door, `Bearer ${await token(told)}`)).toBe('accepted');
  });

  test('without an end: 401', async () => {
    const endless = await new SignJWT({ evenground: SCOPE, iss: issuer, aud: AUDIENCE, sub: 'ann' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(keys.privateKey);
    expect(await outcome(door, `Bearer ${endless}`)).toBe('401 token/invalid');
  });

  test("alg none, HMAC with the public key, a stranger's key, a changed payload: 401", async () => {
    const claims = { evenground: SCOPE, iss: issuer, aud: AUDIENCE, exp: NOW_SECONDS + 600, sub: 'ann' };
    const unsecured = new UnsecuredJWT(claims).encode();
    const confused = await token({}, new TextEncoder().encode(await exportSPKI(keys.publicKey)), 'HS256');
    const stranger = await token({}, (await generateKeyPair('ES256')).privateKey);
    const [header, , signature] = (await token()).split('.');
    const changed = [
      header,
      Buffer.from(
        JSON.stringify({ ...claims, evenground: { roles: ['district-administrator'], districts: '*' } }),
      ).toString('base64url'),
      signature,
    ].join('.');
    for (const bad of [unsecured, confused, stranger, changed]) {
      expect(await outcome(door, `Bearer ${bad}`)).toBe('401 token/invalid');
    }
  });

  test('no header, another scheme, rubbish: 401', async () => {
    expect(await outcome(door, undefined)).toBe('401 token/missing');
    for (const header of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      `Bearer ${'x'.repeat(20_000)}`,
      'Bearer a.b.c',
      'Bearer a b',
      'Bearer \u0000',
    ]) {
      expect(await outcome(door, header)).toBe('401 token/invalid');
    }
  });

  test('an issuer that does not answer is 503, and is asked again', async () => {
    const silent = createServer((_request, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const waiting = bearerAuthenticator([oidcTokens({ issuer: elsewhere, audience: AUDIENCE, clock, pseudonym })]);
    expect(await outcome(waiting, `Bearer ${await token()}`)).toBe('503 sign-in/unavailable');
    await new Promise((resolve) => silent.close(resolve));
    expect(await outcome(waiting, `Bearer ${await token()}`)).toBe('503 sign-in/unavailable');
  });

  test.each([
    ['names another issuer', { issuer: 'https://evil.example', jwks_uri: 'https://evil.example/jwks' }],
    ['points inside', { jwks_uri: 'http://169.254.169.254/latest' }],
    ['redirects', 'http://127.0.0.1:1/'],
  ])('a discovery that %s is not followed', async (_why, discovery) => {
    const asked: string[] = [];
    const trap: Server = createServer((request, response) => {
      asked.push(request.url!);
      const own = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
      if (typeof discovery === 'string') response.writeHead(302, { location: discovery }).end();
      else response.end(JSON.stringify({ issuer: own, ...discovery }));
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const own = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
    const trapped = bearerAuthenticator([oidcTokens({ issuer: own, audience: AUDIENCE, clock, pseudonym })]);
    expect(await outcome(trapped, `Bearer ${await token({ iss: own })}`)).toBe('503 sign-in/unavailable');
    expect(asked).toEqual(['/.well-known/openid-configuration']);
    await new Promise((resolve) => trap.close(resolve));
  });
});

describe('the built-in issuer', () => {
  let folder: string;
  let nowMs = NOW_SECONDS * 1_000;
  const movable: Clock = { nowMs: () => nowMs, after: systemClock.after };
  const open = (name = 'issuer.jwk'): Promise<BuiltInIssuer> =>
    openBuiltInIssuer({ keyFile: join(folder, 'keys', name), clock: movable, random: systemRandom, pseudonym });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenground-issuer-'));
  });
  beforeEach(() => {
    nowMs = NOW_SECONDS * 1_000;
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const SUBJECT = { subject: 'local', roles: ['teacher'], districts: '*', schools: ['s1'], clientScopes: [] } as const;

  test('lets its own tokens in for 12 hours, also after a restart', async () => {
    const token = await (await open()).issue(SUBJECT);
    const door = bearerAuthenticator([(await open()).tokens]);
    expect(await door.authenticate(`Bearer ${token}`)).toMatchObject({
      roles: ['teacher'],
      districts: '*',
      schools: ['s1'],
    });
    nowMs += 12 * 3_600_000 + 61_000;
    expect(await outcome(door, `Bearer ${token}`)).toBe('401 token/invalid');
  });

  test('of another data directory is a stranger', async () => {
    const token = await (await open('other.jwk')).issue(SUBJECT);
    expect(await outcome(bearerAuthenticator([(await open()).tokens]), `Bearer ${token}`)).toBe('401 token/invalid');
  });

  test('keeps its key from others', async () => {
    await open('private.jwk');
    const file = join(folder, 'keys', 'private.jwk');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    await expect(open('private.jwk')).rejects.toThrow('key-invalid');
  });
});

describe('the local token', () => {
  const door = bearerAuthenticator([localToken('a-fixed-token-of-24-chars', localAdministrator('local'))]);

  test('is the administrator and steward of every district', async () => {
    expect(await door.authenticate('Bearer a-fixed-token-of-24-chars')).toEqual({
      ...{
        id: 'local',
        roles: ['district-administrator', 'data-steward'],
        districts: '*',
        schools: '*',
        clientScopes: [],
      },
    });
  });

  test('has to be exact', async () => {
    for (const near of ['a-fixed-token-of-24-char', 'a-fixed-token-of-24-charsx', 'A-fixed-token-of-24-chars']) {
      expect(await outcome(door, `Bearer ${near}`)).toBe('401 token/invalid');
    }
  });
});

describe('sign-in codes', () => {
  let nowMs = 0;
  const codes = new SignInCodes<string>({ nowMs: () => nowMs, after: systemClock.after }, systemRandom);

  test('work once', () => {
    const code = codes.issue('ann');
    expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(codes.redeem(code)).toBe('ann');
    expect(codes.redeem(code)).toBeUndefined();
    expect(codes.redeem('')).toBeUndefined();
  });

  test('work for a quarter of an hour', () => {
    const [early, late] = [codes.issue('ann'), codes.issue('bob')];
    nowMs += 15 * 60_000 - 1;
    expect(codes.redeem(early)).toBe('ann');
    nowMs += 1;
    expect(codes.redeem(late)).toBeUndefined();
  });
});
