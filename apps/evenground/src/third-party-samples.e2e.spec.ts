import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { ApiClient, LOCAL_TOKEN, csvOf, embeddedDeployment, expectStatus } from '@evenground/testing';
import type { RunningDeployment } from '@evenground/testing';

const SAMPLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'shared', 'samples');
const present = existsSync(SAMPLES);
type Cells = Record<string, string>;

interface GapsBody extends Record<string, unknown> {
  groups: { group: Cells; n: number; events: number; rate: number; mean: number }[];
  comparisons: {
    group: Cells;
    difference: { value: number; interval: { low: number; high: number } };
    riskRatio: { value: number | null; interval: { low: number; high: number } | null; reason: string | null };
    oddsRatio: { value: number | null };
    effectSize: { value: number };
  }[];
}

interface DecompositionsBody extends Record<string, unknown> {
  decompositions: {
    gap: number;
    twofold: { within: number; composition: number };
    strata: { stratum: string; within: number }[];
    paradox: { present: boolean };
  }[];
}

interface AdjustedBody extends Record<string, unknown> {
  linear: {
    constant: number;
    terms: { attribute: string; estimate: { value: number; interval: { low: number; high: number } } }[];
  };
}

interface ScaleBody extends Record<string, unknown> {
  respondents: number;
  reliability: { complete: number; alpha: number; interval: { low: number; high: number } | null };
  byItem: { n: number; percent: number; mean: number }[];
}

