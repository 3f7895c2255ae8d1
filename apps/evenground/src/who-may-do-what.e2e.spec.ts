import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  ApiClient,
  LOCAL_TOKEN,
  type RunningDeployment,
  csvOf,
  embeddedDeployment,
  rawRequest,
} from '@evenground/testing';

const ISSUER = 'urn:evenground:built-in-issuer';
const [INGESTION, DIAGNOSTICS, INTERVENTIONS, FEEDBACK, REPORTING] = [
  ...['/api/ingestion/v1', '/api/diagnostics/v1', '/api/interventions/v1', '/api/feedback/v1', '/api/reporting/v1'],
] as [string, string, string, string, string];
const CANARY = 'kanarienvogel';

interface BodyShape {
  readonly keys: readonly string[];
  /** What tells this shape from the others. */
  readonly telling: Readonly<Record<string, string>>;
}
interface Route {
  readonly method: string;
  readonly path: string;
  /** The shapes of its JSON body; a body that says by one field which shape it has (`command`) is one each. */
  readonly bodies: readonly BodyShape[];
}
type Scope = { districts?: string[]; schools?: string[] | '*'; clientScopes?: string[] };

let directory: string;
let product: RunningDeployment;
let routes: Route[];
let issuerKey: Record<string, string>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evenground-roles-'));
  product = await embeddedDeployment.start({ dataDirectory: directory, district: 'altona' });
  issuerKey = JSON.parse(readFileSync(join(directory, 'keys', 'built-in-issuer.jwk'), 'utf8')) as Record<
    string,
    string
  >;
  routes = routesOf((await product.api.call<OpenApi>('GET', '/api/docs/openapi.json')).body);
  for (const district of ['altona', 'beta']) await fill(district);
}, 120_000);
afterAll(async () => {
  await product.stop();
  await rm(directory, { recursive: true, force: true });
});

interface OpenApi extends Record<string, unknown> {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components?: { readonly schemas?: Record<string, JsonSchema> };
}
interface Operation {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: JsonSchema }> };
}
interface JsonSchema {
  readonly $ref?: string;
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Record<string, { readonly enum?: readonly string[] }>;
}

function routesOf({ paths, components }: OpenApi): Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      const isStreamed = requestBody?.content['text/csv'] !== undefined;
      const named = schema?.$ref && components?.schemas?.[schema.$ref.split('/').at(-1)!];
      const bodies = schema === undefined || isStreamed ? [] : bodyShapes(named || schema);
      return { method: method.toUpperCase(), path, bodies };
    }),
  );
}

