import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningDeployment, csvOf, embeddedDeployment, until } from '@evenground/testing';

// Nobody else writes these, so that whatever is found comes from the files that are sent here.
const STUDENTS = Array.from({ length: 30 }, (_, at) => `Kanarie${String(7_304_518 + at)}Q`);
const ERASED = STUDENTS[7]!;
const STAFF = 'Lehrkraft-5519083-Q';
const BIRTH_DATES = ['2014-03-17', '2013-11-29', '1851-12-24'];
const REFUSED_ONLY = 'Refused-Kanarie-884417-Q';
const SCHOOL = 'school-that-may-be-read'; // no identifier: it must be found, or the search would say nothing
const CANARIES = [...STUDENTS, STAFF, REFUSED_ONLY, ...BIRTH_DATES];

const studentsFile = (students: readonly string[]): string =>
  csvOf(
    students.map((studentId, at) => ({
      ...{ studentId, schoolYear: '2025-26', schoolId: SCHOOL, grade: '06', raceEthnicity: 'Asian' },
      ...{ birthDate: BIRTH_DATES[at % 2]!, firstName: `${STUDENTS[at]!}-name` },
    })),
  );

describe('no identifier gets past the door', () => {
  let directory: string; // holds the data, and beside it the keys and the copy
  let product: RunningDeployment;
  const data = (): string => join(directory, 'data');
  const start = (): Promise<RunningDeployment> =>
    embeddedDeployment.start({
      ...{ dataDirectory: data(), district: 'home' },
      environment: { EVENGROUND_PSEUDONYM_KEY_FILE: join(directory, 'keys', 'pseudonym.key'), LOG_LEVEL: 'debug' },
    });
  const written: string[] = [];
  const stop = async (): Promise<void> => {
    written.push(product.output());
    await product.stop();
  };
  const studentsSeen = async (): Promise<number> =>
    (await product.api.get<{ total: number }>('/api/diagnostics/v1/populations')).body.total;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'evenground-canaries-'));
    await mkdir(data());
    product = await start();
  }, 90_000);
  afterAll(async () => {
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('the search finds a canary in every writing (or finding none would say nothing)', () => {
    const canary = STUDENTS[0]!;
    const within = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('yz')]);
    for (const shift of ['', 'x', 'xy'])
      expect(findIn(Buffer.from(Buffer.from(`${shift}${canary}tail`).toString('base64')))).toEqual([
        `${canary} as base64`,
      ]);
    expect(findIn(within(Buffer.from(canary, 'utf16le')))).toEqual([`${canary} as UTF-16`]);
    expect(findIn(within(Buffer.from(Buffer.from(canary).toString('hex'))))).toEqual([`${canary} as hex`]);
    expect(findIn(within(Buffer.from(canary.toUpperCase())))).toEqual([`${canary} as text`]);
  });

  test('files with canaries are taken in, some rows refused', async () => {
    const { api } = product;
    expect(await api.upload('students', studentsFile(STUDENTS))).toMatchObject({ accepted: 30, quarantined: 0 });
    const refused = `studentId,schoolYear,birthDate\n${REFUSED_ONLY},2025-26,${BIRTH_DATES[2]}\n${STUDENTS[1]},never,2014-03-17\n"${REFUSED_ONLY}`;
    expect(await api.upload('students', refused)).toMatchObject({ rows: 3, quarantined: 3 });
    const roster = STUDENTS.map((studentId) => ({
      staffId: STAFF,
      studentId,
      schoolYear: '2025-26',
      courseCode: 'M1',
    }));
    expect(await api.upload('rosters', csvOf(roster))).toMatchObject({ accepted: 30 });
    const waiting = STUDENTS.slice(0, 3).map((studentId) => ({
      ...{ studentId, indicator: 'not-defined-yet', period: '2025-26', schoolId: SCHOOL, value: '1' },
    }));
    expect((await api.upload('observations', csvOf(waiting))).waiting).toBe(3);
    const records = [
      { type: 'students', studentId: STUDENTS[0]!, schoolYear: '2025-26', schoolId: SCHOOL, grade: '07' },
    ];
    expect((await api.post('/api/ingestion/v1/records', { district: 'home', records })).status).toBe(200);
    // A broken body, an address with an identifier in it, and an unreadable file leave traces too.
    await api.post('/api/ingestion/v1/records', `{"studentId":"${REFUSED_ONLY}",`, {
      headers: { 'content-type': 'application/json' },
    });
    await api.put(`/api/ingestion/v1/students/${STUDENTS[2]}/inspection`, { open: false });
    await api.get(`/api/diagnostics/v1/gaps`, { indicator: REFUSED_ONLY });
    expect((await api.upload('students', `[{"studentId":"${REFUSED_ONLY}"`)).status).toBe('failed');
    expect(await studentsSeen()).toBe(30);
  }, 60_000);

  test('the uploader reads back what was refused, and nobody else does', async () => {
    const { items } = (
      await product.api.get<{ items: { uploadId: string; quarantined: number }[] }>('/api/ingestion/v1/uploads')
    ).body;
    const upload = items.find(({ quarantined }) => quarantined === 3)!;
    const rows = await product.api.get(`/api/ingestion/v1/uploads/${upload.uploadId}/quarantine`);
    expect(rows.text).toContain(REFUSED_ONLY);
  });

  test('no file, log line or metric holds one, however it is written (S17)', async () => {
    const metrics = await (await fetch(`${product.api.baseUrl}/metrics`)).text();
    expect(findIn(Buffer.from(metrics))).toEqual([]);
    expect((await searchFiles(data())).found).toEqual([]); // while it runs: the write-ahead log too
    await stop();
    const search = await searchFiles(directory);
    expect(search.found).toEqual([]);
    expect(search.sawSchool).toBe(true);
    expect(findIn(Buffer.from(written.join('')))).toEqual([]);
    expect(written.join('').length).toBeGreaterThan(100);
  }, 60_000);

  test('an erased student is absent, also from a backup of before and from a later file (S20)', async () => {
    const backup = join(directory, 'backup');
    await cp(data(), backup, { recursive: true });
    product = await start();
    await erase(ERASED);
    expect(await studentsSeen()).toBe(29);
    await stop();
    await rm(data(), { recursive: true });
    await cp(backup, data(), { recursive: true });
    product = await start();
    // The list of the erased lies beside the key, outside of the backup.
    await until('the restored backup forgets the student', async () => (await studentsSeen()) === 29);
    const later = await product.api.upload('students', studentsFile(STUDENTS.slice(5, 10)), { source: 'later' });
    expect(later).toMatchObject({ status: 'completed', rows: 5, quarantined: 1 });
    const rows = await product.api.get<{ items: { code: string }[] }>(
      `/api/ingestion/v1/uploads/${later.uploadId}/quarantine`,
    );
    expect(rows.body.items.map(({ code }) => code)).toEqual(['student/erased']);
    expect(await studentsSeen()).toBe(29);
    await stop();
    expect((await searchFiles(data())).found).toEqual([]);
    product = await start();
    expect(await studentsSeen()).toBe(29);
  }, 120_000);

  async function erase(studentId: string): Promise<void> {
    const query = { district: 'home', reason: 'district-directive' };
    const asked = await product.api.call<{ erasureId: string }>(
      ...(['DELETE', `/api/ingestion/v1/students/${studentId}`, undefined, { query }] as const),
    );
    expect(asked.status).toBe(202);
    const path = `/api/ingestion/v1/erasures/${asked.body.erasureId}`;
    expect((await product.api.post(`${path}/confirm`, {})).status).toBe(202);
    await until('the erasure is completed', async () => {
      const { status } = (await product.api.get<{ status: string }>(path)).body;
      return status === 'completed';
    });
  }
});

async function searchFiles(directory: string): Promise<{ found: string[]; sawSchool: boolean }> {
  const found: string[] = [];
  let sawSchool = false;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    sawSchool ||= bytes.includes(SCHOOL);
    found.push(...findIn(bytes).map((what) => `${entry.name}: ${what}`));
  }
  return { found, sawSchool };
}

/** Canaries in the bytes: raw, upper or lower case, UTF-16, hex, base64 at each of its three offsets. */
function findIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const lower = text.toLowerCase();
  return CANARIES.flatMap((canary) =>
    writings(canary).flatMap(([how, needle]) => {
      const isFound = how === 'base64' ? text.includes(needle) : lower.includes(needle.toLowerCase());
      return isFound ? [`${canary} as ${how}`] : [];
    }),
  );
}

function writings(canary: string): [string, string][] {
  const bytes = Buffer.from(canary);
  const base64 = [0, 1, 2].map((shift): [string, string] => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters also hold bits of what stands beside the canary.
    return ['base64', encoded.slice(shift === 0 ? 0 : shift + 1, -1)];
  });
  const utf16 = Buffer.from(canary, 'utf16le').toString('latin1');
  return [['text', canary], ['UTF-16', utf16], ['hex', bytes.toString('hex')], ...base64];
}
