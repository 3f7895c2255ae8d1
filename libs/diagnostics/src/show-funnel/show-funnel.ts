import {
  UNKNOWN,
  isRefusal,
  type FunnelPoint,
  type FunnelsAnswer,
  type IndicatorDefinition,
  type Refusal,
} from '@evenground/contracts';
import { momentsOf, type Sums } from '@evenground/cube';
import {
  FUNNEL_LEVELS,
  benjaminiHochberg,
  binomialTest,
  funnelLimits,
  funnelLimitsOfMean,
  normalTwoSidedP,
} from '@evenground/statistics';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { rounded, say } from '../readings/say.js';
import { SIDES, reasonWords } from '../readings/words.js';
import { sumsOf, valueOf, type GroupOfSums } from '../show-gaps/compare-groups.js';
import { RELIABLE_FROM } from '../show-gaps/conclude.js';
import { SCHOOL } from '../show-gaps/derive-groups.js';
import type { GapsAsked, ShowGaps } from '../show-gaps/show-gaps.js';

type Asked = Omit<GapsAsked, 'by' | 'reference' | 'minimumEffect'>;

/** What all schools give together; `spread` is the standard deviation of a mean in shown units. */
interface Whole {
  readonly value: number;
  readonly spread: number;
}

/**
 * Schools beside the whole: which of them lie further from it than schools of their size would by chance. A league table
 * would put the smallest schools at both ends; a funnel allows for how few their students are.
 */
export class ShowFunnel {
  constructor(
    private readonly gaps: ShowGaps,
    private readonly reference: ReferenceStore,
  ) {}

  async funnel(asked: Asked): Promise<FunnelsAnswer | Refusal> {
    const { district, definition } = asked;
    if (definition.attribution === 'each-school') {
      return {
        refused: 'scope/not-additive',
        detail: 'A student of two schools counts at both, so that schools do not add up to a whole.',
        field: 'indicator',
        was: definition.id,
        wouldBeRight: 'an indicator of attribution "accountable"',
      };
    }
    const found = await this.gaps.groups({ ...asked, by: [SCHOOL], reference: 'others' });
    if (isRefusal(found)) return found;
    const cells = found.groups.filter(({ group }) => group[SCHOOL] !== UNKNOWN);
    const isHidden = cells.some(({ sums }) => sums === null);
    const reason = found.reason ?? (isHidden ? 'suppressed-by-source' : unfit(cells, definition));
    const known =
      reason === null ? cells.filter((cell): cell is GroupOfSums & { sums: Sums } => cell.sums !== null) : [];
    const together = sumsOf(known);
    const value = reason === null ? valueOf(together, definition) : null;
    const { sd } = momentsOf({ ...together, scale: definition.scale });
    const spread = (sd ?? 0) * definition.per;
    const whole = value === null || !Number.isFinite(spread) ? null : { value, spread };
    const { reference } = await this.reference.current(district);
    const nameOf = (schoolId: string) => (reference.schools.get(schoolId)?.name as string | undefined) ?? null;
    return {
      ...{ district, indicator: definition.id, indicatorName: definition.name, kind: definition.kind },
      ...{ direction: definition.direction, period: found.period },
      target: { n: together.n, value },
      schools: whole === null ? [] : pointsOf(known, whole, definition, nameOf),
      reason: reason ?? (whole === null ? (together.n > 0 ? 'not-finite' : 'no-denominator') : null),
      recomputing: found.recomputing,
      asOf: this.gaps.asOf(district),
    };
  }
}

function unfit(cells: readonly GroupOfSums[], { kind }: IndicatorDefinition): string | null {
  return kind === 'rate' && cells.some(({ sums }) => sums!.events > sums!.n) ? 'events-exceed-n' : null;
}

function pointsOf(
  cells: readonly (GroupOfSums & { sums: Sums })[],
  whole: Whole,
  definition: IndicatorDefinition,
  nameOf: (schoolId: string) => string | null,
): FunnelPoint[] {
  const bySize = [...cells].sort(
    (left, right) => left.sums.n - right.sums.n || (left.group[SCHOOL]! < right.group[SCHOOL]! ? -1 : 1),
  );
  const pValues = bySize.map(({ sums }) => pValueOf(sums, whole, definition));
  const { adjusted } = benjaminiHochberg({ pValues });
  return bySize.map(({ group, sums }, index) => {
    const placed = placedBeside(sums, whole, definition);
    const named = { schoolId: group[SCHOOL]!, name: nameOf(group[SCHOOL]!) };
    return {
      ...named,
      ...{ n: sums.n, events: definition.kind === 'rate' ? sums.events : null, ...placed },
      ...{ pValue: pValues[index]!, adjustedP: adjusted[index] ?? null },
      reliability: placed.value === null ? null : sums.n < RELIABLE_FROM ? 'few-students' : 'reliable',
      reading: readingOf(named, sums.n, placed, whole, definition),
    };
  });
}

type Placed = Pick<FunnelPoint, 'value' | 'limits' | 'position' | 'side' | 'standing' | 'reason'>;

function placedBeside(sums: Sums, whole: Whole, definition: IndicatorDefinition): Placed {
  const value = valueOf(sums, definition);
  const nowhere = { limits: [], position: null, side: null, standing: null };
  if (value === null) return { value, ...nowhere, reason: 'no-denominator' };
  const limits = FUNNEL_LEVELS.map((level) => {
    const { lower, upper } =
      definition.kind === 'rate'
        ? funnelLimits(whole.value, sums.n, level)
        : funnelLimitsOfMean(whole.value, whole.spread, sums.n, level);
    return {
      low: lower!,
      high: upper!,
      level,
      method: definition.kind === 'rate' ? ('binomial-exact' as const) : ('normal' as const),
    };
  });
  const [inner, outer] = limits.map(({ low, high }) => value < low || value > high);
  const position = outer ? 'far' : inner ? 'notable' : 'within';
  const side = value === whole.value ? null : value > whole.value ? 'above' : 'below';
  return { value, limits, position, side, standing: standingOf(position, side, definition), reason: null };
}

function standingOf(
  position: FunnelPoint['position'],
  side: FunnelPoint['side'],
  { direction }: IndicatorDefinition,
): FunnelPoint['standing'] {
  if (position === 'within' || side === null || direction === 'parity') return null;
  return (side === 'above') === (direction === 'higher-is-better') ? 'better' : 'worse';
}

function pValueOf(sums: Sums, whole: Whole, definition: IndicatorDefinition): number | null {
  if (definition.kind === 'rate') return binomialTest({ events: sums.events, n: sums.n }, whole.value).pValue;
  const value = valueOf(sums, definition);
  if (value === null || whole.spread === 0) return null;
  return normalTwoSidedP(((value - whole.value) * Math.sqrt(sums.n)) / whole.spread);
}

function readingOf(
  { schoolId, name }: { readonly schoolId: string; readonly name: string | null },
  n: number,
  { value, position, side, reason }: Placed,
  whole: Whole,
  { kind }: IndicatorDefinition,
) {
  const school = name ?? schoolId;
  if (value === null || position === null) {
    return say('funnel.not-calculable', { school, why: reasonWords(reason ?? 'no-data') });
  }
  const shown = (of: number) => (kind === 'rate' ? `${rounded(of * 100)} %` : rounded(of, 3));
  const values = { school, n, value: shown(value), target: shown(whole.value) };
  return position === 'within'
    ? say('funnel.within', values)
    : say(`funnel.${position}`, { ...values, side: side === 'above' ? SIDES.higher : SIDES.lower });
}
