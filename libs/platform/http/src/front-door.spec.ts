import { once } from 'node:events';
import { connect } from 'node:net';
import type { ServerResponse } from 'node:http';
import { systemRandom } from '@evenground/config';
import fc from 'fast-check';
import { canonicalTarget } from './canonical-path.js';
import { type Door, type FrontDoor, frontDoor } from './front-door.js';
import { problem } from './problem.js';

describe('the canonical target', () => {
  test.each([
    ['/api/feedback/v1/notes?x=%2e', '/api/feedback/v1/notes?x=%2e'],
    ['/%61pi/feedback/v1/notes', '/api/feedback/v1/notes'],
    ['/%41%5A%5a%61%7a%30%39%2D%2e%5F%7E', '/AZZaz09-._~'],
    ['http://elsewhere.example/api/x?y', '/api/x?y'],
    ['/a%20b', '/a%20b'],
    ['/a;x=1', '/a;x=1'],
  ])('%s is %s', (target, canonical) => {
    expect(canonicalTarget(target)).toBe(canonical);
  });

  test.each([
    '',
    'api',
    '//api',
    '/a//b',
    '/a/../b',
    '/a/./b',
    '/a/..',
    '/%2e%2e/a',
    '/a/%2E',
    '/a%2fb',
    '/a%5cb',
    '/a\\b',
    '/a%00',
    '/a%',
    '/a%zz',
    '/a%2561',
    '/a b',
  ])('%j has no honest use', (target) => {
    expect(canonicalTarget(target)).toBeUndefined();
  });

  test('is canonical itself, and every encoding of unreserved characters leads to it', () => {
    const segment = fc.string({ unit: fc.constantFrom(...'abzAZ09-_~'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.boolean()),
        (segments, coins) => {
          const path = `/${segments.join('/')}`;
          const disguised = [...path].map((letter) =>
            letter !== '/' && coins.next().value === true ? `%${letter.charCodeAt(0).toString(16)}` : letter,
          );
          expect(canonicalTarget(disguised.join(''))).toBe(path);
        },
      ),
    );
  });
});

describe('the front door', () => {
  const opened: FrontDoor[] = [];
  const faults: unknown[] = [];
  const streams: ServerResponse[] = [];
  const held: (() => void)[] = [];
  const doors: Door[] = [
    { path: '/api/a/v1/', handle: (request, response) => void response.end(`a ${request.url}`) },
    { path: '/api/a/v1/deeper/', handle: (_request, response) => void response.end('deeper') },
    { path: '/exact', handle: (_request, response) => void response.end('exact') },
    { path: '/refuses', handle: () => Promise.reject(problem(418, 'tea/pot', 'no')) },
    { path: '/fails', handle: () => Promise.reject(new Error('/etc/secret')) },
    { path: '/slow', handle: (_request, response) => void held.push(() => response.end('done')) },
    {
      path: '/stream',
      handle: (_request, response) => {
        streams.push(response.setHeader('content-type', 'text/event-stream'));
        response.write(': open\n\n');
      },
    },
  ];
  const open = async (): Promise<{ door: FrontDoor; url: string; port: number }> => {
    const door = frontDoor({ doors, random: systemRandom, onFault: (error) => faults.push(error) });
    opened.push(door);
    const port = await door.listen(0, '127.0.0.1');
    return { door, port, url: `http://127.0.0.1:${port}` };
  };
  afterAll(() => Promise.all(opened.map((door) => door.close(0))));

  test('hands over the whole path to the longest door that matches', async () => {
    const { url } = await open();
    expect(await (await fetch(`${url}/api/a/v1/x?y=1`)).text()).toBe('a /api/a/v1/x?y=1');
    expect(await (await fetch(`${url}/api/a/v1/deeper/x`)).text()).toBe('deeper');
    expect(await (await fetch(`${url}/%65xact?q`)).text()).toBe('exact');
    for (const path of ['/', '/api/a/v1', '/api/a/v10/x', '/exact/', '/exactly', '/EXACT']) {
      const answer = await fetch(url + path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  test('keeps an idle connection open for longer than a load balancer does, which then ends it in its own time', async () => {
    const { url } = await open();
    const said = (await fetch(`${url}/exact`)).headers.get('keep-alive');
    expect(Number(/timeout=(\d+)/.exec(said ?? '')?.[1])).toBeGreaterThan(60);
  });

  test('answers what doors throw, and says nothing of faults', async () => {
    const { url } = await open();
    expect((await fetch(`${url}/refuses`)).status).toBe(418);
    const failed = await fetch(`${url}/fails`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('secret');
    expect(faults.map(String)).toEqual(['Error: /etc/secret']);
  });

  test('takes raw targets that clients would tidy up', async () => {
    const { port } = await open();
    const raw = async (target: string): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await once(socket, 'close');
      return text.split('\r\n', 1)[0]!;
    };
    expect(await raw('/x/../exact')).toBe('HTTP/1.1 400 Bad Request');
    expect(await raw('//exact')).toBe('HTTP/1.1 400 Bad Request');
    expect(await raw('http://evil.example/exact')).toBe('HTTP/1.1 200 OK');
  });

  test('refuses two lengths of one body (request smuggling)', async () => {
    const { port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.end(
      'POST /exact HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /exact HTTP/1.1\r\n\r\n',
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });

  test.each([
    ['GARBAGE\r\n\r\n', 400, 'request/malformed'],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'request/headers-too-large'],
    ['POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc', 400, 'request/truncated'],
  ])('what is not a whole request is answered as a problem too: %#', async (sent, status, code) => {
    const { port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.end(sent);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, 'close');
    held.length = 0;
    const [head, body] = text.split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body!)).toMatchObject({ status, code });
  });

  test('closes: event streams end, requests in hand are finished, new ones refused', async () => {
    const { door, url } = await open();
    const stream = await fetch(`${url}/stream`);
    const slow = fetch(`${url}/slow`);
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = door.close(3_600_000); // so that it must end by itself
    expect(await stream.text()).toBe(': open\n\n');
    await expect(fetch(`${url}/exact`)).rejects.toThrow();
    held.pop()!();
    expect(await (await slow).text()).toBe('done');
    await closed;
  });

  test('closes in time also when a request never ends', async () => {
    const { door, url } = await open();
    const slow = fetch(`${url}/slow`).catch((error: unknown) => error);
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await door.close(1);
    expect(await slow).toMatchObject({ message: 'fetch failed' });
  });

  test('says when the port is taken', async () => {
    const { port } = await open();
    const second = frontDoor({ doors: [], random: systemRandom, onFault: () => undefined });
    await expect(second.listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
    await second.close(0);
  });
});
