import { openEmbedded } from '@evenground/embedded';
import { request as httpRequest, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessRefused, type Authenticator, type Principal } from '@evenground/auth';
import { systemClock, systemRandom } from '@evenground/config';
import { createServiceApp, POSITION_HEADER, positionOfToken, type ServiceApp } from '@evenground/http';
import request from 'supertest';
import { Ingestion } from './ingestion.js';
import { IngestionModule } from './ingestion.module.js';
import { readKeyFile } from './pseudonym-keys.js';
import { IngestionBench, studentsCsv } from './ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

const PREFIX = '/api/ingestion/v1';
const PEOPLE: Readonly<Record<string, Principal>> = {
  steward: { id: 'steward', roles: ['data-steward'], districts: ['d1'], schools: '*', clientScopes: [] },
  administrator: {
    id: 'administrator',
    roles: ['district-administrator'],
    districts: ['d1'],
    schools: '*',
    clientScopes: [],
  },
  elsewhere: { id: 'elsewhere', roles: ['data-steward'], districts: ['d2'], schools: '*', clientScopes: [] },
  teacher: { id: 'teacher', roles: ['teacher'], districts: ['d1'], schools: ['S1'], clientScopes: [] },
};
const authenticator: Authenticator = {
  authenticate: (authorization) => {
    const principal = PEOPLE[authorization?.replace('Bearer ', '') ?? ''];
    return principal === undefined
      ? Promise.reject(new AccessRefused(401, 'token/invalid', 'no'))
      : Promise.resolve(principal);
  },
};
const as = (who: string) => ({ Authorization: `Bearer ${who}` });

