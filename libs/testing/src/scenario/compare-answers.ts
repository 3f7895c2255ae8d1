import { type JournalEntry, type OracleCell, cells, gaps } from '../../../../tools/oracle/oracle.mjs';
import { type ApiClient, until } from '../deployment/api-client.js';

/** One difference between what the product answers and what the oracle recomputed. */
export interface Difference {
  readonly kind: 'lost' | 'phantom' | 'different';
  readonly question: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** How many differences of each kind; `dup`: a group has more than it should. */
export interface Verdict {
  readonly lost: number;
  readonly phantom: number;
  readonly dup: number;
  readonly diff: number;
}

export function verdictOf(found: readonly Difference[]): Verdict {
  const count = (of: (difference: Difference) => boolean): number => found.filter(of).length;
  const isMore = ({ kind, expected, got }: Difference): boolean =>
    kind === 'different' && Number((got as { n: number }).n) > Number((expected as { n: number }).n);
  return {
    lost: count(({ kind }) => kind === 'lost'),
    phantom: count(({ kind }) => kind === 'phantom'),
    dup: count(isMore),
    diff: count((one) => one.kind === 'different' && !isMore(one)),
  };
}

interface GapsBody {
  readonly groups?: readonly {
    group: Record<string, string>;
    n: number;
    events?: number;
    rate?: number | null;
    mean?: number | null;
  }[];
  readonly recomputing?: boolean;
  readonly code?: string;
}

export const BREAKDOWNS: readonly (readonly string[])[] = [
  ['raceEthnicity'],
  ['gender'],
  ['englishLearner'],
  ['disability'],
  ['economicallyDisadvantaged'],
  ['grade'],
  ['raceEthnicity', 'englishLearner'],
  ['raceEthnicity', 'gender', 'disability'],
];

const COPIES_AGREE_MS = 10_000;
const MEANS: Readonly<Record<string, { scale: number; per: number }>> = { 'incidents-per-100': { scale: 6, per: 100 } };

/** Asks the product every breakdown of every indicator and period, for the district and each school. */
export async function differences(
  api: ApiClient,
  journal: readonly JournalEntry[],
  options: { attributes?: readonly string[]; isSpread?: boolean; atMost?: number } = {},
): Promise<Difference[]> {
  const all = cells(journal);
  const found: Difference[] = [];
  const questions = new Map<string, { indicator: string; period: string }>();
  for (const cell of all) questions.set(`${cell.indicator}|${cell.period}`, cell);
  for (const { indicator, period } of questions.values()) {
    const schools = [
      ...new Set(
        all.filter((cell) => cell.indicator === indicator && cell.period === period).map((cell) => cell.schoolId),
      ),
    ];
    for (const school of [undefined, ...schools]) {
      for (const by of [...BREAKDOWNS, ...(options.attributes ?? []).map((name) => [name])]) {
        if (found.length >= (options.atMost ?? Infinity)) return found;
        const ask = () => oneQuestion(api, journal, all, indicator, period, school, by);
        found.push(...(options.isSpread === true ? await soon(ask) : await ask()));
      }
    }
  }
  return found;
}

/** A copy may hear a moment later than another of what is visible: what differs is asked again for a while. */
async function soon(ask: () => Promise<Difference[]>): Promise<Difference[]> {
  let last: Difference[] = [];
  const agree = until(
    async () => (last = await ask()),
    (found) => found.length === 0,
    'the copies agree',
    COPIES_AGREE_MS,
  );
  await agree.catch((error: unknown) => {
    if (last.length === 0) throw error;
  });
  return last;
}

async function oneQuestion(
  api: ApiClient,
  journal: readonly JournalEntry[],
  all: readonly OracleCell[],
  indicator: string,
  period: string,
  school: string | undefined,
  by: readonly string[],
): Promise<Difference[]> {
  const question = `${indicator} ${period} ${school ?? 'district'} by ${by.join(',')}`;
  const expected = gaps(all, { indicator, period, by: [...by], ...(school !== undefined && { school }) }).filter(
    (group) => group.n > 0,
  );
  const path = indicator === 'enrolled' ? '/api/diagnostics/v1/populations' : '/api/diagnostics/v1/gaps';
  const answer = await until(
    () =>
      api.get<GapsBody & Record<string, unknown>>(path, {
        ...(indicator !== 'enrolled' && { indicator }),
        period,
        by: by.join(','),
        school,
      }),
    (got) => got.body.recomputing !== true,
    question,
  );
  if (answer.status !== 200) return [{ kind: 'lost', question, expected, got: answer.text }];
  const got = new Map(
    (answer.body.groups ?? []).filter((group) => group.n > 0).map((group) => [keyOf(group.group, by), group]),
  );
  const found: Difference[] = [];
  const definition = journal.find((entry) => entry.kind === 'indicator' && entry.id === indicator);
  const mean =
    definition?.kind === 'indicator' && definition.definition.kind === 'mean'
      ? { scale: definition.definition.scale ?? 6, per: 1 }
      : MEANS[indicator];
  for (const group of expected) {
    const key = keyOf(group.group, by);
    const told = got.get(key);
    got.delete(key);
    if (!told) found.push({ kind: 'lost', question, expected: plain(group), got: answer.body.groups });
    else if (told.n !== group.n) found.push({ kind: 'different', question, expected: plain(group), got: told });
    else if (mean) {
      const value = (Number(group.sum) / 10 ** mean.scale / group.n) * mean.per;
      if (typeof told.mean !== 'number' || Math.abs(told.mean - value) > 1e-9 * Math.max(1, Math.abs(value)))
        found.push({ kind: 'different', question, expected: { ...plain(group), mean: value }, got: told });
    } else if (indicator !== 'enrolled' && told.events !== group.events)
      found.push({ kind: 'different', question, expected: plain(group), got: told });
  }
  for (const phantom of got.values()) found.push({ kind: 'phantom', question, expected: null, got: phantom });
  return found;
}

const plain = (group: { group: Record<string, string>; n: number; events: number; sum: bigint }): object => ({
  ...group,
  sum: String(group.sum),
});

function keyOf(group: Readonly<Record<string, string>>, by: readonly string[]): string {
  return by.map((name) => group[name] ?? group[name.replace(/^attribute:/, '')] ?? 'unknown').join('|');
}
