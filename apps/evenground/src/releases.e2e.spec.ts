import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, type RunningDeployment, csvOf, embeddedDeployment, until } from '@evenground/testing';
import { type AttackedRow, attack, placeOf, subtract } from '../../../tools/disclosure-attack/attack.mjs';
import { type RandomStudent, randomDistrict, randomFrom } from '../../../tools/disclosure-attack/random-district.mjs';

const [DIAGNOSTICS, REPORTING] = ['/api/diagnostics/v1', '/api/reporting/v1'] as const;
const INDICATORS = ['reading-club', 'rarely-heard'] as const;
const YEAR = '2024-25';
const SEED = 21;
const MINIMUM_N = 10;
const WIDTH = 3;

interface Release {
  readonly releaseId: string;
  readonly state: string;
  readonly hash: string | null;
  readonly progress: { readonly made: number; readonly of: number | null };
  readonly subjects: readonly { readonly indicator: string; readonly outcome: string; readonly tables: number }[];
}
type Row = Omit<AttackedRow, 'release' | 'indicator'> & { readonly mean?: number; readonly rate?: number };

let directory: string;
let product: RunningDeployment;
let people: Record<string, ApiClient>;
const { students, attributes } = randomDistrict(randomFrom(SEED));

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evenground-releases-'));
  product = await embeddedDeployment.start({ dataDirectory: directory, district: 'alpha' });
  const { api } = product;
  const roles = ['equity-lead', 'data-steward', 'district-administrator', 'advocate', 'respondent', 'state-analyst'];
  people = {};
  for (const role of roles) {
    const person = { subject: `a ${role}`, roles: [role], districts: ['alpha'], schools: '*' as const };
    people[role] = api.with(await api.tokenFor(person));
  }
  for (const indicator of INDICATORS) {
    const put = { name: indicator, source: 'observations', kind: 'rate', direction: 'parity', timing: 'leading' };
    await api.put(`${DIAGNOSTICS}/indicators/${indicator}`, put);
  }
  await load(students);
}, 120_000);
afterAll(async () => {
  await product.stop();
  await rm(directory, { recursive: true, force: true });
});

async function load(all: readonly RandomStudent[]): Promise<void> {
  const { api } = product;
  const rows = all.map(({ schoolId, profile }, at) => ({
    ...{ studentId: `p${at}`, schoolYear: YEAR, schoolId },
    ...Object.fromEntries(attributes.map((name) => [written[name] ?? name, profile[name] ?? ''])),
  }));
  await api.upload('students', csvOf(rows));
  const observed = all.flatMap(({ schoolId, outcomes }, at) =>
    INDICATORS.map((indicator, which) => ({
      ...{ studentId: `p${at}`, indicator, period: YEAR, schoolId, value: outcomes[which] ? '1' : '0' },
    })),
  );
  await api.upload('observations', csvOf(observed));
}
/** The attack's districts have races of one letter: here they are a district's own attribute. */
const written: Record<string, string> = { raceEthnicity: 'attribute:origin' };
const breakdowns = attributes.map((name) => ({ by: [written[name] ?? name], bySchool: true }));

async function released(title: string): Promise<Release> {
  const asked = await people['data-steward']!.post<{ releaseId: string }>(
    ...([`${REPORTING}/releases`, { title, indicators: INDICATORS, periods: [YEAR], breakdowns }] as const),
  );
  expect(asked.status).toBe(202);
  const { releaseId } = asked.body;
  let made: Release | undefined;
  await until(
    'the release is made',
    async () => {
      made = (await people['data-steward']!.get<Release>(`${REPORTING}/releases/${releaseId}`)).body;
      return made.state === 'prepared';
    },
    { patienceMs: 60_000, everyMs: 50 },
  );
  expect(made!.progress).toEqual({ made: INDICATORS.length, of: INDICATORS.length });
  const hidden = await people['advocate']!.get(`${REPORTING}/releases/${releaseId}`);
  expect([hidden.status, hidden.body['code']]).toEqual([404, 'release/unknown']);
  const own = await people['data-steward']!.post(`${REPORTING}/releases/${releaseId}/approve`, undefined);
  expect([own.status, own.body['code']]).toEqual([409, 'decision/needs-second-person']);
  const approved = await people['district-administrator']!.post<Release>(
    ...([`${REPORTING}/releases/${releaseId}/approve`, undefined] as const),
  );
  expect([approved.status, approved.body.state]).toEqual([200, 'published']);
  return approved.body;
}