// The data sets are other people's: they are read where they lie, and nothing of them is kept in this project.
(present ? describe : describe.skip)(
  `third-party data sets${present ? '' : ' (skipped: ../shared/samples is not there)'}`,
  () => {
    let directory: string;
    let product: RunningDeployment;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'evenground-samples-'));
      product = await embeddedDeployment.start({ dataDirectory: directory, district: 'ucb' });
    }, 90_000);
    afterAll(async () => {
      await product.stop();
      await rm(directory, { recursive: true, force: true });
    });

    const api = (district: string): ApiClient => new ApiClient(product.api.baseUrl, LOCAL_TOKEN, district);
    const read = (folder: string, file: string): Cells[] =>
      parse(readFileSync(join(SAMPLES, folder, file)), { columns: true, bom: true }) as Cells[];
    const expectedOf = <T>(folder: string): T =>
      JSON.parse(readFileSync(join(SAMPLES, folder, 'expected.json'), 'utf8')) as T;
    const indicator = (
      client: ApiClient,
      id: string,
      source: 'observations' | 'counts',
      kind: 'rate' | 'mean',
    ): Promise<void> =>
      expectStatus(
        client.put(`/api/diagnostics/v1/indicators/${id}`, {
          name: id,
          source,
          kind,
          direction: 'higher-is-better',
          timing: 'lagging',
          scale: 9,
        }),
        [200, 201],
      );
    const load = async (client: ApiClient, type: string, rows: Cells[]): Promise<void> => {
      expect(await client.upload(type, csvOf(rows))).toMatchObject({
        status: 'completed',
        rows: rows.length,
        accepted: rows.length,
        quarantined: 0,
        waiting: 0,
      });
    };
    const gaps = async (client: ApiClient, query: Record<string, string | string[]>): Promise<GapsBody> => {
      const answer = await client.get<GapsBody>('/api/diagnostics/v1/gaps', query);
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body;
    };
    const group = (body: GapsBody, value: string) => {
      const found = body.groups.find((candidate) => Object.values(candidate.group).includes(value));
      if (!found) throw new Error(`no group ${value} in ${JSON.stringify(body.groups)}`);
      return found;
    };
    const comparison = (body: GapsBody, value: string) => {
      const found = body.comparisons.find((candidate) => Object.values(candidate.group).includes(value));
      if (!found) throw new Error(`no comparison of ${value} in ${JSON.stringify(body.comparisons)}`);
      return found;
    };
    const near = (got: number | null | undefined, want: number): void => {
      expect(typeof got).toBe('number');
      expect(Math.abs((got as number) - want)).toBeLessThanOrEqual(1e-9 * Math.abs(want));
    };

    it('admissions of 1973, as observations and as counts', async () => {
      const client = api('ucb');
      const rows = read('ucb_admissions', 'ucb_students_expanded.csv');
      const expected = expectedOf<{
        aggregate: Record<string, number>;
        by_department: Record<string, Record<string, number>>;
        kitagawa: {
          total_gap: number;
          rate_component_midpoint: number;
          composition_component_midpoint: number;
          by_dept: Record<string, { rate: number; composition: number }>;
        };
      }>('ucb_admissions');
      await indicator(client, 'admitted', 'observations', 'rate');
      await load(
        client,
        'students',
        rows.map((row) => ({
          studentId: row['student_id']!,
          schoolYear: '1972-73',
          schoolId: row['Dept']!,
          gender: row['Gender']!,
        })),
      );
      await load(
        client,
        'observations',
        rows.map((row) => ({
          studentId: row['student_id']!,
          indicator: 'admitted',
          period: '1973',
          schoolId: row['Dept']!,
          value: row['admitted']!,
        })),
      );
      const whole = await gaps(client, { indicator: 'admitted', period: '1973', by: 'gender', reference: 'Female' });
      expect(group(whole, 'Male')).toMatchObject({ events: expected.aggregate['k1'], n: expected.aggregate['n1'] });
      near(group(whole, 'Male').rate, expected.aggregate['rate1']!);
      near(group(whole, 'Female').rate, expected.aggregate['rate0']!);
      near(comparison(whole, 'Male').difference.value, expected.aggregate['diff']!);
      near(comparison(whole, 'Male').riskRatio.value, expected.aggregate['risk_ratio']!);
      near(comparison(whole, 'Male').oddsRatio.value, expected.aggregate['odds_ratio']!);
      for (const [department, wanted] of Object.entries(expected.by_department)) {
        const one = await gaps(client, {
          indicator: 'admitted',
          period: '1973',
          by: 'gender',
          reference: 'Male',
          school: department,
        });
        near(group(one, 'Female').rate, wanted['female_rate']!);
        near(comparison(one, 'Female').difference.value, -wanted['gap_male_minus_female']!);
        near(comparison(one, 'Female').riskRatio.value, wanted['risk_ratio_F_over_M']!);
      }

      const taken = await client.get<DecompositionsBody>('/api/diagnostics/v1/decompositions', {
        ...{ indicator: 'admitted', period: '1973', by: 'gender', reference: 'Female', strata: 'school' },
      });
      const [men] = taken.body.decompositions;
      near(men!.gap, expected.kitagawa.total_gap);
      near(men!.twofold.within, expected.kitagawa.rate_component_midpoint);
      near(men!.twofold.composition, expected.kitagawa.composition_component_midpoint);
      expect(men!.paradox.present).toBe(true);
      for (const [department, wanted] of Object.entries(expected.kitagawa.by_dept)) {
        near(men!.strata.find(({ stratum }) => stratum === department)?.within, wanted.rate);
      }

      await indicator(client, 'admitted-counts', 'counts', 'rate');
      const table = read('ucb_admissions', 'UCBAdmissions.csv');
      const cells = new Map<string, { n: number; events: number }>();
      for (const row of table) {
        const key = `${row['Dept']}|${row['Gender']}`;
        const cell = cells.get(key) ?? { n: 0, events: 0 };
        cell.n += Number(row['Freq']);
        if (row['Admit'] === 'Admitted') cell.events += Number(row['Freq']);
        cells.set(key, cell);
      }
      await load(
        client,
        'counts',
        [...cells].map(([key, cell]) => ({
          schoolId: key.split('|')[0]!,
          indicator: 'admitted-counts',
          period: '1973',
          gender: key.split('|')[1]!,
          n: String(cell.n),
          events: String(cell.events),
        })),
      );
      const counted = await gaps(client, {
        indicator: 'admitted-counts',
        period: '1973',
        by: 'gender',
        reference: 'Female',
      });
      near(comparison(counted, 'Male').difference.value, expected.aggregate['diff']!);
      near(comparison(counted, 'Male').riskRatio.value, expected.aggregate['risk_ratio']!);
    }, 120_000);

    it('mathematics marks: means, differences, effect sizes and a rate', async () => {
      const client = api('uci');
      const rows = read('uci_student_math', 'student-mat.csv');
      type Means = Record<string, { n: number; mean: number }>;
      const expected = expectedOf<{
        by_school: Means;
        by_sex: Means;
        by_address: Means;
        by_Medu: Means;
        internet: Means;
        schoolsup: Means;
        welch_M_minus_F: Record<string, number> & { ci95_welch: [number, number] };
        welch_U_minus_R: Record<string, number> & { ci95_welch: [number, number] };
        fail_G3_lt_10: Record<string, Record<string, number>>;
      }>('uci_student_math');
      await indicator(client, 'mark', 'observations', 'mean');
      await indicator(client, 'failed', 'observations', 'rate');
      const id = (index: number): string => `u${index + 1}`;
      await load(
        client,
        'students',
        rows.map((row, index) => ({
          studentId: id(index),
          schoolYear: '2005-06',
          schoolId: row['school']!,
          gender: row['sex']!,
          'attribute:address': row['address']!,
          'attribute:Medu': row['Medu']!,
          'attribute:internet': row['internet']!,
          'attribute:schoolsup': row['schoolsup']!,
        })),
      );
      await load(
        client,
        'observations',
        rows.flatMap((row, index) => [
          {
            studentId: id(index),
            indicator: 'mark',
            period: '2005-06/T3',
            schoolId: row['school']!,
            value: row['G3']!,
          },
          {
            studentId: id(index),
            indicator: 'failed',
            period: '2005-06/T3',
            schoolId: row['school']!,
            value: Number(row['G3']) < 10 ? '1' : '0',
          },
        ]),
      );
      const means = async (by: string, wanted: Means): Promise<void> => {
        const body = await gaps(client, { indicator: 'mark', period: '2005-06/T3', by });
        for (const [value, want] of Object.entries(wanted)) {
          expect(group(body, value).n).toBe(want.n);
          near(group(body, value).mean, want.mean);
        }
      };
      await means('gender', expected.by_sex);
      await means('attribute:address', expected.by_address);
      await means('attribute:Medu', expected.by_Medu);
      await means('attribute:internet', expected.internet);
      await means('attribute:schoolsup', expected.schoolsup);
      for (const [by, focal, reference, welch] of [
        ['gender', 'M', 'F', expected.welch_M_minus_F],
        ['attribute:address', 'U', 'R', expected.welch_U_minus_R],
      ] as const) {
        const told = comparison(await gaps(client, { indicator: 'mark', period: '2005-06/T3', by, reference }), focal);
        near(told.difference.value, welch['diff']!);
        near(told.difference.interval.low, welch.ci95_welch[0]);
        near(told.difference.interval.high, welch.ci95_welch[1]);
        near(told.effectSize.value, welch['hedges_g']!);
        expect(told.riskRatio).toMatchObject({ value: null, reason: 'not-a-rate' });
      }
      for (const [name, by, focal, reference] of [
        ['F_vs_M', 'gender', 'F', 'M'],
        ['R_vs_U', 'attribute:address', 'R', 'U'],
      ] as const) {
        const want = expected.fail_G3_lt_10[name]!;
        const told = comparison(
          await gaps(client, { indicator: 'failed', period: '2005-06/T3', by, reference }),
          focal,
        );
        near(told.difference.value, want['diff']!);
        near(told.riskRatio.value, want['risk_ratio']!);
        near(told.oddsRatio.value, want['odds_ratio']!);
      }
    }, 120_000);

    it('days absent, by group and by two groups crossed', async () => {
      const client = api('quine');
      const rows = read('quine_absence', 'quine.csv');
      const expected = expectedOf<{
        mean_days_by_eth: Record<string, { n: number; mean: number }>;
        by_eth_sex: Record<string, { n: number; mean: number }>;
        welch_A_minus_N: Record<string, number>;
        chronic_days_ge_18: Record<string, number> & { rr_ci95_log: [number, number] };
      }>('quine_absence');
      await indicator(client, 'days-absent', 'observations', 'mean');
      await indicator(client, 'absent-18', 'observations', 'rate');
      await load(
        client,
        'students',
        rows.map((row, index) => ({
          studentId: `q${index}`,
          schoolYear: '1977-78',
          schoolId: 'walgett',
          gender: row['Sex']!,
          grade: row['Age']!,
          'attribute:Eth': row['Eth']!,
          'attribute:Lrn': row['Lrn']!,
        })),
      );
      await load(
        client,
        'observations',
        rows.flatMap((row, index) => [
          { studentId: `q${index}`, indicator: 'days-absent', period: '1977-78', value: row['Days']! },
          {
            studentId: `q${index}`,
            indicator: 'absent-18',
            period: '1977-78',
            value: Number(row['Days']) >= 18 ? '1' : '0',
          },
        ]),
      );
      const days = await gaps(client, {
        indicator: 'days-absent',
        period: '1977-78',
        by: 'attribute:Eth',
        reference: 'N',
      });
      for (const [value, want] of Object.entries(expected.mean_days_by_eth)) near(group(days, value).mean, want.mean);
      near(comparison(days, 'A').difference.value, expected.welch_A_minus_N['diff']!);
      const crossed = await gaps(client, { indicator: 'days-absent', period: '1977-78', by: 'attribute:Eth,gender' });
      for (const [pair, want] of Object.entries(expected.by_eth_sex)) {
        const [eth, sex] = pair.split('|');
        const told = crossed.groups.find(
          (candidate) => Object.values(candidate.group).includes(eth!) && Object.values(candidate.group).includes(sex!),
        );
        expect(told?.n).toBe(want.n);
        near(told?.mean, want.mean);
      }
      const chronic = comparison(
        await gaps(client, { indicator: 'absent-18', period: '1977-78', by: 'attribute:Eth', reference: 'N' }),
        'A',
      );
      near(chronic.difference.value, expected.chronic_days_ge_18['diff']!);
      near(chronic.riskRatio.value, expected.chronic_days_ge_18['risk_ratio']!);
      // The published limits were computed with a normal quantile of nine digits, hence seven here.
      expect(chronic.riskRatio.interval?.low).toBeCloseTo(expected.chronic_days_ge_18.rr_ci95_log[0], 7);
      expect(chronic.riskRatio.interval?.high).toBeCloseTo(expected.chronic_days_ge_18.rr_ci95_log[1], 7);
      near(chronic.oddsRatio.value, expected.chronic_days_ge_18['odds_ratio']!);
    }, 120_000);

    it('test scores of 420 districts as counts, weighted and not', async () => {
      const client = api('caschools');
      const rows = read('caschools', 'CASchools.csv');
      const expected = expectedOf<{
        by_lunch_quartile: Record<
          string,
          { districts: number; students: number; mean: number; student_weighted_mean: number }
        >;
      }>('caschools');
      await indicator(client, 'score-of-districts', 'counts', 'mean');
      await indicator(client, 'score-of-students', 'counts', 'mean');
      const lunch = rows.map((row) => Number(row['lunch'])).sort((a, b) => a - b);
      const quantile = (share: number): number => {
        const at = share * (lunch.length - 1);
        const below = lunch[Math.floor(at)]!;
        return below + (at - Math.floor(at)) * (lunch[Math.ceil(at)]! - below);
      };
      const cuts = [quantile(0.25), quantile(0.5), quantile(0.75)];
      const names = ['Q1 low', 'Q2', 'Q3', 'Q4 high'];
      const quartile = (value: number): string => names[cuts.filter((cut) => value > cut).length]!;
      const cell = (row: Cells, id: string, n: number) => {
        const score = (Number(row['read']) + Number(row['math'])) / 2;
        return {
          schoolId: row['district']!,
          indicator: id,
          period: '1998-99',
          lunchQuartile: quartile(Number(row['lunch'])),
          n: String(n),
          sum: (score * n).toFixed(9),
          sumOfSquares: (score * score * n).toFixed(9),
        };
      };
      await load(
        client,
        'counts',
        rows.flatMap((row) => [
          cell(row, 'score-of-districts', 1),
          cell(row, 'score-of-students', Number(row['students'])),
        ]),
      );
      const plain = await gaps(client, {
        indicator: 'score-of-districts',
        period: '1998-99',
        by: 'lunchQuartile',
        reference: 'Q1 low',
      });
      const weighted = await gaps(client, { indicator: 'score-of-students', period: '1998-99', by: 'lunchQuartile' });
      for (const [name, want] of Object.entries(expected.by_lunch_quartile)) {
        expect(group(plain, name).n).toBe(want.districts);
        expect(group(weighted, name).n).toBe(want.students);
        near(group(plain, name).mean, want.mean);
        near(group(weighted, name).mean, want.student_weighted_mean);
      }
      near(
        comparison(plain, 'Q4 high').difference.value,
        expected.by_lunch_quartile['Q4 high']!.mean - expected.by_lunch_quartile['Q1 low']!.mean,
      );
    }, 120_000);

    it('slopes of test scores over class size, alone and with covariates held equal (Stock & Watson 2007)', async () => {
      const client = api('caschools-slopes');
      const rows = read('caschools', 'CASchools.csv');
      const expected = expectedOf<{
        ols: Record<string, Record<string, number>>;
        robust_se_hc1: { str: Record<string, number> };
      }>('caschools');
      await indicator(client, 'score', 'observations', 'mean');
      // An observation is a district here; its numbers are attributes, as exact as the file writes them.
      await load(
        client,
        'students',
        rows.map((row) => ({
          ...{ studentId: row['district']!, schoolYear: '1998-99', schoolId: 'all' },
          'attribute:str': String(Number(row['students']) / Number(row['teachers'])),
          'attribute:english': row['english']!,
          'attribute:lunch': row['lunch']!,
          'attribute:calworks': row['calworks']!,
        })),
      );
      await load(
        client,
        'observations',
        rows.map((row) => ({
          ...{ studentId: row['district']!, indicator: 'score', period: '1998-99' },
          value: String((Number(row['read']) + Number(row['math'])) / 2),
        })),
      );
      for (const [model, wanted] of Object.entries(expected.ols)) {
        const covariates = model.split('_').map((name) => `attribute:${name}`);
        const { body } = await client.get<AdjustedBody>('/api/diagnostics/v1/adjusted-differences', {
          ...{ indicator: 'score', period: '1998-99', covariates, numeric: covariates },
        });
        // Scores are kept to nine decimals, which the normal equations pass on: six digits of a slope.
        expect(body.linear.constant).toBeCloseTo(wanted['Intercept']!, 5);
        for (const { attribute, estimate } of body.linear.terms) {
          expect(estimate.value).toBeCloseTo(wanted[attribute.replace('attribute:', '')]!, 6);
        }
        if (model !== 'str') continue;
        const { interval } = body.linear.terms[0]!.estimate;
        // Half an interval is the robust error times Student's t of 418 degrees of freedom (by scipy).
        expect((interval.high - interval.low) / 2 / 1.965655463652602).toBeCloseTo(
          expected.robust_se_hc1.str['str']!,
          6,
        );
      }
    }, 120_000);

    it('860 answers to a survey of self-regulation: reliability of the scale, and each item', async () => {
      const client = api('sasr');
      const rows = parse(readFileSync(join(SAMPLES, 'sasr_survey', 'sasr.csv')), {
        columns: true,
        bom: true,
      }) as Cells[];
      const expected = expectedOf<{
        rows: number;
        complete_rows: number;
        items_first10: Record<string, { n: number; pct_agree: number; mean_1_5: number }>;
      }>('sasr_survey');
      const codes: Record<string, number> = {
        ...{ 'Strongly Disagree': 1, Disagree: 2, Neither: 3, Agree: 4, 'Strongly Agree': 5 },
      };
      const items = Object.keys(rows[0]!);
      const judged = async (kept: readonly string[]) => {
        const responses = rows.map((row) => kept.map((item) => codes[row[item]!] ?? null));
        const answer = await client.post<ScaleBody>('/api/diagnostics/v1/scales?district=sasr', {
          responses,
          scaleMin: 1,
          scaleMax: 5,
        });
        if (answer.status !== 200) throw new Error(answer.text);
        return answer.body;
      };
      const whole = await judged(items);
      expect(whole).toMatchObject({ respondents: expected.rows, reliability: { complete: expected.complete_rows } });
      // numpy and scipy: alpha of the 631 who answered everything, and Feldt's limits
      near(whole.reliability.alpha, 0.9694107366750101);
      expect(whole.reliability.interval!.low).toBeCloseTo(0.9659097888499655, 6);
      expect(whole.reliability.interval!.high).toBeCloseTo(0.9727187001322871, 6);
      items.slice(0, 10).forEach((item, index) => {
        const want = expected.items_first10[item]!;
        const got = whole.byItem[index]!;
        expect(got.n).toBe(want.n);
        near(got.percent, want.pct_agree);
        near(got.mean, want.mean_1_5);
      });
      near((await judged(items.slice(0, 10))).reliability.alpha, 0.8989591106879341);
    }, 120_000);
  },
);
