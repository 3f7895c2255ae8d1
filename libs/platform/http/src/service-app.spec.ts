import {
  AccessRefused,
  Access,
  type Authenticator,
  CurrentPrincipal,
  OpenRoute,
  type Principal,
} from '@evenground/auth';
import { type Clock, systemClock, systemRandom } from '@evenground/config';
import { isPlatformError, PlatformError } from '@evenground/contracts';
import { Body, Controller, Get, Module, Param, Post, Query, Req } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import request from 'supertest';
import { z } from 'zod';
import { POSITION_HEADER, positionOfToken, positionToken } from './position-token.js';
import { problem, throwRefusal } from './problem.js';
import type { RequestFault } from './problem.filter.js';
import { type ServiceApp, type ServiceAppOptions, createServiceApp } from './service-app.js';
import { StreamedBody } from './streamed-body.js';
import { table } from './table.js';
import { written } from './written.js';

const Note = z.strictObject({
  text: z.string().max(20),
  kind: z.enum(['a', 'b']).optional(),
  size: z.number().optional(),
});
const NoteQuery = z.strictObject({ by: z.string().optional(), limit: z.coerce.number().int().max(200).default(50) });

@Controller('notes')
class NotesController {
  @Get()
  @Access('cycles.read')
  list(
    @Query({ schema: NoteQuery }) query: z.infer<typeof NoteQuery>,
    @CurrentPrincipal() principal: Principal,
  ): unknown {
    return { by: query.by ?? null, limit: query.limit, who: principal.id };
  }
  @Post()
  @Access('cycles.write')
  add(@Body({ schema: Note }) note: z.infer<typeof Note>): unknown {
    return written({ note }, [{ topic: 't', stream: 's', sequence: 3 }]);
  }
  @Post('confirm')
  @Access('cycles.write')
  confirm(): unknown {
    return { confirmed: true };
  }
  @Post('upload')
  @Access('cycles.write')
  @StreamedBody()
  async upload(@Req() incoming: IncomingMessage): Promise<unknown> {
    let bytes = 0;
    for await (const chunk of incoming) bytes += (chunk as Buffer).length;
    return { bytes };
  }
  @Get('table')
  @Access('cycles.read')
  table(): unknown {
    return table(['name', 'change'], [{ name: '=SUM(A1)', change: -0.12 }], { items: [1] });
  }
  @Get('fails/:how')
  @Access('cycles.read')
  fails(@Param('how') how: string): unknown {
    if (how === 'refused')
      throwRefusal({ refused: 'cycle/wrong-state', detail: 'no', state: 'paused', allowed: ['resume'] });
    if (how === 'problem') throw problem(422, 'value/invalid', 'no', { field: 'x', was: 'y'.repeat(5_000) });
    if (how === 'conflict')
      throw new PlatformError('version-conflict', 'row 17 of /var/lib/secret.db', { retriable: true });
    if (how === 'store') throw new PlatformError('store-unavailable', 'mongodb://user:pw@host', { retriable: true });
    throw new Error('SELECT * FROM students; /etc/passwd');
  }
  @Get('open')
  @OpenRoute('a test of open routes')
  open(): unknown {
    return { open: true };
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

const LEADER: Principal = { id: 'lead', roles: ['equity-lead'], districts: ['d1'], schools: '*', clientScopes: [] };

/** Tokens are role names: this is about what happens behind the door; the tokens themselves have a spec in auth. */
const authenticator: Authenticator = {
  authenticate: (authorization) => {
    const role = authorization?.replace('Bearer ', '');
    if (role === 'lead') return Promise.resolve(LEADER);
    if (role === 'respondent') return Promise.resolve({ ...LEADER, id: 'r', roles: ['respondent'] });
    return Promise.reject(new AccessRefused(401, 'token/invalid', 'no'));
  },
};

const opened: ServiceApp[] = [];
async function openApp(more: Partial<ServiceAppOptions> = {}, module: Type = NotesModule): Promise<ServiceApp> {
  const made = await createServiceApp({
    ...{ service: 'feedback', module, authenticator, clock: systemClock, random: systemRandom, ...more },
  });
  opened.push(made);
  return made;
}
afterAll(async () => {
  await Promise.all(opened.map((app) => app.close()));
});

const PREFIX = '/api/feedback/v1/notes';
const asLead = { Authorization: 'Bearer lead' };

describe('a service app', () => {
  let app: ServiceApp;
  const faults: RequestFault[] = [];
  beforeAll(async () => {
    app = await openApp({ onFault: (fault) => faults.push(fault) });
  });

  test('lets the granted in, with the principal and checked query', async () => {
    const answer = await request(app.handle).get(`${PREFIX}?by=race&limit=7`).set(asLead).expect(200);
    expect(answer.body).toEqual({ by: 'race', limit: 7, who: 'lead' });
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['etag']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('a district may be said everywhere, and other unknown keys nowhere', async () => {
    const answer = await request(app.handle).get(`${PREFIX}?by=race&district=d1`).set(asLead).expect(200);
    expect(answer.body).toMatchObject({ by: 'race' });
    const refused = await request(app.handle).get(`${PREFIX}?distrikt=d1&district=d1`).set(asLead).expect(400);
    expect(refused.body).toMatchObject({ code: 'query/invalid', field: 'distrikt' });
    const nul = await request(app.handle).get(`${PREFIX}?by=a%00b`).set(asLead).expect(400);
    expect(nul.body).toMatchObject({ code: 'query/invalid', field: 'by' });
  });

  test('refuses every declared route without a token but the open ones, in problem+json', async () => {
    expect(app.routes.length).toBe(7);
    for (const route of app.routes) {
      const path = route.path.replace(':how', 'x');
      const answer = await request(app.handle)[route.method === 'GET' ? 'get' : 'post'](path);
      if (route.access !== undefined && 'openBecause' in route.access) expect(answer.status).toBe(200);
      else {
        expect({ route: route.path, status: answer.status, code: answer.body.code }).toEqual({
          route: route.path,
          status: 401,
          code: 'token/invalid',
        });
        expect(answer.headers['www-authenticate']).toBe('Bearer');
        expect(answer.type).toBe('application/problem+json');
      }
    }
  });

  test('refuses a role without a grant', async () => {
    const answer = await request(app.handle)
      .post(PREFIX)
      .set('Authorization', 'Bearer respondent')
      .send({ text: 'x' })
      .expect(403);
    expect(answer.body).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });

  test.each([
    [`${PREFIX}?colour=red`, 'colour'],
    [`${PREFIX}?by=a&by=b`, 'by'],
    [`${PREFIX}?by[$ne]=a`, 'by[$ne]'],
    [`${PREFIX}?__proto__=a`, '__proto__'],
    [`${PREFIX}?constructor=a`, 'constructor'],
    [`${PREFIX}?limit=201`, 'limit'],
    [`${PREFIX}/table?raw=1`, 'raw'],
  ])('answers 400 to the query %s naming %s', async (path, field) => {
    const answer = await request(app.handle).get(path).set(asLead).expect(400);
    expect(answer.body).toMatchObject({ code: 'query/invalid', field });
  });

  test.each<[string, number, string, string | undefined]>([
    ['{"text":"x","role":"admin"}', 422, 'body/invalid', 'role'],
    ['{"text":1}', 422, 'body/invalid', 'text'],
    ['{"text":"x","kind":"z"}', 422, 'body/invalid', 'kind'],
    ['', 422, 'body/invalid', 'text'],
    ['{"text":"x","__proto__":{"admin":true}}', 400, 'body/key-forbidden', '__proto__'],
    ['{"text":"x","constructor":{"prototype":{}}}', 400, 'body/key-forbidden', 'constructor'],
    ['{"text":', 400, 'body/malformed', undefined],
    ['{"text":"x","size":1e400}', 400, 'body/number-out-of-range', undefined],
    ['{"text":"\\u0000"}', 400, 'body/text-invalid', undefined],
    ['{"text":"\\ud800"}', 400, 'body/text-invalid', undefined],
    ['['.repeat(100_000) + ']'.repeat(100_000), 400, 'body/too-deep', undefined],
  ])('refuses hostile or wrong bodies, case %#', async (body, status, code, field) => {
    const answer = await request(app.handle)
      .post(PREFIX)
      .set(asLead)
      .set('Content-Type', 'application/json')
      .send(body);
    expect({ status: answer.status, code: answer.body.code, field: answer.body.field }).toEqual({
      status,
      code,
      field,
    });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('takes JSON up to 1 MB and no other kind of body', async () => {
    const tooLarge = JSON.stringify({ text: 'x'.repeat(1_000_001) });
    await request(app.handle)
      .post(PREFIX)
      .set(asLead)
      .set('Content-Type', 'application/json')
      .send(tooLarge)
      .expect(413);
    await request(app.handle).post(PREFIX).set(asLead).set('Content-Type', 'text/csv').send('a,b').expect(415);
    await request(app.handle)
      .post(PREFIX)
      .set(asLead)
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'gzip')
      .send('{"text":"x"}')
      .expect(415);
  });

  test('takes a streamed body as it is or in gzip, and says so of another compression', async () => {
    const send = (encoding: string): request.Test =>
      request(app.handle)
        .post(`${PREFIX}/upload`)
        .set(asLead)
        .set('Content-Type', 'text/csv')
        .set('Content-Encoding', encoding)
        .send('a,b');
    for (const encoding of ['identity', 'gzip', 'GZIP']) expect((await send(encoding)).status).toBeLessThan(300);
    for (const encoding of ['br', 'deflate', 'zstd', 'gzip, br']) {
      const { status, body } = await send(encoding);
      expect(status).toBe(415);
      expect(body).toMatchObject({ code: 'body/content-encoding', was: encoding, wouldBeRight: expect.any(String) });
    }
  });

  test('waits no longer than 15 s for a body', async () => {
    const timers: (() => void)[] = [];
    const clock: Clock = {
      nowMs: () => 0,
      after: (_delayMs, run) => {
        timers.push(run);
        return () => undefined;
      },
    };
    const { handle } = await openApp({ clock });
    const server = createServer(handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(
      `POST ${PREFIX} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer lead\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"te`,
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    timers[0]!();
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 408 [^]*body\/too-slow/);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a route without a body refuses one, and takes an empty object', async () => {
    await request(app.handle).post(`${PREFIX}/confirm`).set(asLead).expect(201);
    await request(app.handle).post(`${PREFIX}/confirm`).set(asLead).send({}).expect(201);
    const answer = await request(app.handle)
      .post(`${PREFIX}/confirm`)
      .set(asLead)
      .send({ approvedBy: 'me' })
      .expect(422);
    expect(answer.body).toMatchObject({ code: 'body/invalid', field: 'approvedBy' });
  });

  test.each(['text/csv', 'application/zip', 'application/x-ndjson', 'application/json'])(
    'hands a streamed %s body to the route untouched',
    async (type) => {
      const answer = await request(app.handle)
        .post(`${PREFIX}/upload`)
        .set(asLead)
        .set('Content-Type', type)
        .send('x'.repeat(2_000_000))
        .expect(201);
      expect(answer.body).toEqual({ bytes: 2_000_000 });
    },
  );

  test('a write answers its position', async () => {
    const answer = await request(app.handle).post(PREFIX).set(asLead).send({ text: 'x' }).expect(201);
    expect(answer.body).toEqual({ note: { text: 'x' } });
    expect(positionOfToken(answer.headers[POSITION_HEADER.toLowerCase()]!)).toEqual([
      { topic: 't', stream: 's', sequence: 3 },
    ]);
  });

  test('a write that published nothing answers a position too, one that every read includes; a read answers none', async () => {
    const send = request(app.handle).post(`${PREFIX}/upload`).set(asLead).set('Content-Type', 'text/csv').send('x');
    const token = (await send.expect(201)).headers[POSITION_HEADER.toLowerCase()]!;
    expect(positionOfToken(token)).toEqual([]);
    const read = await request(app.handle)
      .get(`${PREFIX}/table`)
      .set(asLead)
      .set('Evenground-After', token)
      .expect(200);
    expect(read.headers[POSITION_HEADER.toLowerCase()]).toBeUndefined();
  });

  test('a table is JSON, or CSV that no spreadsheet computes', async () => {
    const json = await request(app.handle).get(`${PREFIX}/table`).set(asLead).expect(200);
    expect(json.body).toEqual({ items: [1] });
    const csv = await request(app.handle).get(`${PREFIX}/table`).set(asLead).set('Accept', 'text/csv').expect(200);
    expect(csv.type).toBe('text/csv');
    expect(csv.text).toBe("name,change\r\n'=SUM(A1),-0.12\r\n");
  });

  test.each([
    ['refused', 409, 'cycle/wrong-state'],
    ['problem', 422, 'value/invalid'],
    ['conflict', 409, 'version/stale'],
    ['store', 503, 'service/unavailable'],
    ['unexpected', 500, 'fault/internal'],
  ])('says nothing of the inside when it fails: %s', async (how, status, code) => {
    const answer = await request(app.handle).get(`${PREFIX}/fails/${how}`).set(asLead).expect(status);
    expect(answer.body).toMatchObject({
      status,
      code,
      type: `urn:evenground:problem:${code}`,
      correlationId: answer.headers['evenground-correlation-id'],
    });
    expect(answer.text).not.toMatch(/SELECT|passwd|mongodb|secret|\.ts|\.js|stack|node_modules|yyyy{300}/);
    expect(status !== 503 || Number(answer.headers['retry-after']) >= 1).toBe(true);
    expect(faults.some((fault) => fault.correlationId === answer.body.correlationId)).toBe(status >= 500);
  });

  test('extras of a refusal reach the caller', async () => {
    const answer = await request(app.handle).get(`${PREFIX}/fails/refused`).set(asLead);
    expect(answer.body).toMatchObject({ state: 'paused', allowed: ['resume'] });
  });

  test.each([
    '/api/feedback/v1/zebra',
    '/api/feedback/v2/zebra',
    '/zebra',
    '/api/feedback/v1zebra',
    `${PREFIX}/%zz`,
    `${PREFIX}/fails/%E0%A4%A`,
  ])('an unknown or malformed path %s is a problem that does not repeat it', async (path) => {
    const answer = await request(app.handle).get(path).set(asLead);
    expect([400, 404]).toContain(answer.status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.text).not.toContain('zebra');
  });

  test.each([
    ['/api/feedback/v1/%6eotes', {}],
    ['/api/feedback/v1//notes', {}],
    ['/api/feedback/v1/notes;x=1', {}],
    ['/api/feedback/v1/notes/', {}],
    ['/api/feedback/v1/NOTES', {}],
    ['/api/feedback/v1/x/../notes', {}],
    [PREFIX, { 'X-HTTP-Method-Override': 'GET' }],
    [PREFIX, { 'X-Forwarded-For': '127.0.0.1', 'X-Original-URL': `${PREFIX}/open` }],
  ])('no spelling of a path opens it: %s %j', async (path, headers) => {
    for (const token of [undefined, 'Bearer respondent']) {
      const call = request(app.handle).post(path).set(headers).send({ text: 'x' });
      const answer = token === undefined ? await call : await call.set('Authorization', token);
      expect([401, 403, 404]).toContain(answer.status);
    }
  });

  test('takes a well-formed correlation id and replaces another', async () => {
    const kept = await request(app.handle).get(PREFIX).set(asLead).set('Evenground-Correlation-Id', 'abcdefgh-1');
    expect(kept.headers['evenground-correlation-id']).toBe('abcdefgh-1');
    const replaced = await request(app.handle).get(PREFIX).set(asLead).set('Evenground-Correlation-Id', 'a b;[31m');
    expect(replaced.headers['evenground-correlation-id']).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});

describe('Evenground-After', () => {
  test('waits for the named write, and says so when it stays away', async () => {
    const asked: unknown[] = [];
    const app = await openApp({
      positions: {
        waitFor: (position) => {
          asked.push(position);
          return Promise.resolve(!('receiptId' in position));
        },
      },
    });
    const token = positionToken([{ topic: 't', stream: 's', sequence: 9 }])!;
    await request(app.handle).get(PREFIX).set(asLead).set('Evenground-After', token).expect(200);
    const late = await request(app.handle).get(PREFIX).set(asLead).set('Evenground-After', 'receipt:r1').expect(503);
    expect(late.body.code).toBe('not-yet-visible');
    expect(late.headers['retry-after']).toBe('1');
    await request(app.handle).get(PREFIX).set(asLead).set('Evenground-After', '{"$ne":1}').expect(400);
    expect(asked).toEqual([[{ topic: 't', stream: 's', sequence: 9 }], { receiptId: 'r1' }]);
  });
});

describe('rate limits', () => {
  test('refuse with Retry-After, per principal, until time has passed', async () => {
    let nowMs = 1_000_000;
    const clock: Clock = { nowMs: () => nowMs, after: systemClock.after };
    const app = await openApp({ clock, limits: { read: { burst: 3, perSecond: 0.5 } } });
    for (let call = 0; call < 3; call += 1) await request(app.handle).get(PREFIX).set(asLead).expect(200);
    const refused = await request(app.handle).get(PREFIX).set(asLead).expect(429);
    expect(refused.body.code).toBe('rate/exceeded');
    expect(refused.headers['retry-after']).toBe('2');
    await request(app.handle).post(PREFIX).set(asLead).send({ text: 'x' }).expect(201);
    nowMs += 2_000;
    await request(app.handle).get(PREFIX).set(asLead).expect(200);
  });
});

describe('a start', () => {
  const starting = async (module: Type): Promise<string> => {
    try {
      await openApp({}, module);
      return 'started';
    } catch (error) {
      return isPlatformError(error, 'configuration-invalid') ? error.message : `another error: ${String(error)}`;
    }
  };

  test('stops when a route says nothing about access', async () => {
    @Controller('silent')
    class SilentController {
      @Get()
      get(): string {
        return 'x';
      }
    }
    @Module({ controllers: [SilentController] })
    class SilentModule {}
    expect(await starting(SilentModule)).toContain('SilentController.get');
  });

  test('stops when a body or a query has no schema', async () => {
    @Controller('unchecked')
    class UncheckedController {
      @Post()
      @Access('operations')
      post(@Body() body: unknown): unknown {
        return body;
      }
      @Get()
      @Access('operations')
      get(@Query('a') a: string): unknown {
        return a;
      }
    }
    @Module({ controllers: [UncheckedController] })
    class UncheckedModule {}
    const message = await starting(UncheckedModule);
    expect(message).toContain('UncheckedController.post (body)');
    expect(message).toContain('UncheckedController.get (query)');
  });
});