/** Everything of a release that a role can reach, in both forms. */
async function everythingOf(releaseId: string, role: string): Promise<AttackedRow[]> {
  const rows: AttackedRow[] = [];
  for (const indicator of INDICATORS)
    for (const by of ['', ...breakdowns.map(({ by: [attribute] }) => attribute!)])
      for (const school of [undefined, 'all']) {
        const query = { indicator, ...(by && { by }), ...(school && { school }) };
        const path = `${REPORTING}/releases/${releaseId}/gaps`;
        const { status, body } = await people[role]!.get<{ groups: Row[] }>(path, query);
        expect(status).toBe(200);
        rows.push(...body.groups.map((row) => ({ ...row, release: 0, indicator })));
        const csv = await people[role]!.get(path, query, { headers: { accept: 'text/csv' } });
        expect(csv.text.trim().split('\n')).toHaveLength(body.groups.length + 1);
      }
  return rows;
}

function truthOf({ indicator, schoolId, group }: AttackedRow): { n: number; events: number } {
  const which = INDICATORS.indexOf(indicator as (typeof INDICATORS)[number]);
  const own = students.filter(
    (student) =>
      (schoolId === null || student.schoolId === schoolId) &&
      attributes.every((name) => {
        const value = group[written[name] ?? name];
        return value === undefined || value === student.profile[name];
      }),
  );
  return { n: own.length, events: own.filter(({ outcomes }) => outcomes[which]).length };
}

function findings(rows: readonly AttackedRow[]): unknown[] {
  const schools = [...new Set(students.map(({ schoolId }) => schoolId))];
  const names = [...new Set(rows.flatMap(({ group }) => Object.keys(group)))];
  const values = Object.fromEntries(
    names.map((name) => [name, [...new Set(rows.flatMap(({ group }) => group[name] ?? []))]]),
  );
  const isSmall = ({ n, events }: { n: number; events: number }) =>
    [n, events, n - events].some((count) => count < MINIMUM_N);
  const wanted = (row: AttackedRow, what: string) =>
    what === 'n' ? truthOf(row).n < MINIMUM_N : (row.suppressed || what === 'e') && isSmall(truthOf(row));
  const narrow = attack(rows, { schools, values, isSame: () => false, wanted }).filter(({ row, least, most }) => {
    const needed = row.display === undefined ? WIDTH : WIDTH - 1;
    return Math.floor(most + 1e-6) - Math.ceil(least - 1e-6) < needed;
  });
  const told = [...subtract(rows.filter(({ indicator }) => indicator === INDICATORS[0]))].filter(([place]) =>
    rows.some((row) => placeOf(row) === place && row.suppressed && truthOf(row).n < MINIMUM_N),
  );
  return [...narrow, ...told];
}

