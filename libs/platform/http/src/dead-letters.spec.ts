import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authenticator, Principal } from '@evenground/auth';
import { systemClock, systemRandom } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { type EmbeddedPlatform, openEmbedded } from '@evenground/embedded';
import type { Delivery } from '@evenground/event-log';
import { Controller, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import request from 'supertest';
import { openApiOf } from './openapi.js';
import { POSITION_HEADER } from './position-token.js';
import { type ServiceApp, createServiceApp } from './service-app.js';

const RECORDS = 'ingestion.records';
const TOUCHED = 'diagnostics.touched';
const PREFIX = '/api/reporting/v1/dead-letters';

@Controller()
class Handler {
  @EventPattern([RECORDS, TOUCHED], { group: 'reporting.reflect-cycle', batch: true })
  handle(@Payload() _delivery: Delivery): void {}
}
@Module({ controllers: [Handler] })
class HandlerModule {}

const authenticator: Authenticator = {
  authenticate: (authorization) => {
    const [role = '', district = ''] = (authorization ?? '').replace('Bearer ', '').split(':');
    return Promise.resolve({
      ...{
        id: 'p',
        roles: [role as Principal['roles'][number]],
        districts: [district],
        schools: '*',
        clientScopes: [],
      },
    });
  },
};
const as = (role: string, district = 'd1') => ({ Authorization: `Bearer ${role}:${district}` });
const ADMINISTRATOR = as('district-administrator');

describe('dead letters of a service', () => {
  let directory: string;
  let platform: EmbeddedPlatform;
  let store: DocumentStore;
  let app: ServiceApp;

  const letter = (topic: string, stream: string, sequence: number, group = 'reporting.reflect-cycle') => ({
    ...{ topic: `${topic}.dead-letters`, stream: `${stream}@reporting`, type: 'event.dead-lettered' },
    ...{ correlationId: 'x' },
    data: {
      group,
      original: {
        ...{ id: `e-${stream}-${sequence}`, type: 'records.accepted', version: 1, topic, stream, sequence },
        ...{ time: '2026-01-05T00:00:00.000Z', correlationId: 'upload-1' },
      },
      data: { rows: [{ student: '17.3.AbCdEf', values: ['SECRET'] }] },
      cause: { kind: 'handler-failed', message: 'RangeError: 17.3.AbCdEf is no date', attempts: 5 },
    },
  });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'evenground-letters-'));
    const base = { clock: systemClock, random: systemRandom };
    platform = await openEmbedded({ directory, ...base });
    store = await platform.stores.open('reporting', []);
    app = await createServiceApp({
      ...{ ...base, service: 'reporting', module: HandlerModule, authenticator },
      consume: { ...base, log: platform.log, store },
    });
    await store.commit({
      publish: [
        ...[1, 2, 3].map((sequence) => letter(RECORDS, 'd1/17', sequence)),
        letter(RECORDS, 'd2/17', 1),
        letter(RECORDS, 'd1/17', 9, 'diagnostics.measure-students'),
        letter(TOUCHED, 'd1/17', 4),
      ],
    });
  });
  afterAll(async () => {
    await app.close();
    await platform.close();
    rmSync(directory, { recursive: true });
  });

  const list = async (query = '', who = ADMINISTRATOR) => request(app.handle).get(`${PREFIX}${query}`).set(who);
  const names = (body: { items: { original: { id: string } }[] }) => body.items.map(({ original }) => original.id);

  test('are those of its own features in the caller’s district, over all topics, page by page', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await list(`?limit=2${after}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...names(body));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(seen).toEqual(['e-d1/17-4', 'e-d1/17-1', 'e-d1/17-2', 'e-d1/17-3']);
    expect(names((await list(`?topic=${RECORDS}`)).body)).toHaveLength(3);
    expect(names((await list('?group=reporting.other')).body)).toEqual([]);
    expect(names((await list('', as('district-administrator', 'd2'))).body)).toEqual(['e-d2/17-1']);
  });

  test('say what failed and why, and nothing about anybody', async () => {
    const { body, text } = await list(`?topic=${RECORDS}&limit=1`);
    expect(body.items[0]).toMatchObject({
      group: 'reporting.reflect-cycle',
      original: { type: 'records.accepted', topic: RECORDS, stream: 'd1/17', sequence: 1 },
      cause: { kind: 'handler-failed', message: 'RangeError: … is no date', attempts: 5 },
      replayable: true,
    });
    expect(text).not.toContain('SECRET');
    expect(text).not.toContain('AbCdEf');
  });

  test('a message of a stranger is of no district: all operators see it, and nobody can say it again', async () => {
    const { data, ...published } = letter(TOUCHED, 'foreign-0-7', 1);
    const original = { ...data.original, type: 'message.foreign', id: 'touched/0/7' };
    await store.commit({ publish: [{ ...published, data: { ...data, original } }] });
    for (const district of ['d1', 'd2']) {
      const { body } = await list(`?topic=${TOUCHED}`, as('district-administrator', district));
      const found = (body.items as { id: string; original: { id: string }; replayable: boolean }[]).at(-1)!;
      expect(found).toMatchObject({ original: { id: 'touched/0/7' }, replayable: false });
      const asked = request(app.handle).post(`${PREFIX}/${found.id}/replay?district=${district}`);
      expect((await asked.set(as('district-administrator', district))).status).toBe(404);
    }
    expect((await list('', as('teacher'))).status).toBe(403);
  });

  test('a replay asks the publisher, and says where the request lies', async () => {
    const { id } = (await list(`?topic=${RECORDS}&limit=1`)).body.items[0];
    const answer = await request(app.handle).post(`${PREFIX}/${id}/replay?district=d1`).set(ADMINISTRATOR);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 202,
      body: { restatementId: expect.any(String) },
    });
    expect(answer.headers[POSITION_HEADER.toLowerCase()]).toBeDefined();
    const asked = [];
    for await (const batch of platform.log.replay(`${RECORDS}.requests`)) asked.push(...batch);
    expect(asked.map(({ event }) => event.data)).toEqual([
      expect.objectContaining({ stream: 'd1/17', reason: 'dead-letter-replay', keys: ['17.3.AbCdEf'] }),
    ]);
  });

  test('those of another district, another service or that cannot be said again are refused', async () => {
    const other = (await list('', as('district-administrator', 'd2'))).body.items[0].id;
    const touched = (await list(`?topic=${TOUCHED}`)).body.items[0];
    expect(touched.replayable).toBe(false);
    const replay = (id: string) => request(app.handle).post(`${PREFIX}/${id}/replay`).set(ADMINISTRATOR);
    expect((await replay(other)).body).toMatchObject({ status: 404, code: 'dead-letter/unknown' });
    expect((await replay('no-such')).body).toMatchObject({ status: 404, code: 'dead-letter/unknown' });
    expect((await replay(touched.id)).body).toMatchObject({ status: 409, code: 'dead-letter/not-restatable' });
  });

  test.each([
    ['?topic=feedback.reports', 'topic'],
    ['?after=x', 'after'],
    ['?after=WyJhIiwiIl0', 'after'],
    ['?limit=0', 'limit'],
    ['?stream=d1', 'stream'],
  ])('refuses %s', async (query, field) => {
    expect((await list(query)).body).toMatchObject({ status: 400, code: 'query/invalid', field });
  });

  test('are for operators alone', async () => {
    expect((await list('', as('principal'))).status).toBe(403);
    expect((await list('?district=d2')).status).toBe(404);
  });

  test('stand in the OpenAPI document', () => {
    const { paths } = openApiOf(app);
    expect(paths[PREFIX]?.get).toMatchObject({ 'x-action': 'operations' });
    expect(paths[`${PREFIX}/{id}/replay`]?.post).toMatchObject({ 'x-action': 'operations' });
  });
});
