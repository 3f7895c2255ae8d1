import {
  isRefusal,
  type AdjustedAnswer,
  type Estimate,
  type IndicatorDefinition,
  type Refusal,
} from '@evenground/contracts';
import { unscale } from '@evenground/cube';
import {
  DEFAULT_CONFIDENCE,
  benjaminiHochberg,
  criticalT,
  criticalZ,
  linearRegression,
  logisticRegression,
  normalTwoSidedP,
  studentTwoSidedP,
  type RegressionCell,
  type RegressionFit,
} from '@evenground/statistics';
import { sumsOf, type GroupOfSums } from '../show-gaps/compare-groups.js';
import type { KnownGroup } from '../show-gaps/contrast.js';
import { rounded, say } from '../readings/say.js';
import { UNITS, groupWords } from '../readings/words.js';
import type { GapsAsked, ShowGaps } from '../show-gaps/show-gaps.js';

export interface AdjustmentAsked extends Omit<GapsAsked, 'by'> {
  /** The attribute whose groups are compared; absent = the covariates alone. */
  readonly attribute: string | undefined;
  readonly covariates: readonly string[];
  /** Of the covariates, those that are numbers. */
  readonly numeric: readonly string[];
}

/** One column of the design: a level of an attribute beside its reference, or a number. */
interface Column {
  readonly attribute: string;
  readonly value: string | null;
  readonly reference: string | null;
  readonly of: (group: GroupOfSums['group']) => number;
}

type Fit = AdjustedAnswer['linear'];

const DECIMAL = /^-?\d+(\.\d+)?$/;
const MOST_COLUMNS = 120;

/** The difference between groups when covariates are held equal: by regression on the cells of the cube. */
export class AdjustDifference {
  constructor(private readonly gaps: ShowGaps) {}

  async adjusted(asked: AdjustmentAsked): Promise<AdjustedAnswer | Refusal> {
    const { district, definition, attribute, covariates } = asked;
    const names = [...(attribute === undefined ? [] : [attribute]), ...covariates];
    if (names.length === 0) {
      return {
        refused: 'covariates/missing',
        detail: 'Say what to compare, or what to hold equal.',
        field: 'covariates',
      };
    }
    const found = await this.gaps.groups({ ...asked, by: names });
    if (isRefusal(found)) return found;
    const known = found.groups.filter((cell): cell is KnownGroup => cell.sums !== null);
    const isHidden = known.length < found.groups.length;
    const reason = found.reason ?? (isHidden ? 'suppressed-by-source' : null);
    const by = attribute === undefined ? null : found.by[0]!;
    const levels = found.by.slice(by === null ? 0 : 1);
    const numeric = new Set(asked.numeric.map((name) => levels[covariates.indexOf(name)] ?? name));
    const unfit = [...numeric].find((name) => !levels.includes(name));
    if (unfit !== undefined) {
      return {
        ...{ refused: 'numeric/unknown', detail: `"${unfit}" is no covariate.`, field: 'numeric', was: unfit },
        wouldBeRight: levels.join(', '),
      };
    }
    const usable = known.filter(({ group }) => [...numeric].every((name) => DECIMAL.test(group[name]!)));
    const groupColumns = by === null ? [] : columnsOf(by, usable, asked.reference);
    if (isRefusal(groupColumns)) return groupColumns;
    const columns = [
      ...groupColumns,
      ...levels.flatMap((name) => (numeric.has(name) ? [numberColumn(name)] : levelColumns(name, usable))),
    ];
    if (columns.length > MOST_COLUMNS) {
      return { refused: 'covariates/too-many', detail: `At most ${MOST_COLUMNS} levels.`, field: 'covariates' };
    }
    const cells = reason === null ? cellsOf(usable, columns, definition) : [];
    const linear = linearRegression(cells);
    const logistic = definition.kind === 'rate' ? logisticRegression(cells) : null;
    return {
      ...{ district, indicator: definition.id, period: found.period, by, covariates: levels },
      linear: fitOf(linear, columns, 'linear'),
      logistic: logistic && fitOf(logistic, columns, 'logistic'),
      groups: groupsOf(groupColumns, usable, definition, linear, logistic),
      ...{ reason, recomputing: found.recomputing, asOf: this.gaps.asOf(district) },
    };
  }
}

/** A column for each group but the one compared with: that of `reference`, or the largest. */
function columnsOf(by: string, cells: readonly KnownGroup[], reference: string): Column[] | Refusal {
  const values = valuesOf(by, cells);
  const beside = ['others', 'overall', 'best'].includes(reference) ? largest(by, cells, values) : reference;
  if (values.length > 0 && !values.includes(beside!)) {
    return {
      ...{ refused: 'reference/unknown', detail: `No group has "${reference}" as its ${by}.`, field: 'reference' },
      ...{ was: reference, wouldBeRight: values.join(', ') },
    };
  }
  return values.filter((value) => value !== beside).map((value) => levelColumn(by, value, beside!));
}

function levelColumns(name: string, cells: readonly KnownGroup[]): Column[] {
  const values = valuesOf(name, cells);
  const beside = largest(name, cells, values);
  return values.filter((value) => value !== beside).map((value) => levelColumn(name, value, beside!));
}

function levelColumn(attribute: string, value: string, reference: string): Column {
  return { attribute, value, reference, of: (group) => (group[attribute] === value ? 1 : 0) };
}