function bodyShapes({ oneOf, properties = {} }: JsonSchema): BodyShape[] {
  if (oneOf !== undefined) return oneOf.flatMap(bodyShapes);
  const telling = Object.entries(properties).flatMap(([name, { enum: values = [] }]) =>
    values.length === 1 ? [[name, values[0]!] as const] : [],
  );
  return [{ keys: Object.keys(properties), telling: Object.fromEntries(telling) }];
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(performance.timeOrigin / 1_000 + performance.now() / 1_000);

/** A token signed with the process's own key, unless the changes say otherwise: an attacker's best case. */
function token(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  signature: (input: string) => Buffer = ownSignature,
): string {
  const at = now();
  const whole = { iss: ISSUER, aud: 'evenground', sub: 'somebody', iat: at, nbf: at, exp: at + 600, ...claims };
  const input = `${encoded({ alg: 'ES256', typ: 'JWT', ...header })}.${encoded({ evenground: ADMINISTRATOR, ...whole })}`;
  return `${input}.${signature(input).toString('base64url')}`;
}
const ADMINISTRATOR = { roles: ['district-administrator'], districts: '*', schools: '*', clientScopes: [] };
const ownSignature = (input: string): Buffer =>
  sign('sha256', Buffer.from(input), {
    key: createPrivateKey({ key: issuerKey, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363',
  });

const as = (role: string, { districts = ['altona'], schools = '*', clientScopes = [] }: Scope = {}): ApiClient =>
  new ApiClient(
    product.api.baseUrl,
    token({ sub: `${role} of ${districts.join()}`, evenground: { roles: [role], districts, schools, clientScopes } }),
    districts[0]!,
  );
const administrator = (district: string): ApiClient => new ApiClient(product.api.baseUrl, LOCAL_TOKEN, district);

/** Both districts have the same ids everywhere; what is said in `beta` has canaries. */
async function fill(district: string): Promise<void> {
  const api = administrator(district);
  const said = (text: string): string => (district === 'beta' ? `${text} ${CANARY}` : text);
  const must = async <B>(answer: Promise<Answer<B>>): Promise<B> => {
    const { status, text, body } = await answer;
    if (status >= 300) throw new Error(`${status}: ${text}`);
    return body;
  };
  const students = Array.from({ length: 40 }, (_, at) => ({
    ...{ studentId: `s${at}`, schoolYear: '2024-25', schoolId: at % 2 === 0 ? 'north' : 'south', grade: '05' },
    englishLearner: at < 6 || at > 25 ? 'yes' : 'no',
    birthDate: at === 39 ? said('not a day') : '2014-02-03',
  }));
  uploads[district] = (await api.upload('students', csvOf(students))).uploadId;
  const rates = students.slice(0, 39).map(({ studentId, schoolId, englishLearner }, at) => ({
    ...{ studentId, indicator: 'reading-club', period: '2024-25', schoolId },
    value: englishLearner === 'yes' ? (at % 5 === 0 ? '1' : '0') : '1',
  }));
  const indicator = { source: 'observations', kind: 'rate', direction: 'higher-is-better', timing: 'leading' };
  await must(api.put(`${DIAGNOSTICS}/indicators/reading-club`, { name: said('Reading club'), ...indicator }));
  await api.upload('observations', csvOf(rates));
  await must(
    api.put(`${INGESTION}/mappings/sis-export`, {
      ...{ type: 'students', columns: { studentId: said('Pupil'), schoolYear: { constant: '2024-25' } } },
    }),
  );
  const query = { district };
  await must(
    api.post(
      `${INTERVENTIONS}/cycles`,
      {
        ...{ id: 'cycle-1', title: said('Reading'), level: 'school', schoolIds: ['north'], area: 'achievement' },
        ...{ schoolYear: '2025-26', startedOn: '2025-08-25', reviewDueOn: '2026-12-15' },
      },
      { query },
    ),
  );
  await must(api.post(`${INTERVENTIONS}/cycles/cycle-1/log`, { kind: 'note', text: said('We began.') }, { query }));
  await must(
    api.post(
      `${FEEDBACK}/frontline-reports`,
      { cycleId: 'cycle-1', schoolId: 'north', kind: 'no-time', text: said('No room on Tuesdays.') },
      { query, token: token({ evenground: { roles: ['teacher'], districts: [district], schools: ['north'] } }) },
    ),
  );
}
const uploads: Record<string, string> = {};

describe('nothing is open that does not say so (S1)', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hmac = (key: string) => (input: string) => createHmac('sha256', key).update(input).digest();
  const publicPem = (): string =>
    createPublicKey({ key: issuerKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  const forgeries: [string, () => string | undefined][] = [
    ['nothing', () => undefined],
    ['another scheme', () => `Basic ${Buffer.from('admin:admin').toString('base64')}`],
    ['an empty token', () => 'Bearer '],
    ['the local token but for a letter', () => `Bearer ${LOCAL_TOKEN}x`],
    ['an expired token', () => `Bearer ${token({ exp: now() - 61 })}`],
    ['no end', () => `Bearer ${token({ exp: undefined })}`],
    ['another audience', () => `Bearer ${token({ aud: 'elsewhere' })}`],
    ['another issuer', () => `Bearer ${token({ iss: 'https://elsewhere.example' })}`],
    ['not valid yet', () => `Bearer ${token({ nbf: now() + 90 })}`],
    ['alg none', () => `Bearer ${token({}, { alg: 'none' }, () => Buffer.alloc(0))}`],
    ['HS256 with the public key', () => `Bearer ${token({}, { alg: 'HS256' }, hmac(publicPem()))}`],
    [
      'a key of its own in the header',
      () => {
        const jwk = other.publicKey.export({ format: 'jwk' });
        const made = (input: string): Buffer =>
          sign('sha256', Buffer.from(input), { key: other.privateKey, dsaEncoding: 'ieee-p1363' });
        return `Bearer ${token({}, { jwk, kid: 'mine', jku: 'http://127.0.0.1:1/jwks' }, made)}`;
      },
    ],
    ['an unknown key id', () => `Bearer ${token({}, { kid: 'nobody' })}`],
    [
      'claims changed after signing',
      () => {
        const [head, , signature] = token().split('.');
        return `Bearer ${head}.${encoded({ iss: ISSUER, aud: 'evenground', sub: 'x', exp: now() + 60, evenground: ADMINISTRATOR })}.${signature}`;
      },
    ],
    ['no scope claim', () => `Bearer ${token({ evenground: undefined })}`],
  ];
  const knock = async ({ method, path }: Route, authorization: string | undefined): Promise<Response> =>
    fetch(product.api.baseUrl + path.replaceAll(/\{\w+\}/g, 'x'), {
      method,
      headers: authorization === undefined ? {} : { authorization },
    });

  test('a token of the same key and the right claims is let in (or the rest would say nothing)', async () => {
    const answer = await fetch(`${product.api.baseUrl}${DIAGNOSTICS}/indicators?district=altona`, {
      headers: { authorization: `Bearer ${token()}` },
    });
    expect(answer.status).toBe(200);
  });

  test.each(forgeries)('every route refuses %s', async (_name, forged) => {
    expect(routes.length).toBeGreaterThan(60);
    for (const route of routes) {
      const answer = await knock(route, forged());
      const body = (await answer.json()) as { code: string };
      expect([route.method, route.path, answer.status, body.code.split('/')[0]]).toEqual([
        ...[route.method, route.path, 401, 'token'],
      ]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('what is open beside the services holds no data', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/api/docs',
      '/api/docs/openapi.json',
      '/api/events',
    ]) {
      const text = await (await fetch(product.api.baseUrl + path)).text();
      for (const secret of [CANARY, 'altona', 'beta', 'north', 'cycle-1', directory, LOCAL_TOKEN])
        expect([path, secret, text.includes(secret)]).toEqual([path, secret, false]);
    }
    for (const path of ['/', '/api', '/admin', '/.env', '/sign-in/people', '/api/ingestion', '/debug/pprof'])
      expect([401, 404]).toContain((await fetch(product.api.baseUrl + path, { method: 'POST' })).status);
  });

  test('another spelling of a path meets the same decision', async () => {
    const spellings = [
      ...['/%61pi/ingestion/v1/uploads', '/api/ingestion/v1/%75ploads', '//api/ingestion/v1/uploads'],
      ...['/api/x/../ingestion/v1/uploads', '/API/ingestion/v1/uploads', '/api/ingestion/v1/uploads;x=1'],
      ...['/api/ingestion/v1/uploads.', '/api/ingestion/v1/uploads%2f', '/api/ingestion/v1/uploads%00'],
      ...['http://elsewhere/api/ingestion/v1/uploads', '/health/live/../../api/ingestion/v1/uploads'],
    ];
    for (const target of spellings) {
      const head = [
        `GET ${target}?district=beta HTTP/1.1`,
        'Host: x',
        'Connection: close',
        'X-Original-URL: /health/live',
      ];
      const answer = await rawRequest({ port: product.port, head, body: Buffer.alloc(0) });
      expect([target, answer.slice(9, 12)]).toEqual([target, expect.stringMatching(/^40[014]$/)]);
      expect(answer).not.toContain('uploadId');
    }
  });
});

/** Y: lets in. N: 403. H: 404, as if there were nothing. Columns: T P L S D A R V, and X with the scope that is named. */
const TABLE: [string, string, string, string | undefined, string, unknown?][] = [
  ['POST', `${INGESTION}/uploads`, 'NNNYYNNN', 'ingest', 'uploads'],
  ['GET', `${INGESTION}/uploads`, 'NYYYYNNN', 'ingest', 'uploads'],
  ['GET', `${INGESTION}/uploads/{upload}/quarantine`, 'NYYYYNNN', 'ingest', 'uploads'],
  ['PUT', `${INGESTION}/declarations`, 'NNNYYNNN', 'ingest', 'declarations', {}],
  ['PUT', `${INGESTION}/mappings/m`, 'NNNYYNNN', 'ingest', 'mappings', {}],
  ['DELETE', `${INGESTION}/students/nobody`, 'NNNNYNNN', undefined, 'erase: ask'],
  ['POST', `${INGESTION}/erasures/none/confirm`, 'NNNYNNNN', undefined, 'erase: confirm'],
  ['GET', `${DIAGNOSTICS}/gaps?indicator=reading-club`, 'YYYYYHHH', 'read|read-live', 'live gaps'],
  ['GET', `${DIAGNOSTICS}/populations`, 'YYYYYHHH', 'read|read-live', 'live gaps'],
  ['PUT', `${DIAGNOSTICS}/indicators/mine`, 'NNNYYNNN', 'ingest', 'definitions', {}],
  ['POST', `${DIAGNOSTICS}/problem-statements`, 'NYYNYNNN', undefined, 'problem statements', {}],
  ['POST', `${DIAGNOSTICS}/rebuild?district=nowhere`, 'NNNNYNNN', undefined, 'operations'],
  ['POST', `${INTERVENTIONS}/cycles`, 'NYYNYNNN', undefined, 'cycles', {}],
  ['POST', `${INTERVENTIONS}/cycles/cycle-1/pause`, 'NYYNYNNN', undefined, 'cycles', {}],
  ['GET', `${INTERVENTIONS}/cycles/cycle-1/log`, 'YYYYYNN', 'read', 'decision log'],
  ['POST', `${INTERVENTIONS}/cycles/cycle-1/interventions`, 'NYYNYNNN', undefined, 'plans', {}],
  ['POST', `${INTERVENTIONS}/interventions/none/deliveries`, 'YYNYNNNN', 'deliver', 'deliveries', {}],
  ['POST', `${INTERVENTIONS}/interventions/none/fidelity-checks`, 'NYYNNNNN', undefined, 'fidelity', {}],
  ['POST', `${FEEDBACK}/frontline-reports`, 'YYNNNNNN', undefined, 'frontline reports', {}],
  ['GET', `${FEEDBACK}/frontline-reports`, 'YYY', undefined, 'frontline reports'],
  ['GET', `${REPORTING}/cycles`, 'YYYYYHHH', 'read', 'reflection'],
  ['GET', `${REPORTING}/cycles/cycle-1/reflection`, 'YYYYYHHH', 'read', 'reflection'],
  ['GET', `${REPORTING}/cycles/cycle-1/reflection/history`, 'YYYYYHHH', 'read', 'reflection'],
  ['GET', `${REPORTING}/releases`, 'YYYYYYYY', 'read|read-live', 'releases: read'],
  ['GET', `${REPORTING}/releases/none/gaps?indicator=x`, 'YYYYYYYY', 'read|read-live', 'releases: read'],
  ['POST', `${REPORTING}/releases`, 'NNYYNNNN', undefined, 'releases: prepare', {}],
  ['POST', `${REPORTING}/releases/none/approve`, 'NNNYYNNN', undefined, 'releases: approve'],
  ['PUT', `${REPORTING}/disclosure-policy`, 'NNNNYNNN', undefined, 'district settings', {}],
  ['POST', `${REPORTING}/rebuild?district=nowhere`, 'NNNNYNNN', undefined, 'operations'],
];
const ROLES = [
  ...['teacher', 'principal', 'equity-lead', 'data-steward', 'district-administrator'],
  ...['state-analyst', 'respondent', 'advocate'],
];
const ALL_CLIENT_SCOPES = ['ingest', 'read', 'read-live', 'deliver', 'submit'];

describe('one table decides who may do what (S2, workflow §1)', () => {
  const decision = async (client: ApiClient, [method, path, , , , body]: (typeof TABLE)[number]): Promise<string> => {
    const answer = await client.call<{ code?: string }>(
      method,
      path.replace('{upload}', uploads['altona']!),
      path.endsWith('/uploads') && method === 'POST' ? 'studentId\n' : body,
    );
    const { code = '' } = answer.body;
    if (answer.status === 401) return 'token refused';
    if (answer.status === 404 && code === 'resource/unknown') return 'H';
    return answer.status === 403 && code === 'role/not-allowed' ? 'N' : 'Y';
  };

  test.each(TABLE)('%s %s: %s, client %s (%s)', async (...row) => {
    for (const [at, expected] of [...row[2]].entries())
      expect([ROLES[at], await decision(as(ROLES[at]!), row)]).toEqual([ROLES[at], expected]);
    for (const scope of ALL_CLIENT_SCOPES) {
      const held = await decision(as('service-account', { clientScopes: [scope] }), row);
      expect([scope, held]).toEqual([scope, row[3]?.split('|').includes(scope) ? 'Y' : 'N']);
    }
    expect(await decision(as('stranger'), row)).toMatch(/^[NH]$/);
  });

  test('within the own district, schools outside the scope are 403, in lists and filters too', async () => {
    const principal = as('principal', { schools: ['south'] });
    for (const [method, path, body] of [
      ['GET', `${DIAGNOSTICS}/gaps?indicator=reading-club&school=north`],
      ['GET', `${DIAGNOSTICS}/populations?school=south&school=north`],
      ['GET', `${INTERVENTIONS}/cycles/cycle-1`],
      ['GET', `${INTERVENTIONS}/cycles/cycle-1/log`],
      ['GET', `${REPORTING}/cycles/cycle-1/reflection`],
      ['POST', `${INTERVENTIONS}/cycles/cycle-1/begin-diagnosis`, {}],
    ] as const) {
      const answer = await principal.call(method, path, body);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const own = await principal.get<{ total: number }>(`${DIAGNOSTICS}/populations`);
    expect(own.body.total).toBe(19);
    const listed = await principal.get<{ items: unknown[] }>(`${INTERVENTIONS}/cycles`);
    expect(listed.body.items).toEqual([]);
    const upload = await as('data-steward', { schools: ['south'] }).send('students', 'studentId,schoolYear\n');
    expect([upload.status, upload.body.code]).toEqual([403, 'scope/outside']);
  });

  test('a teacher sees live gaps suppressed, in JSON and in CSV; a principal does not', async () => {
    const question = { indicator: 'reading-club', by: 'englishLearner', school: 'north', where: 'grade:05' };
    const small = { ...question, by: 'englishLearner,grade,gender' };
    for (const query of [question, small]) {
      const seen = await as('teacher', { schools: ['north'] }).get<{ groups: Record<string, unknown>[] }>(
        ...([`${DIAGNOSTICS}/gaps`, query] as const),
      );
      expect(seen.status).toBe(200);
      for (const group of seen.body.groups)
        if (group['suppressed'] === true || group['display'] !== undefined)
          for (const hidden of ['n', 'events', 'rate', 'interval']) expect(group[hidden] ?? null).toBeNull();
    }
    const full = await as('principal', { schools: ['north'] }).get<{ groups: { n: number }[] }>(
      ...([`${DIAGNOSTICS}/gaps`, question] as const),
    );
    expect(full.body.groups.every(({ n }) => n > 0)).toBe(true);
  });

  test('nobody becomes more by what they send', async () => {
    const steward = as('data-steward');
    const people = { subject: 'me', roles: ['district-administrator'], districts: ['altona'], schools: '*' };
    expect((await steward.post('/sign-in/people', people)).status).toBe(403);
    const own = as('district-administrator');
    expect((await own.post('/sign-in/people', { ...people, districts: ['beta'] })).status).toBe(404);
    for (const extra of [{ clientScopes: ['read-live'] }, { id: 'local' }, { roles: ['root'] }, { districts: '*' }])
      expect((await own.post('/sign-in/people', { ...people, ...extra })).status).toBe(422);
    expect(
      (
        await own.call('POST', '/sign-in/people', 'x'.repeat(30_000), {
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(413);
  });
});

/** What a question cannot do without, beside the district. */
function neededBy(path: string): Record<string, string> {
  const indicator = { indicator: 'reading-club' };
  const name = path.slice(path.lastIndexOf('/') + 1);
  switch (name) {
    case 'funnels':
    case 'gaps':
    case 'periods':
    case 'trends':
      return indicator;
    case 'decompositions':
      return { ...indicator, by: 'grade', strata: 'school' };
    case 'adjusted-differences':
      return { ...indicator, by: 'grade' };
    case 'themes':
      return { cycleId: 'cycle-1' };
    case 'discipline-drilldowns':
      return { by: 'grade', group: '9' };
    case 'opportunity-chains':
      return { by: 'grade' };
    case 'interruptions':
      return { ...indicator, start: '2025-26' };
    case 'difference-in-differences':
      return { ...indicator, before: '2024-25', after: '2025-26', treated: 'north', comparison: 'south' };
    default:
      return {};
  }
}

describe('districts never mix, though they have the same ids (S3)', () => {
  const idsOfBeta = async (): Promise<Record<string, string>> => {
    const beta = administrator('beta');
    const quarantine = await beta.get<{ items: { id: string }[] }>(
      `${INGESTION}/uploads/${uploads['beta']}/quarantine`,
    );
    const reports = await beta.get<{ items?: { id: string }[]; reports?: { id: string }[] }>(
      `${FEEDBACK}/frontline-reports`,
    );
    expect(quarantine.body.items).toHaveLength(1);
    return {
      uploadId: uploads['beta']!,
      quarantineId: quarantine.body.items[0]!.id,
      reportId: (reports.body.items ?? reports.body.reports)?.[0]?.id ?? 'none',
    };
  };

  test('the canaries can be found where they belong', async () => {
    const beta = administrator('beta');
    for (const path of [
      `${INTERVENTIONS}/cycles/cycle-1`,
      `${DIAGNOSTICS}/indicators`,
      `${INTERVENTIONS}/cycles/cycle-1/log`,
    ])
      expect([path, (await beta.get(path)).text.includes(CANARY)]).toEqual([path, true]);
    const quarantine = await beta.get(`${INGESTION}/uploads/${uploads['beta']}/quarantine`);
    expect(quarantine.text).toContain(CANARY);
  });

  test.each(['altona', 'gamma'])('no GET of any route gives %s a byte of beta', async (district) => {
    const ids = await idsOfBeta();
    const idOf = (path: string, name: string): string =>
      name === 'uploadId' ? ids['uploadId']! : path.includes('frontline') ? ids['reportId']! : 'cycle-1';
    for (const role of ['district-administrator', 'data-steward', 'equity-lead', 'teacher']) {
      const client = as(role, { districts: [district] });
      for (const { path } of routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream')))
        for (const query of [{ district }, { district: 'beta' }, { district: ['beta', district] }]) {
          const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => idOf(path, name));
          const more = neededBy(path);
          const answer = await client.call<{ code?: string }>('GET', url, undefined, { query: { ...query, ...more } });
          expect([role, url, answer.text.includes(CANARY)]).toEqual([role, url, false]);
          if (query.district === 'beta' && answer.body.code !== 'role/not-allowed')
            expect([role, url, answer.status]).toEqual([role, url, 404]);
        }
    }
  });

  test('no command of another district finds anything of beta', async () => {
    const ids = await idsOfBeta();
    const altona = as('district-administrator', { districts: ['gamma'] });
    const steward = as('data-steward', { districts: ['gamma'] });
    const before = await snapshot();
    const tries: [ApiClient, string, string, unknown][] = [
      [
        steward,
        'POST',
        `${INGESTION}/quarantine/${ids['quarantineId']}/replay`,
        { row: { studentId: 's1', schoolYear: '2024-25' } },
      ],
      [altona, 'POST', `${INTERVENTIONS}/cycles/cycle-1/begin-diagnosis`, {}],
      [altona, 'POST', `${INTERVENTIONS}/cycles/cycle-1/log`, { kind: 'note', text: 'mine' }],
      [altona, 'POST', `${INTERVENTIONS}/cycles/cycle-1/close-early`, { reasonKind: 'other' }],
      [as('equity-lead', { districts: ['gamma'] }), 'POST', `${FEEDBACK}/frontline-reports/${ids['reportId']}/see`, {}],
      [altona, 'DELETE', `${INGESTION}/students/s1?reason=contract-end`, undefined],
    ];
    for (const [client, method, path, body] of tries)
      for (const district of ['gamma', 'beta']) {
        const answer = await client.call<{ code: string }>(method, path, body, { query: { district } });
        expect([path, district, String(answer.status)]).toEqual([
          path,
          district,
          expect.stringMatching(/^(?:404|422)$/),
        ]);
        expect(answer.text).not.toContain(CANARY);
      }
    expect(await snapshot()).toEqual(before);
  });

  test('who may act in several districts is held to the one the query names', async () => {
    const both = as('district-administrator', { districts: ['altona', 'beta'] });
    const found = await both.call('GET', `${INGESTION}/uploads/${uploads['beta']}`, undefined, {
      query: { district: 'beta' },
    });
    expect(found.status).toBe(200);
    const other = await both.call('GET', `${INGESTION}/uploads/${uploads['beta']}`, undefined, {
      query: { district: 'altona' },
    });
    expect(other.status).toBe(404);
  });

  test('an Idempotency-Key answers only in its own district', async () => {
    const key = { 'idempotency-key': 'one-key-for-both' };
    const record = { type: 'schools', schoolId: 'north', name: 'North' };
    const answers = [];
    for (const district of ['altona', 'beta']) {
      const body = { district, records: [record] };
      answers.push(
        (await product.api.post<{ receiptId: string }>(`${INGESTION}/records`, body, { headers: key })).body,
      );
    }
    expect(answers[0]!.receiptId).not.toBe(answers[1]!.receiptId);
    expect(answers[0]!.receiptId).toBeDefined();
  });

  test('cursors of beta open nothing elsewhere', async () => {
    const page = await administrator('beta').get<{ next: string | null }>(`${INGESTION}/uploads`, { limit: '1' });
    expect(page.body.next).toEqual(expect.any(String));
    const answer = await as('data-steward', { districts: ['gamma'] }).get(`${INGESTION}/uploads`, {
      after: page.body.next!,
    });
    expect(answer.text).not.toContain(uploads['beta']);
    expect(answer.status === 400 || (answer.body['items'] as unknown[]).length === 0).toBe(true);
  });

  async function snapshot(): Promise<unknown> {
    const beta = administrator('beta');
    const paths = [`${INTERVENTIONS}/cycles/cycle-1`, `${INTERVENTIONS}/cycles/cycle-1/log`, `${INGESTION}/uploads`];
    const texts = await Promise.all(paths.map(async (path) => (await beta.get(path)).text));
    return [...texts, (await beta.get<{ total: number }>(`${DIAGNOSTICS}/populations`)).body.total];
  }
});

describe('what a body may not say is refused by name (S4)', () => {
  const PRIVILEGED = [
    'role',
    'roles',
    'approvedBy',
    'threshold',
    'suppressed',
    'version',
    'createdBy',
    'state',
    'tenant',
    'principalId',
  ];

  test('in every JSON body of every route', async () => {
    let tried = 0;
    for (const { method, path, bodies } of routes)
      for (const { keys, telling } of bodies) {
        const client = path.endsWith('frontline-reports') ? as('teacher') : leaderFor(path);
        for (const property of PRIVILEGED.filter((name) => !keys.includes(name))) {
          const url = path.replaceAll(/\{\w+\}/g, 'cycle-1');
          const body = { ...telling, [property]: 'x' };
          const answer = await client.call<{ code: string; errors?: { field: string }[] }>(
            ...([method, url, body, { query: { district: 'altona' } }] as const),
          );
          const said = [
            answer.status,
            answer.body.code,
            answer.body.errors?.map(({ field }) => field.split('.').at(-1)),
          ];
          expect([method, url, body, ...said]).toEqual([
            ...[method, url, body, 422, 'body/invalid', expect.arrayContaining([property])],
          ]);
          tried += 1;
        }
      }
    expect(tried).toBeGreaterThan(200);
  });

  test('on routes without a body, and in queries', async () => {
    for (const { method, path, bodies } of routes.filter(({ method }) => method !== 'GET')) {
      if (bodies.length > 0 || path.endsWith('/uploads')) continue;
      const url = path.replaceAll(/\{\w+\}/g, 'cycle-1');
      const answer = await leaderFor(path).call<{ code: string; field: string }>(method, url, { approvedBy: 'me' });
      expect([url, answer.status, answer.body.field]).toEqual([url, 422, 'approvedBy']);
    }
    for (const { path } of routes.filter(({ method }) => method === 'GET')) {
      const url = path.replaceAll(/\{\w+\}/g, 'cycle-1');
      const answer = await product.api.get<{ code: string }>(url, { unsuppressed: 'true' });
      expect([url, answer.status, answer.body.code]).toEqual([url, 400, 'query/invalid']);
    }
  });

  const leaderFor = (path: string): ApiClient => {
    if (path.includes('/confirm') || path.endsWith('/releases')) return as('data-steward');
    return /deliveries|fidelity/.test(path) ? as('principal') : as('district-administrator');
  };
});

describe('limits and errors (S33, S34)', () => {
  test('more exports than a script needs are answered 429 with Retry-After, others are not', async () => {
    const greedy = as('data-steward', { districts: ['altona'] });
    const answers = await Promise.all(
      Array.from({ length: 90 }, () =>
        greedy.get(`${DIAGNOSTICS}/populations`, {}, { headers: { accept: 'text/csv' } }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused[0]!.body['code']).toBe('rate/exceeded');
    expect(
      (await as('equity-lead').get(`${DIAGNOSTICS}/populations`, {}, { headers: { accept: 'text/csv' } })).status,
    ).toBe(200);
  });

  const hostile: [string, string | Uint8Array, string, number][] = [
    ['not JSON', '{"a":', 'application/json', 400],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'application/json', 400],
    ['deep', '['.repeat(5_000) + ']'.repeat(5_000), 'application/json', 400],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', 'application/json', 400],
    ['a huge number', '{"title":1e999}', 'application/json', 400],
    ['NUL', '{"title":"a\\u0000b"}', 'application/json', 400],
    ['2 MB', `{"title":"${'x'.repeat(2_000_000)}"}`, 'application/json', 413],
    ['XML', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', 'application/xml', 415],
    ['an operator', '{"title":{"$ne":null}}', 'application/json', 422],
  ];
  test.each(hostile)('%s', async (_name, body, type, status) => {
    const answer = await as('equity-lead').call<Record<string, unknown>>('POST', `${INTERVENTIONS}/cycles`, body, {
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(status);
    expectDiscreet(answer);
  });

  test('unknown things, wrong periods, odd ids and cursors', async () => {
    const odd = [
      'none',
      '%00',
      '..%2f',
      '__proto__',
      '%F0%9F%90%A4',
      "'%20OR%201=1",
      '%E0%A4%A',
      'a'.repeat(3_000),
      '%0d%0aSet-Cookie:x',
    ];
    for (const id of odd)
      for (const path of [
        ...[`${INGESTION}/uploads/${id}`, `${INGESTION}/uploads/${id}/quarantine`, `${INGESTION}/erasures/${id}`],
        ...[
          `${DIAGNOSTICS}/gaps?indicator=${id}`,
          `${DIAGNOSTICS}/populations?period=${id}`,
          ...[`${DIAGNOSTICS}/populations?by=${id}`, `${DIAGNOSTICS}/populations?by=school.${id}`],
          ...[`${DIAGNOSTICS}/populations?by=any(${id}:yes)`, `${DIAGNOSTICS}/populations?where=${id}:yes`],
        ],
        ...[`${DIAGNOSTICS}/gaps?indicator=reading-club&where=${id}`, `${DIAGNOSTICS}/problem-statements/${id}`],
        ...[
          `${INTERVENTIONS}/cycles/${id}`,
          `${INTERVENTIONS}/cycles?after=${id}`,
          `${FEEDBACK}/frontline-reports/${id}`,
        ],
        ...[
          `${INGESTION}/uploads?after=${id}`,
          `${REPORTING}/cycles/${id}/reflection`,
          `${REPORTING}/cycles?after=${id}`,
        ],
        ...[`${DIAGNOSTICS}/gaps?indicator=reading-club&reference=${id}`, `${FEEDBACK}/frontline-reports?after=${id}`],
      ]) {
        const answer = await as('district-administrator').call<Record<string, unknown>>('GET', path);
        expect([path.slice(0, 90), String(answer.status)]).toEqual([
          path.slice(0, 90),
          expect.stringMatching(/^(?:200|400|404|409|422)$/),
        ]);
        if (answer.status !== 200) expectDiscreet(answer);
        expect(answer.headers.get('set-cookie')).toBeNull();
      }
  });

  test('an Evenground-After that is none is refused, not waited for', async () => {
    for (const after of ['x', Buffer.from('{"a":1}').toString('base64url'), '%00', 'A'.repeat(5_000)]) {
      const answer = await as('district-administrator').get(`${DIAGNOSTICS}/populations`, {}, { after });
      expect(answer.status).toBe(400);
      expectDiscreet(answer);
    }
  });

  function expectDiscreet(answer: Answer<Record<string, unknown>>): void {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body['code']).toMatch(/^[a-z-]+\/[a-z-]+$/);
    expect(answer.text).not.toMatch(/node_modules|\bat .*:\d+:\d+|\.(?:js|ts|db)\b|SQLITE|Error:|root:x/);
    expect(answer.text).not.toContain(directory);
  }
});
