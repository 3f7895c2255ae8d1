import { createHash } from 'node:crypto';
import { TestIssuer } from './test-issuer.js';

const CLIENT = 'pages';
const ORIGIN = 'http://127.0.0.1:1';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const LEAD = { subject: 'lead', roles: ['equity-lead'], districts: ['d'], schools: '*' } as const;

describe('the provider that signs people in during tests', () => {
  let issuer: TestIssuer;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    issuer.offerSignIn({ clientId: CLIENT, origin: ORIGIN, people: [LEAD] });
  });

  afterAll(() => issuer.close());

  const authorize = (changed: Readonly<Record<string, string>> = {}, form: Readonly<Record<string, string>> = {}) => {
    const asked = {
      ...{ client_id: CLIENT, redirect_uri: `${ORIGIN}/signed-in`, response_type: 'code', state: 's', nonce: 'n' },
      ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', ...changed },
    };
    return fetch(`${issuer.url}/authorize?${new URLSearchParams(asked)}`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(form) },
    });
  };

  const codeOf = async (): Promise<string> => {
    const { headers } = await authorize({}, { as: 'lead' });
    const back = new URL(headers.get('location')!);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 's', iss: issuer.url });
    return back.searchParams.get('code')!;
  };

  const exchange = (code: string, changed: Readonly<Record<string, string>> = {}) =>
    fetch(`${issuer.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id: CLIENT, redirect_uri: `${ORIGIN}/signed-in` },
        ...{ code, code_verifier: VERIFIER, ...changed },
      }),
    });

  test('gives a code once, for the verifier and the addresses that it was asked with', async () => {
    const code = await codeOf();
    const answer = await exchange(code);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(Object.keys((await answer.json()) as object).sort()).toEqual([
      ...['access_token', 'expires_in', 'id_token', 'token_type'],
    ]);
    expect((await exchange(code)).status).toBe(400);
    const changes: readonly Readonly<Record<string, string>>[] = [
      { code_verifier: 'w'.repeat(43) },
      { client_id: 'another' },
      { redirect_uri: `${ORIGIN}/elsewhere` },
      { grant_type: 'password' },
    ];
    for (const wrong of changes) expect([wrong, (await exchange(await codeOf(), wrong)).status]).toEqual([wrong, 400]);
  });

  test.each([
    ['client_id', 'another'],
    ['redirect_uri', 'https://elsewhere.example/signed-in'],
    ['response_type', 'token'],
    ['code_challenge_method', 'plain'],
    ['code_challenge', 'short'],
  ])('sends a request with a wrong %s nowhere', async (name, value) => {
    const answer = await authorize({ [name]: value }, { as: 'lead' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('knows who has a session, until it is ended', async () => {
    const signedIn = await authorize({}, { as: 'lead' });
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    const again = async (): Promise<number> => {
      const address = new URL(`${issuer.url}/authorize`);
      address.search = new URLSearchParams({
        ...{ client_id: CLIENT, redirect_uri: `${ORIGIN}/signed-in`, response_type: 'code' },
        ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
      }).toString();
      return (await fetch(address, { redirect: 'manual', headers: { cookie } })).status;
    };
    expect(await again()).toBe(303);
    const ended = await fetch(
      `${issuer.url}/end-session?client_id=${CLIENT}&post_logout_redirect_uri=${encodeURIComponent(`${ORIGIN}/`)}`,
      { redirect: 'manual', headers: { cookie } },
    );
    expect(ended.headers.get('location')).toBe(`${ORIGIN}/`);
    expect(await again()).toBe(200);
  });

  test('sends the browser back when consent is refused', async () => {
    const { headers } = await authorize({}, { refuse: 'yes' });
    expect(new URL(headers.get('location')!).searchParams.get('error')).toBe('access_denied');
  });
});
