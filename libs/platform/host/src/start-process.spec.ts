import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { loadSettings, systemClock, systemRandom } from '@evenground/config';
import { type DocumentStore, collection } from '@evenground/document-store';
import { openEmbedded } from '@evenground/embedded';
import type { Delivery } from '@evenground/event-log';
import { written } from '@evenground/http';
import { createLogger } from '@evenground/telemetry';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Adapters } from './platform.js';
import type { ServiceDefinition } from './service-definition.js';
import { type RunningProcess, startProcess } from './start-process.js';

const STORE = Symbol('Store');
const NOTES = collection<{ readonly count: number }>('notes');
const TOPIC = 'ingestion.records.requests';
const ASKED = {
  ...{ topic: TOPIC, stream: 'd1/0@feedback', type: 'stream.requested', correlationId: 'x' },
  data: {
    topic: 'ingestion.records',
    stream: 'd1/0',
    requestedBy: 'feedback.count',
    reason: 'rebuild',
    restatementId: 'r1',
  },
};

@Controller('notes')
class NotesController {
  constructor(@Inject(STORE) private readonly store: DocumentStore) {}

  @Post()
  @Access('operations')
  async ask(): Promise<unknown> {
    const { positions } = await this.store.commit({ publish: [ASKED] });
    return written({}, positions, 202);
  }

  @Get()
  @Access('operations')
  async show(@CurrentPrincipal() principal: Principal): Promise<unknown> {
    const [counted] = await this.store.load(NOTES, ['all']);
    return { count: counted?.body.count ?? 0, roles: principal.roles };
  }

  @EventPattern(TOPIC, { group: 'feedback.count', batch: true })
  async count(@Payload() delivery: Delivery): Promise<void> {
    const [counted] = await this.store.load(NOTES, ['all']);
    const body = { count: (counted?.body.count ?? 0) + delivery.events.length };
    await this.store.commit({
      writes: [{ collection: NOTES, id: 'all', expected: counted?.version ?? 0, body }],
      handled: delivery.handled,
    });
  }
}

let turns = 0;
const feedback: ServiceDefinition = {
  service: 'feedback',
  collections: [NOTES],
  assemble: ({ store }) => {
    @Module({})
    class NotesModule {}
    return {
      module: { module: NotesModule, controllers: [NotesController], providers: [{ provide: STORE, useValue: store }] },
      work: [{ name: 'turn', everyMs: 60_000, run: () => Promise.resolve((turns += 1)) }],
    };
  },
};

const adapters: Pick<Adapters, 'open'> = {
  open: ({ dataDir }, { clock, random }) => openEmbedded({ directory: dataDir, clock, random }),
};
const TOKEN = 'a-local-token-of-this-spec-01';

