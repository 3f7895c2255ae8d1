import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  ApiClient,
  LOCAL_TOKEN,
  type RunningDeployment,
  type UploadStatus,
  cutUploads,
  embeddedDeployment,
  rawRequest,
} from '@evenground/testing';

/** Connections that are cut here; `node tools/cut-uploads.mjs 1000` is the long form. */
const CUTS = 40;
const HEADER = 'studentId,schoolYear,schoolId,grade,raceEthnicity,birthDate';
const row = (student: string, rest = 'north,05,Asian,2014-05-05'): string => `${student},2025-26,${rest}`;
const file = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

let directory: string;
let product: RunningDeployment;
let districts = 0;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evenground-bad-input-'));
  product = await embeddedDeployment.start({ dataDirectory: directory, district: 'first' });
}, 90_000);
afterAll(async () => {
  await product.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A district of which nothing is known yet. */
const fresh = (): ApiClient => new ApiClient(product.api.baseUrl, LOCAL_TOKEN, `district-${(districts += 1)}`);

interface Refusal {
  readonly line: number;
  readonly field?: string;
  readonly code: string;
}
interface Seen {
  readonly status: UploadStatus;
  readonly refused: readonly Refusal[];
  /** Students that a question is answered for. */
  readonly students: number;
}

/** Sends a file, and checks what holds for every file whatever is in it. */
async function sendTo(
  api: ApiClient,
  type: string,
  content: string | Uint8Array,
  query: Record<string, string> = {},
): Promise<Seen> {
  const status = await api.upload(type, content, query);
  expect(status.rows).toBe(status.accepted + status.unchanged + status.quarantined + status.waiting);
  const path = `/api/ingestion/v1/uploads/${status.uploadId}/quarantine`;
  const quarantine = await api.get<{ items: Refusal[] }>(path, { limit: '200' });
  expect(quarantine.status).toBe(200);
  expect(quarantine.body.items.length).toBe(status.quarantined);
  if (status.status === 'failed') expect(status.problem?.detail).not.toBe('');
  const populations = await api.get<{ total: number }>('/api/diagnostics/v1/populations');
  return { status, refused: quarantine.body.items, students: populations.body.total };
}

describe('rows that cannot be right are set aside, the others are kept', () => {
  test('unknown columns are ignored and named', async () => {
    const { status, students } = await sendTo(fresh(), 'students', `${HEADER},shoeSize,__proto__\n${row('s1')},42,x\n`);
    expect(status).toMatchObject({ accepted: 1, quality: { ignoredColumns: ['shoeSize', '__proto__'] } });
    expect(students).toBe(1);
  });

  test('wrong types, empty keys and too many cells are refused by line, field and code', async () => {
    const { status, refused, students } = await sendTo(
      fresh(),
      'students',
      file(
        row('s1'),
        's2,2025-27,north,05,Asian,2014-05-05',
        row('s3', 'north,05,Martian,2014-05-05'),
        row(''),
        row('s5', 'north,05,Asian,2014-02-30'),
        row('s6', 'north,05,Asian,2014-05-05,extra'),
        row('s\u00007'),
        row('s8', 'north,05,Asian,1800-05-05'),
        row('s9'),
      ),
    );
    expect(status).toMatchObject({ status: 'completed', rows: 9, accepted: 2, quarantined: 7 });
    expect(refused.map(({ line, field, code }) => [line, field, code])).toEqual([
      [3, 'schoolYear', 'school-year/invalid'],
      [4, 'raceEthnicity', 'race-ethnicity/unknown'],
      [5, 'studentId', 'cell/missing'],
      [6, 'birthDate', 'date/invalid'],
      [7, undefined, 'row/too-many-cells'],
      [8, 'studentId', 'cell/control-characters'],
      [9, 'birthDate', expect.stringMatching(/^(date\/invalid|birth-date\/out-of-range)$/)],
    ]);
    expect(students).toBe(2);
  });

  test('impossible dates', async () => {
    const dates = [
      ...['2025-02-29,', '2025-09-01,2025-08-01', '2025-13-01,', '31/12/2025,', '0000-00-00,', '9999-12-31,'],
      ...['2025-9-1,', '2025-09-31,', '20250901,', '2025-09-01T00:00:00Z,', 'NaN,', '45901,'],
    ];
    const lines = dates.map((pair, index) => `s${index},north,${pair}`);
    const { status } = await sendTo(
      fresh(),
      'enrollments',
      `studentId,schoolId,entryDate,exitDate\n${lines.join('\n')}\ngood,north,2025-09-01,2026-06-10\n`,
    );
    expect(status).toMatchObject({ rows: dates.length + 1, accepted: 1, quarantined: dates.length });
  });

  test('of a key twice in one file the later row counts, and counts once', async () => {
    const api = fresh();
    const { status, students } = await sendTo(
      api,
      'students',
      file(row('s1'), row('s1', 'north,06,White,2014-05-05'), row('s2'), row('s2')),
    );
    expect(status).toMatchObject({ rows: 4, accepted: 3, unchanged: 1 });
    expect(students).toBe(2);
    const byGrade = await api.get('/api/diagnostics/v1/populations', { by: 'grade' });
    expect(byGrade.body['groups']).toEqual([
      expect.objectContaining({ group: { grade: '05' }, n: 1 }),
      expect.objectContaining({ group: { grade: '06' }, n: 1 }),
    ]);
  });

  test('quoted line breaks belong to their cell; lines are counted as in the file', async () => {
    const { status, refused } = await sendTo(
      fresh(),
      'schools',
      'schoolId,name,level\nn1,"North ""Hill"", upper",high\nn2,"two\nlines",high\n"n3","x","high"\n"n\n4",,\n',
    );
    expect(status).toMatchObject({ rows: 4, accepted: 3, quarantined: 1 });
    expect(refused.map(({ line, field }) => [line, field])).toEqual([[6, 'schoolId']]);
  });

  test('a quote that is not closed costs its own row only', async () => {
    const { status, refused } = await sendTo(
      fresh(),
      'students',
      file(row('s"1'), row('s2', 'north,05,"Asian,2014-05-05'), row('s3'), row('s4')),
    );
    expect(status).toMatchObject({ rows: 4, accepted: 2, quarantined: 2 });
    expect(refused.map(({ line, code }) => [line, code])).toEqual([
      [2, 'row/quote-misplaced'],
      [3, 'row/quote-not-closed'],
    ]);
  });

  test('a line of 3 MB is one refused row', async () => {
    const { status, students } = await sendTo(fresh(), 'students', file(row('s1'), 'x'.repeat(3_000_000), row('s2')));
    expect(status).toMatchObject({ rows: 3, accepted: 2, quarantined: 1 });
    expect(students).toBe(2);
  });

  test('names that mean something to the machinery are names like others', async () => {
    const api = fresh();
    const names = ['__proto__', 'constructor', '$where', 'a.b', "x'; DROP TABLE documents; --", '../../etc'];
    const { status, students } = await sendTo(
      api,
      'students',
      file(...names.map((name) => row(name, `${name},05,Asian,2014-05-05`))),
    );
    expect(status).toMatchObject({ accepted: names.length, quarantined: 0 });
    expect(students).toBe(names.length);
    for (const school of names) {
      const one = await api.get<{ total: number }>('/api/diagnostics/v1/populations', { school });
      expect([school, one.body.total]).toEqual([school, 1]);
    }
    const none = await api.get('/api/diagnostics/v1/populations', { 'school[$ne]': 'north' });
    expect([none.status, none.body['code']]).toEqual([400, 'query/invalid']);
  });

  test('JSON: what is not flat, too large a number or a forbidden key is a refused row', async () => {
    const good = '{"studentId":"s1","schoolYear":"2025-26","schoolId":"north"}';
    const { status } = await sendTo(
      fresh(),
      'students',
      `[${good},${good.replace('s1', 's2').replace('}', ',"grade":{"$ne":1}}')},${good.replace('"s1"', '1e400')},` +
        `${good.replace('s1', 's4').replace('}', ',"__proto__":{"x":1}}')}]`,
    );
    expect(status).toMatchObject({ rows: 4, accepted: 1, quarantined: 3 });
  });
});

describe('one content in every way of writing it is one content', () => {
  const text = `${HEADER},attribute:campus\n${row('s1')},Café\n${row('s2')},Peña\n`;
  const written: [string, string | Uint8Array][] = [
    ['UTF-8 with BOM', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['UTF-16 LE', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['UTF-16 BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()])],
    ['UTF-16 without BOM', Buffer.from(text, 'utf16le')],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['CR', text.replaceAll('\n', '\r')],
    ['semicolons', text.replaceAll(',', ';')],
    ['tabs', text.replaceAll(',', '\t')],
    ['gzip', gzipSync(text)],
    ['all quoted', text.replaceAll(/[^,\n]+/g, '"$&"')],
    ['another order of columns and rows', reordered(text)],
    ['no line break at the end', text.trimEnd()],
    ['blank lines', text.replaceAll('\n', '\n\n')],
  ];

  test.each(written)('%s', async (_name, content) => {
    const api = fresh();
    expect((await sendTo(api, 'students', text)).status).toMatchObject({ accepted: 2 });
    const again = await sendTo(api, 'students', content);
    expect(again.status).toMatchObject({ status: 'completed', rows: 2, accepted: 0, unchanged: 2, quarantined: 0 });
    expect(again.students).toBe(2);
    const own = await api.get('/api/diagnostics/v1/populations', { by: 'attribute:campus' });
    expect(own.body['groups']).toEqual([
      expect.objectContaining({ group: { 'attribute:campus': 'Café' }, n: 1 }),
      expect.objectContaining({ group: { 'attribute:campus': 'Peña' }, n: 1 }),
    ]);
  });

  function reordered(table: string): string {
    const [header = '', ...rows] = table.trimEnd().split('\n');
    return [header, ...rows.reverse()].map((line) => line.split(',').reverse().join(',')).join('\n');
  }
});

describe('a file that cannot be read is answered clearly, and nothing of it is taken in', () => {
  const header = (...names: string[]): string => `${names.join(',')}\n`;
  const cases: [string, string | Uint8Array, string][] = [
    ['empty', '', 'upload/empty'],
    ['nothing but a BOM', Buffer.from([0xef, 0xbb, 0xbf]), 'upload/empty'],
    ['nothing but blank lines', '\n\r\n\n', 'upload/empty'],
    ['nothing but a header', header(HEADER), 'upload/empty'],
    ['a needed column missing', `${header('studentId', 'grade')}s1,05\n`, 'upload/columns-missing'],
    ['a column twice', `${header(HEADER, 'grade')}${row('s1')},05\n`, 'upload/columns-duplicate'],
    [
      '10,000 columns',
      `${header(...Array.from({ length: 10_000 }, (_, at) => `c${at}`))}1\n`,
      'upload/columns-too-many',
    ],
    ['a header of 2 MB', 'x'.repeat(2_000_000), 'upload/header-too-long'],
    ['a zip archive', Buffer.from('PK\u0003\u0004abcdef', 'latin1'), 'upload/format-unknown'],
    [
      'gzip cut off',
      gzipSync(file(...Array.from({ length: 999 }, (_, at) => row(`s${at}`)))).subarray(0, 700),
      'upload/gzip-broken',
    ],
    ['50 MB of zeros in 50 KB', gzipSync(Buffer.alloc(50_000_000)), 'upload/compressed-too-much'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'upload/columns-missing'],
    ['JSON that breaks off', '[{"studentId":"s1","schoolYear":"2025-26","schoolId":"n"},{"stu', 'upload/json-broken'],
    ['JSON 100,000 deep', '['.repeat(100_000), 'upload/json-broken'],
  ];

  test.each(cases)('%s', async (_name, content, code) => {
    const { status, students } = await sendTo(fresh(), 'students', content);
    expect(status).toMatchObject({ status: 'failed', rows: 0, problem: { code } });
    expect(students).toBe(0);
  });

  test.each([
    [{ type: 'unicorns' }, 400, 'query/invalid', 'type'],
    [{ format: 'xml' }, 400, 'query/invalid', 'format'],
    [{ mode: 'append' }, 400, 'query/invalid', 'mode'],
    [{ types: 'students' }, 400, 'query/invalid', 'types'],
    [{ format: 'mapped' }, 422, 'upload/mapping-missing', 'mapping'],
    [{ format: 'mapped', mapping: 'none' }, 404, 'mapping/unknown', 'mapping'],
  ])('%j is refused at the door', async (query, status, code, field) => {
    const sent = await fresh().send('students', file(row('s1')), query as Record<string, string>);
    expect([sent.status, sent.body.code, (sent.body as { field?: string }).field]).toEqual([status, code, field]);
    expect(sent.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('the same file again has one effect and one receipt (R18)', () => {
  const content = file(row('s1'), row('s2'), row('s3'));

  test('identical', async () => {
    const api = fresh();
    const first = await sendTo(api, 'students', content);
    const again = await sendTo(api, 'students', content);
    expect(again).toEqual(first);
  });

  test('eight at once', async () => {
    const api = fresh();
    const sent = await Promise.all(Array.from({ length: 8 }, () => api.send('students', content)));
    expect(sent.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(new Set(sent.map(({ body }) => body.uploadId)).size).toBe(1);
    const status = await api.settled(sent[0]!.body.uploadId);
    expect(status).toMatchObject({ status: 'completed', rows: 3, accepted: 3 });
    const listed = await api.get<{ items: unknown[] }>('/api/ingestion/v1/uploads');
    expect(listed.body.items).toHaveLength(1);
  });

  test('two different files at once are both taken in', async () => {
    const api = fresh();
    const many = (letter: string): string => file(...Array.from({ length: 500 }, (_, at) => row(`${letter}${at}`)));
    const [a, b] = await Promise.all([sendTo(api, 'students', many('a')), sendTo(api, 'students', many('b'))]);
    expect([a?.status.accepted, b?.status.accepted]).toEqual([500, 500]);
    expect((await api.get('/api/diagnostics/v1/populations')).body['total']).toBe(1_000);
  });

  test('other content: only what changed is taken in', async () => {
    const api = fresh();
    await sendTo(api, 'students', content);
    const changed = await sendTo(api, 'students', file(row('s3'), row('s2', 'south,05,Asian,2014-05-05'), row('s4')));
    expect(changed.status).toMatchObject({ rows: 3, accepted: 2, unchanged: 1 });
    expect(changed.students).toBe(4);
  });

  test('an Idempotency-Key that was used for another body is refused', async () => {
    const api = fresh();
    const key = { 'idempotency-key': 'the-same-key-twice' };
    const first = await api.send('students', content, {}, key);
    const again = await api.send('students', content, {}, key);
    expect(again.body.uploadId).toBe(first.body.uploadId);
    const other = await api.send('students', file(row('s9')), {}, key);
    expect([other.status, other.body.code]).toEqual([409, 'idempotency/reused']);
  });
});

describe('a body that does not arrive whole leaves nothing (R19)', () => {
  const body = Buffer.from(file(...Array.from({ length: 50 }, (_, at) => row(`s${at}`))));
  const head = (api: ApiClient, ...more: string[]): string[] => [
    `POST /api/ingestion/v1/uploads?district=${api.district}&type=students HTTP/1.1`,
    ...['Host: localhost', `Authorization: Bearer ${LOCAL_TOKEN}`, 'Content-Type: text/csv', ...more],
  ];

  test(`cut at ${CUTS} offsets`, async () => {
    const own = { ...product, api: fresh() };
    const run = await cutUploads(own, { cuts: CUTS, seed: 11 });
    expect(run).toMatchObject({ cuts: CUTS, wrong: [], visible: 0 });
    expect(run.begun).toBeGreaterThan(CUTS / 2);
    expect(await readdir(join(directory, 'spool'))).toEqual([]);
  }, 60_000);

  test.each([
    ['more bytes declared than sent', [`Content-Length: ${body.length + 1}`], body],
    ['a chunk that is not one', ['Transfer-Encoding: chunked'], Buffer.concat([Buffer.from('zz\r\n'), body])],
    [
      'no last chunk',
      ['Transfer-Encoding: chunked'],
      Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]),
    ],
    ['two lengths', ['Content-Length: 5', 'Transfer-Encoding: chunked'], Buffer.from('0\r\n\r\n')],
  ])('%s', async (_name, more, sent) => {
    const api = fresh();
    const request = { port: product.port, head: head(api, ...more), body: sent };
    // Everything is sent, and the sending side is closed.
    const answer = await rawRequest({
      ...request,
      cutAt: Buffer.byteLength(request.head.join('\r\n')) + 4 + sent.length,
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    const { items } = (await api.get<{ items: UploadStatus[] }>('/api/ingestion/v1/uploads')).body;
    for (const { uploadId } of items)
      expect(await api.settled(uploadId)).toMatchObject({
        status: 'failed',
        rows: 0,
        problem: { code: 'upload/truncated' },
      });
    expect((await api.get('/api/diagnostics/v1/populations')).body['total']).toBe(0);
  });

  test('killed while a body arrives, and while one is taken in: the first is failed, the second goes on once', async () => {
    const own = await mkdtemp(join(tmpdir(), 'evenground-killed-upload-'));
    let process = await embeddedDeployment.start({ dataDirectory: own, district: 'killed' });
    try {
      const whole = file(...Array.from({ length: 5_000 }, (_, at) => row(`k${at}`)));
      const halfSent = rawRequest({
        ...{
          port: process.port,
          body: body.subarray(0, 900),
          head: head(process.api, `Content-Length: ${body.length}`),
        },
      });
      const receiving = async (): Promise<UploadStatus[]> =>
        (await process.api.get<{ items: UploadStatus[] }>('/api/ingestion/v1/uploads')).body.items;
      while ((await receiving()).length === 0) continue;
      const [cut] = await receiving();
      const sent = await process.api.send('students', whole);
      await process.kill();
      await halfSent;
      process = await embeddedDeployment.start({ dataDirectory: own, district: 'killed', port: process.port });
      expect(await process.api.settled(cut!.uploadId)).toMatchObject({
        ...{ status: 'failed', rows: 0, problem: { code: 'upload/truncated' } },
      });
      const again = await process.api.send('students', whole);
      expect(again.body.uploadId).toBe(sent.body.uploadId);
      expect(await process.api.settled(sent.body.uploadId)).toMatchObject({ rows: 5_000, accepted: 5_000 });
      expect((await process.api.get('/api/diagnostics/v1/populations')).body['total']).toBe(5_000);
      expect(await readdir(join(own, 'spool'))).toEqual([]);
    } finally {
      await process.stop();
      await rm(own, { recursive: true, force: true });
    }
  }, 60_000);
});