describe('the doors of ingestion', () => {
  let bench: IngestionBench;
  let service: ServiceApp;
  let server: Server;

  beforeAll(async () => {
    bench = await IngestionBench.open();
    const module = IngestionModule.register({
      ...{ store: bench.store, clock: systemClock, random: systemRandom, keys: readKeyFile(Buffer.alloc(32, 7)) },
      ...{ spoolDirectory: `${bench.directory}/doors`, batchRows: 20, instance: 'only' },
    });
    service = await createServiceApp({
      service: 'ingestion',
      module,
      authenticator,
      clock: systemClock,
      random: systemRandom,
    });
    server = createServer(service.handle).listen(0);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await service.close();
    await bench.close();
  });
  const idle = () => service.app.get(Ingestion).idle();

  it('take a file in and say what became of it', async () => {
    const sent = await request(server)
      .post(`${PREFIX}/uploads?type=students`)
      .set(as('steward'))
      .set('Content-Type', 'text/csv')
      .send(studentsCsv(30))
      .expect(202);
    const { uploadId } = sent.body as { uploadId: string };
    expect(positionOfToken(sent.headers[POSITION_HEADER.toLowerCase()] as string)).toEqual({ receiptId: uploadId });
    await idle();
    const shown = await request(server).get(`${PREFIX}/uploads/${uploadId}`).set(as('steward')).expect(200);
    expect(shown.body).toMatchObject({
      uploadId,
      status: 'completed',
      rows: 30,
      accepted: 30,
      visible: false,
      quality: { encoding: 'utf-8', findings: [] },
    });
    await request(server).get(`${PREFIX}/uploads/${uploadId}`).set(as('elsewhere')).expect(404);
    await request(server).get(`${PREFIX}/uploads/${uploadId}`).set(as('teacher')).expect(403);
    await request(server)
      .post(`${PREFIX}/uploads?type=students&shape=odd`)
      .set(as('steward'))
      .set('Content-Type', 'text/csv')
      .send('x')
      .expect(400);
    const untyped = await request(server)
      .post(`${PREFIX}/uploads`)
      .set(as('steward'))
      .set('Content-Type', 'text/csv')
      .send('x')
      .expect(422);
    expect(untyped.body).toMatchObject({ code: 'upload/type-missing', field: 'type' });
    const unmapped = await request(server)
      .post(`${PREFIX}/uploads?type=students&mapping=ours`)
      .set(as('steward'))
      .set('Content-Type', 'text/csv')
      .send('x')
      .expect(422);
    expect(unmapped.body).toMatchObject({ code: 'upload/mapping-unused', field: 'format', wouldBeRight: 'mapped' });
    const listed = await request(server)
      .get(`${PREFIX}/uploads`)
      .set(as('steward'))
      .set('Accept', 'text/csv')
      .expect('Content-Type', /text\/csv/)
      .expect(200);
    expect(listed.text.split('\r\n')[1]).toBe(
      [
        uploadId,
        'completed,students,csv,upsert,30,30,0,0,0,0,0,0,false',
        shown.body.startedAt,
        shown.body.finishedAt,
        '',
      ].join(),
    );
  });

  it('take JSON bodies as files, and keep an idempotency key for one body', async () => {
    const post = (body: unknown) =>
      request(server)
        .post(`${PREFIX}/uploads?type=schools`)
        .set(as('steward'))
        .set('Idempotency-Key', 'k1')
        .send(body as object);
    const first = await post([{ schoolId: 'S1', name: 'One' }]).expect(202);
    const again = await post([{ schoolId: 'S1', name: 'One' }]).expect(202);
    expect(again.body).toEqual(first.body);
    expect((await post([{ schoolId: 'S2' }]).expect(409)).body).toMatchObject({ code: 'idempotency/reused' });
    await idle();
  });

  it('fail a body that is cut off in the middle, with nothing taken in', async () => {
    const before = (await bench.events('ingestion.records')).length;
    const { port } = server.address() as AddressInfo;
    const cut = httpRequest({
      port,
      method: 'POST',
      path: `${PREFIX}/uploads?type=students`,
      headers: { ...as('steward'), 'Content-Type': 'text/csv', 'Content-Length': 100_000 },
    });
    cut.on('error', () => undefined);
    cut.write(studentsCsv(50, { from: 500 }));
    const inStatus = async (wanted: string) => {
      for (;;) {
        const { body } = await request(server).get(`${PREFIX}/uploads?limit=200`).set(as('steward'));
        const found = (body as { items: { status: string; problem?: { code: string } }[] }).items.find(
          ({ status }) => status === wanted,
        );
        if (found !== undefined) return found;
      }
    };
    await inStatus('receiving');
    cut.destroy();
    expect((await inStatus('failed')).problem?.code).toBe('upload/truncated');
    expect(await bench.events('ingestion.records')).toHaveLength(before);
  });

  it('show the quarantine and take corrected rows', async () => {
    const sent = await request(server)
      .post(`${PREFIX}/uploads?type=attendance`)
      .set(as('steward'))
      .set('Content-Type', 'text/csv')
      .send('studentId,date,status\n=A,2025-09-31,present\n')
      .expect(202);
    await idle();
    const { uploadId } = sent.body as { uploadId: string };
    const listed = await request(server).get(`${PREFIX}/uploads/${uploadId}/quarantine`).set(as('steward')).expect(200);
    const [item] = (listed.body as { items: { id: string }[] }).items;
    expect(item).toMatchObject({
      line: 2,
      file: '',
      field: 'date',
      code: 'date/invalid',
      row: { studentId: '=A', date: '2025-09-31' },
    });
    await request(server)
      .post(`${PREFIX}/quarantine/${item!.id}/replay`)
      .set(as('elsewhere'))
      .send({ row: {} })
      .expect(404);
    await request(server)
      .post(`${PREFIX}/quarantine/${item!.id}/replay`)
      .set(as('steward'))
      .send({ row: { studentId: 'A', date: '2025-09-31', status: 'present' } })
      .expect(422);
    await request(server)
      .post(`${PREFIX}/quarantine/${item!.id}/replay`)
      .set(as('steward'))
      .send({ row: { studentId: 'A', date: '2025-09-30', status: 'present' } })
      .expect(200);
    const shown = await request(server).get(`${PREFIX}/uploads/${uploadId}`).set(as('administrator')).expect(200);
    expect(shown.body).toMatchObject({ rows: 1, accepted: 1, quarantined: 0 });
  });

  it('answer records one by one, and the same call again the same', async () => {
    const body = {
      records: [
        { type: 'students', studentId: 'R1', schoolYear: '2025-26' },
        { type: 'students', studentId: 'R2' },
      ],
    };
    const first = await request(server)
      .post(`${PREFIX}/records`)
      .set(as('steward'))
      .set('Idempotency-Key', 'r1')
      .send(body)
      .expect(200);
    expect((first.body as { results: unknown[] }).results).toMatchObject([
      { status: 'accepted' },
      { status: 'refused', code: 'cell/missing' },
    ]);
    const again = await request(server)
      .post(`${PREFIX}/records`)
      .set(as('steward'))
      .set('Idempotency-Key', 'r1')
      .send(body)
      .expect(200);
    expect(again.body).toEqual(first.body);
    await request(server)
      .post(`${PREFIX}/records`)
      .set(as('steward'))
      .send({ ...body, approvedBy: 'me' })
      .expect(422);
  });

  it('keep declarations, assessments and mappings', async () => {
    await request(server)
      .put(`${PREFIX}/declarations`)
      .set(as('steward'))
      .send({ type: 'discipline', schoolId: 'S1', schoolYear: '2025-26', complete: true })
      .expect(200);
    await request(server)
      .put(`${PREFIX}/assessments/state`)
      .set(as('steward'))
      .send({ levels: ['a', 'b'], proficientFrom: 'c' })
      .expect(422);
    const defined = await request(server)
      .put(`${PREFIX}/assessments/state`)
      .set(as('steward'))
      .send({ levels: ['a', 'b'], proficientFrom: 'b' })
      .expect(200);
    expect(defined.headers[POSITION_HEADER.toLowerCase()]).toEqual(expect.any(String));
    await request(server)
      .put(`${PREFIX}/mappings/sis`)
      .set(as('steward'))
      .send({ type: 'students', columns: { studentId: 'ID', schoolYear: 'SY' } })
      .expect(200);
    await idle();
  });

  it('erase a student by two people', async () => {
    await request(server).delete(`${PREFIX}/students/ST3?reason=schedule`).set(as('steward')).expect(403);
    await request(server).delete(`${PREFIX}/students/nobody?reason=schedule`).set(as('administrator')).expect(404);
    await request(server)
      .put(`${PREFIX}/students/ST3/inspection`)
      .set(as('administrator'))
      .send({ open: true })
      .expect(204);
    expect(
      (await request(server).delete(`${PREFIX}/students/ST3?reason=schedule`).set(as('administrator')).expect(409))
        .body,
    ).toMatchObject({ code: 'erasure/inspection-open' });
    await request(server)
      .put(`${PREFIX}/students/ST3/inspection`)
      .set(as('administrator'))
      .send({ open: false })
      .expect(204);
    const asked = await request(server)
      .delete(`${PREFIX}/students/ST3?reason=schedule`)
      .set(as('administrator'))
      .expect(202);
    const { erasureId } = asked.body as { erasureId: string };
    await request(server).post(`${PREFIX}/erasures/${erasureId}/confirm`).set(as('administrator')).expect(403);
    await request(server).post(`${PREFIX}/erasures/${erasureId}/confirm`).set(as('steward')).expect(202);
    await idle();
    const shown = await request(server).get(`${PREFIX}/erasures/${erasureId}`).set(as('steward')).expect(200);
    expect(shown.body).toMatchObject({ erasureId, status: 'erasing', reason: 'schedule' });
  });
});