describe('the process', () => {
  let directory: string;
  const lines: string[] = [];
  const running: RunningProcess[] = [];
  const start = async (more: Record<string, string> = {}): Promise<RunningProcess> => {
    const settings = loadSettings({
      EVENGROUND_PORT: '0',
      EVENGROUND_DATA_DIR: directory,
      EVENGROUND_LOCAL_TOKEN: TOKEN,
      ...more,
    });
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ level: 'debug', clock: systemClock, destination });
    const started = await startProcess({
      settings,
      services: [feedback],
      adapters,
      clock: systemClock,
      random: systemRandom,
      logger,
    });
    running.push(started);
    return started;
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'evenground-process-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    rmSync(directory, { recursive: true });
  });
  const call = (process: RunningProcess, path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${process.port}${path}`, init);
  const signed = (headers: Record<string, string> = {}, token = TOKEN) => ({
    headers: { Authorization: `Bearer ${token}`, ...headers },
  });

  test('becomes ready, and says what it is made of', async () => {
    const process = await start();
    expect((await call(process, '/health/live')).status).toBe(200);
    let ready = await call(process, '/health/ready');
    while (ready.status !== 200) ready = await call(process, '/health/ready');
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      checks: {
        'event-log': { healthy: true },
        'store.feedback': { healthy: true },
        'feedback.count': { healthy: true },
      },
    });
    const metrics = await (await call(process, '/metrics')).text();
    expect(metrics).toContain('feature_lag_events{group="feedback.count"}');
    expect(await (await call(process, '/api/docs')).text()).toContain('/api/feedback/v1/notes');
    expect(await (await call(process, '/api/events/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
    expect(turns).toBeGreaterThan(0);
  });

  test('what was written is read, when the reader names it', async () => {
    const process = await start();
    const write = await call(process, '/api/feedback/v1/notes', { method: 'POST', ...signed() });
    expect(write.status).toBe(202);
    const after = write.headers.get('Evenground-Position')!;
    const read = await call(process, '/api/feedback/v1/notes', signed({ 'Evenground-After': after }));
    expect(await read.json()).toEqual({ count: 1, roles: ['district-administrator', 'data-steward'] });
  });

  test('the sign-in link works once, as JSON or as a page', async () => {
    const process = await start();
    const link = new URL(process.signInUrl!).pathname;
    expect((await call(process, link, { method: 'HEAD' })).status).toBe(404);
    const { token } = (await (await call(process, link)).json()) as { token: string };
    const read = await call(process, '/api/feedback/v1/notes', signed({}, token));
    expect(await read.json()).toMatchObject({ roles: ['district-administrator', 'data-steward'] });
    const again = await call(process, link);
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([401, 'sign-in/code-invalid']);
    await process.stop();
    const next = await start();
    expect((await call(next, '/api/feedback/v1/notes', signed({}, token))).status).toBe(200);
    const page = await call(next, new URL(next.signInUrl!).pathname, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).not.toMatch(/<script|src=/);
  });

  test('guesses of sign-in codes are slowed down', async () => {
    const process = await start();
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) statuses.push((await call(process, `/sign-in/guess${guess}`)).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });

  test('without the right token there is nothing, however the path is spelt', async () => {
    const process = await start();
    for (const path of ['/api/feedback/v1/notes', '/%61pi/feedback/v1/notes', '/api/feedback/v1/%6eotes']) {
      expect((await call(process, path)).status).toBe(401);
      expect((await call(process, path, signed({}, `${TOKEN}x`))).status).toBe(401);
      expect((await call(process, path, signed())).status).toBe(200);
    }
  });

  test('keeps secrets to its owner, and out of the log', async () => {
    const process = await start();
    const code = new URL(process.signInUrl!).pathname.split('/').at(-1)!;
    const { token } = (await (await call(process, `/sign-in/${code}`)).json()) as { token: string };
    await call(process, '/api/feedback/v1/notes', signed({}, token));
    for (const file of readdirSync(join(directory, 'keys'))) {
      expect(statSync(join(directory, 'keys', file)).mode & 0o777).toBe(0o600);
    }
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [TOKEN, code, token]) expect(lines.join('')).not.toContain(secret);
  });

  test('one data directory is one process, and a failed start gives it back', async () => {
    const process = await start();
    await expect(start()).rejects.toThrow('data-directory-in-use');
    expect((await call(process, '/health/live')).status).toBe(200);
    await process.stop();
    await expect(
      startProcess({
        settings: loadSettings({ EVENGROUND_PORT: '0', EVENGROUND_DATA_DIR: directory }),
        services: [
          {
            ...feedback,
            assemble: () => {
              throw new Error('cannot be assembled');
            },
          },
        ],
        adapters,
        clock: systemClock,
        random: systemRandom,
        logger: createLogger({ level: 'silent', clock: systemClock }),
      }),
    ).rejects.toThrow('cannot be assembled');
    expect((await call(await start(), '/health/live')).status).toBe(200);
  });

  test('a key file that is not the one of the data stops the start, wherever its folder is', async () => {
    await (await start()).stop();
    const other = mkdtempSync(join(tmpdir(), 'evenground-other-key-'));
    const file = join(other, 'pseudonym.key');
    writeFileSync(file, `1:${Buffer.alloc(32, 9).toString('base64')}\n`, { mode: 0o600 });
    await expect(start({ EVENGROUND_PSEUDONYM_KEY_FILE: file })).rejects.toThrow('not those');
    rmSync(other, { recursive: true });
    await expect(start({ EVENGROUND_PSEUDONYM_KEY_FILE: file })).rejects.toThrow('there is data made with it');
  });

  test('stops twice as well as once', async () => {
    const process = await start();
    await Promise.all([process.stop(), process.stop()]);
    await expect(call(process, '/health/live')).rejects.toThrow();
  });
});