function numberColumn(attribute: string): Column {
  return { attribute, value: null, reference: null, of: (group) => Number(group[attribute]) };
}

function valuesOf(name: string, cells: readonly KnownGroup[]): string[] {
  return [...new Set(cells.map(({ group }) => group[name]!))].sort();
}

function largest(name: string, cells: readonly KnownGroup[], values: readonly string[]): string | undefined {
  const size = (value: string) => sumsOf(cells.filter(({ group }) => group[name] === value)).n;
  return values.reduce<string | undefined>(
    (found, value) => (found === undefined || size(value) > size(found) ? value : found),
    undefined,
  );
}

function cellsOf(
  cells: readonly KnownGroup[],
  columns: readonly Column[],
  { kind, scale, per }: IndicatorDefinition,
): RegressionCell[] {
  return cells.map(({ group, sums }) => ({
    x: columns.map((column) => column.of(group)),
    n: sums.n,
    sum: kind === 'rate' ? sums.events : unscale(sums.sum, scale) * per,
    sumOfSquares: kind === 'rate' ? sums.events : unscale(sums.sumOfSquares, 2 * scale) * per * per,
  }));
}

function fitOf(fit: RegressionFit, columns: readonly Column[], model: 'linear' | 'logistic'): Fit {
  const reason = fit.flag === null ? null : fit.flag.replace(/_/g, '-');
  return {
    constant: fit.coefficients[0] ?? null,
    terms: columns.map(({ attribute, value, reference }, index) => ({
      ...{ attribute, value, reference },
      estimate: model === 'linear' ? difference(fit, index + 1) : oddsRatio(fit, index + 1),
      pValue: pValue(fit, index + 1, model),
    })),
    ...{ n: fit.n, df: fit.df, reason },
  };
}

function groupsOf(
  columns: readonly Column[],
  cells: readonly KnownGroup[],
  definition: IndicatorDefinition,
  linear: RegressionFit,
  logistic: RegressionFit | null,
): AdjustedAnswer['groups'] {
  const alone = linearRegression(cellsOf(cells, columns, definition));
  const { adjusted: adjustedP } = benjaminiHochberg({
    pValues: columns.map((_, index) => pValue(linear, index + 1, 'linear')),
  });
  return columns.map(({ attribute, value, reference }, index) => {
    const [group, beside] = [{ [attribute]: value! }, { [attribute]: reference! }];
    const raw = difference(alone, index + 1);
    const adjusted = difference(linear, index + 1);
    return {
      ...{ group, reference: beside, difference: raw, adjustedDifference: adjusted },
      adjustedOddsRatio: logistic && oddsRatio(logistic, index + 1),
      adjustedP: adjustedP[index] ?? null,
      reading: readingOf(group, beside, raw, adjusted, definition),
    };
  });
}

function difference(fit: RegressionFit, index: number): Estimate {
  const [value, error] = [fit.coefficients[index] ?? null, fit.standardErrors[index] ?? null];
  if (value === null || error === null) return withoutValue(fit);
  const reach = criticalT(fit.df) * error;
  return { value, interval: interval(value - reach, value + reach, 'hc1-t'), reason: null };
}

function oddsRatio(fit: RegressionFit, index: number): Estimate {
  const [value, error] = [fit.coefficients[index] ?? null, fit.standardErrors[index] ?? null];
  if (value === null || error === null) return withoutValue(fit);
  const reach = criticalZ() * error;
  const [low, high] = [Math.exp(value - reach), Math.exp(value + reach)];
  const isFinite = Number.isFinite(high);
  return {
    value: Math.exp(value),
    interval: isFinite ? interval(low, high, 'wald-log') : null,
    reason: isFinite ? null : 'unbounded',
  };
}

function pValue(fit: RegressionFit, index: number, model: 'linear' | 'logistic'): number | null {
  const [value, error] = [fit.coefficients[index] ?? null, fit.standardErrors[index] ?? null];
  if (value === null || error === null || error === 0) return null;
  return model === 'linear' ? studentTwoSidedP(value / error, fit.df) : normalTwoSidedP(value / error);
}

function withoutValue({ flag }: RegressionFit): Estimate {
  return { value: null, interval: null, reason: flag === null ? 'collinear' : flag.replace(/_/g, '-') };
}

function interval(low: number, high: number, method: string) {
  return { low, high, level: DEFAULT_CONFIDENCE, method };
}

function readingOf(
  group: Readonly<Record<string, string>>,
  reference: Readonly<Record<string, string>>,
  raw: Estimate,
  adjusted: Estimate,
  { kind }: IndicatorDefinition,
) {
  const names = { group: groupWords(group), reference: groupWords(reference) };
  if (raw.value === null || adjusted.value === null) {
    return say('adjusted.not-calculable', names);
  }
  const factor = kind === 'rate' ? 100 : 1;
  const values = {
    ...names,
    before: rounded(raw.value * factor, kind === 'rate' ? 1 : 3),
    after: rounded(adjusted.value * factor, kind === 'rate' ? 1 : 3),
    unit: kind === 'rate' ? UNITS.points : UNITS.units,
  };
  const { low, high } = adjusted.interval!;
  return say(low > 0 || high < 0 ? 'adjusted.remains' : 'adjusted.unclear', values);
}