describe('releases', () => {
  let first: Release;
  let rows: AttackedRow[];

  it('are prepared by one person, approved by another, and seen by the public from then on', async () => {
    first = await released('Spring report');
    expect(first.subjects.map(({ outcome }) => outcome)).toEqual(['protected', 'protected']);
    expect(first.subjects[0]!.tables).toBeGreaterThan(attributes.length);
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    for (const role of ['advocate', 'respondent', 'state-analyst']) {
      const listed = await people[role]!.get<{ items: Release[] }>(`${REPORTING}/releases`);
      expect(listed.body.items.map(({ releaseId }) => releaseId)).toEqual([first.releaseId]);
    }
  });

  it('give an advocate exact numbers, and no small number, whatever is put together (S7, S8, S10)', async () => {
    rows = await everythingOf(first.releaseId, 'advocate');
    const small = rows.filter((row) => truthOf(row).n < MINIMUM_N);
    expect(small.length).toBeGreaterThan(0);
    for (const row of rows.filter(({ suppressed }) => suppressed))
      expect(Object.keys(row).sort()).toEqual(['group', 'indicator', 'release', 'schoolId', 'suppressed']);
    for (const row of rows.filter(({ n }) => n !== undefined)) expect(row).toMatchObject(truthOf(row));
    expect(rows.some(({ n }) => n !== undefined)).toBe(true);
    expect(findings(rows)).toEqual([]);
  }, 60_000);

  it('were the same numbers not controlled, the same attack would find small ones', () => {
    const bare = rows.map(({ display: _display, ...row }) => {
      const { n, events } = truthOf(row);
      return n < MINIMUM_N ? row : { ...row, n, events, suppressed: false };
    });
    expect(findings(bare).length).toBeGreaterThan(0);
  }, 60_000);

  it('are the only numbers that public roles reach (S12)', async () => {
    const { body } = await product.api.call<{ paths: Record<string, Record<string, unknown>> }>(
      ...(['GET', '/api/docs/openapi.json'] as const),
    );
    const open = new Set<string>();
    for (const [path, methods] of Object.entries(body.paths)) {
      if (!('get' in methods) || path.endsWith('/stream')) continue;
      for (const role of ['advocate', 'respondent', 'state-analyst']) {
        const query = path.includes('/gaps') || path.includes('/trends') ? { indicator: INDICATORS[0] } : {};
        const answer = await people[role]!.get(path.replaceAll(/\{\w+\}/g, first.releaseId), query);
        if (answer.status === 200) open.add(path);
        else expect([path, role, [400, 403, 404].includes(answer.status)]).toEqual([path, role, true]);
      }
    }
    // The two others are of what somebody was invited to: no numbers but those that pass the same gate.
    const others = [...open].filter((path) => !/\/releases|\/disclosure-policy/.test(path));
    expect(others).toEqual([`${DIAGNOSTICS}/problem-statements`, '/api/interventions/v1/cycles']);
  });

  it('do not move when the data does, and a little change is not published (S9)', async () => {
    const [one, ...others] = students;
    const changed = { ...one!, outcomes: [!one!.outcomes[0], one!.outcomes[1]] as const };
    await load([changed, ...others]);
    const second = await released('Summer report');
    const outcomes = Object.fromEntries(second.subjects.map(({ indicator, outcome }) => [indicator, outcome]));
    expect(outcomes).toEqual({ 'reading-club': 'carried', 'rarely-heard': 'protected' });
    expect(await everythingOf(second.releaseId, 'advocate')).toEqual(rows);
    expect(await everythingOf(first.releaseId, 'advocate')).toEqual(rows);
    const again = await people['advocate']!.get<Release>(`${REPORTING}/releases/${first.releaseId}`);
    expect(again.body.hash).toBe(first.hash);
  }, 60_000);

  it('are refused where nobody could protect their tables, or nobody published such a breakdown', async () => {
    const circle = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ].map((by) => ({ by, bySchool: false }));
    const refused = await people['equity-lead']!.post(`${REPORTING}/releases`, { title: 'x', breakdowns: circle });
    expect([refused.status, refused.body['code']]).toEqual([422, 'release/breakdowns']);
    const other = await people['advocate']!.get(`${REPORTING}/releases/${first.releaseId}/gaps`, {
      ...{ indicator: INDICATORS[0], by: 'grade,gender' },
    });
    expect([other.status, other.body['code']]).toEqual([422, 'release/breakdown-not-published']);
  });

  it('are made under the policy that the district chose, which it may only tighten', async () => {
    const laxer = await people['district-administrator']!.put(`${REPORTING}/disclosure-policy`, {
      ...{ policy: 'minimum-20', minimumN: 12 },
    });
    expect([laxer.status, laxer.body['code']]).toEqual([422, 'policy/not-stricter']);
    const chosen = await people['district-administrator']!.put<{ policy: { minimumN: number } }>(
      ...([`${REPORTING}/disclosure-policy`, { policy: 'federal', minimumN: 15 }] as const),
    );
    expect([chosen.status, chosen.body.policy.minimumN]).toEqual([200, 15]);
  });
});
