import type { JournalEntry } from '../../../../tools/oracle/oracle.mjs';
import { cells } from '../../../../tools/oracle/oracle.mjs';
import { parse } from 'csv-parse/sync';
import { type ApiClient, until } from '../deployment/api-client.js';
import { BREAKDOWNS } from './compare-answers.js';

type Row = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string | undefined>>;

/** Where what a program reads and what a spreadsheet reads under the same address are not the same values. */
export async function exportDifferences(api: ApiClient, journal: readonly JournalEntry[]): Promise<string[]> {
  const found: string[] = [];
  for (const [indicator, period] of measured(journal)) {
    if (indicator === 'enrolled') continue;
    for (const by of [['raceEthnicity'], ['raceEthnicity', 'gender', 'disability']]) {
      const query = { indicator, period, by: by.join(',') };
      found.push(...(await sameTable(api, '/api/diagnostics/v1/gaps', query, gapRows)));
    }
  }
  const { body } = await api.get<{ items: { cycleId: string }[] }>('/api/reporting/v1/cycles');
  if (body.items.length === 0) found.push('there is no cycle to compare');
  found.push(...(await sameTable(api, '/api/reporting/v1/cycles', {}, summaryRows)));
  found.push(...(await sameTable(api, '/api/reporting/v1/scorecards', {}, ({ items }) => items as Row[])));
  for (const { cycleId } of body.items)
    found.push(
      ...(await sameTable(
        api,
        `/api/reporting/v1/cycles/${cycleId}/reflection/history`,
        { limit: '200' },
        historyRows,
      )),
    );
  return found;
}

/** Every answer and reflection as text that must not change where nothing was changed. */
export async function canonicalAnswers(api: ApiClient, journal: readonly JournalEntry[]): Promise<string[]> {
  const lines: string[] = [];
  for (const [indicator, period] of measured(journal))
    for (const by of BREAKDOWNS) {
      const path = indicator === 'enrolled' ? 'populations' : 'gaps';
      const query = { ...(indicator !== 'enrolled' && { indicator }), period, by: by.join(',') };
      const { body } = await until(
        () => api.get<{ asOf?: unknown; recomputing?: boolean }>(`/api/diagnostics/v1/${path}`, query),
        ({ body: told }) => told.recomputing !== true,
        `${indicator} ${period} is computed`,
      );
      const { asOf: _asOf, ...rest } = body;
      lines.push(JSON.stringify([indicator, period, by, rest]));
    }
  const { body } = await api.get<{ items: { cycleId: string }[] }>('/api/reporting/v1/cycles');
  for (const { cycleId } of body.items) {
    const told = await api.get<{ asOf?: unknown }>(`/api/reporting/v1/cycles/${cycleId}/reflection`);
    const { asOf: _asOf, ...rest } = told.body;
    lines.push(JSON.stringify(rest));
  }
  return lines;
}

/** What spreadsheets are given, byte for byte; histories, which hold instants, are left out. */
export async function canonicalExports(api: ApiClient, journal: readonly JournalEntry[]): Promise<string[]> {
  const asked: (readonly [string, Query])[] = [
    ...measured(journal)
      .filter(([indicator]) => indicator !== 'enrolled')
      .map(
        ([indicator, period]) =>
          ['/api/diagnostics/v1/gaps', { indicator, period, by: 'raceEthnicity,gender' }] as const,
      ),
    ['/api/reporting/v1/cycles', {}],
    ['/api/reporting/v1/scorecards', {}],
  ];
  const texts: string[] = [];
  for (const [path, query] of asked) {
    const { status, text } = await until(
      () => api.get(path, query, { headers: { accept: 'text/csv' } }),
      (answer) => answer.status !== 429, // exports are rationed
      path,
    );
    texts.push(`${path} ${JSON.stringify(query)} ${status}\n${text}`);
  }
  return texts;
}

function measured(journal: readonly JournalEntry[]): readonly (readonly [string, string])[] {
  const all = new Map(cells(journal).map(({ indicator, period }) => [`${indicator}|${period}`, [indicator, period]]));
  return [...all.values()] as [string, string][];
}

async function sameTable(
  api: ApiClient,
  path: string,
  query: Query,
  rowsOf: (body: Row) => readonly Row[],
): Promise<string[]> {
  const where = `${path}?${JSON.stringify(query)}`;
  const json = await api.get<Record<string, unknown>>(path, query);
  const csv = await until(
    () => api.get(path, query, { headers: { accept: 'text/csv' } }),
    ({ status }) => status !== 429, // exports are rationed
    where,
  );
  if (json.status !== 200 || csv.status !== 200) return [`${where}: answered ${json.status} and ${csv.status}`];
  const expected = rowsOf(json.body);
  const got: Record<string, string>[] = parse(csv.text, { columns: true });
  if (expected.length === 0 || got.length !== expected.length)
    return [`${where}: ${expected.length} rows as JSON, ${got.length} as CSV`];
  return expected.flatMap((row, at) =>
    Object.entries(got[at] ?? {})
      .filter(([column, text]) => column !== 'notice' && !isSame(row[column], text))
      .map(([column, text]) => `${where}: row ${at} ${column} is ${JSON.stringify(row[column])} and ${text}`),
  );
}

function isSame(value: unknown, text: string): boolean {
  if (typeof value === 'number') return text !== '' && Number(text) === value;
  return text === String(value ?? '');
}

interface Gap {
  readonly current?: unknown;
  readonly change?: unknown;
  readonly status?: unknown;
  readonly provisional?: unknown;
}
const gapColumns = (gap: Gap | null): Row => ({
  gap: gap?.current,
  change: gap?.change,
  status: gap?.status,
  provisional: gap?.provisional,
});

const gapRows = (body: Row): readonly Row[] =>
  (body['groups'] as readonly (Row & { group: Row; interval?: { low: number; high: number } | null })[]).map(
    ({ group, interval, ...row }) => ({ ...row, ...group, low: interval?.low, high: interval?.high }),
  );

const summaryRows = (body: Row): readonly Row[] =>
  (body['items'] as readonly (Row & { gap: Gap | null })[]).map((item) => ({ ...item, ...gapColumns(item.gap) }));

const historyRows = (body: Row): readonly Row[] =>
  (
    body['items'] as readonly {
      sequence: number;
      cause: { type: string; occurredAt: string };
      reflection: {
        current: { value: number | null } | null;
        gap: Gap | null;
        fidelity: { level: string };
        recommendation: { kind: string } | null;
      };
    }[]
  ).map(({ sequence, cause, reflection }) => ({
    ...gapColumns(reflection.gap),
    sequence,
    occurredAt: cause.occurredAt,
    cause: cause.type,
    value: reflection.current?.value,
    fidelityLevel: reflection.fidelity.level,
    recommendation: reflection.recommendation?.kind,
  }));
