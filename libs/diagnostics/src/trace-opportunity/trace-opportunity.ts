import { isRefusal } from '@evenground/contracts';
import type { IndicatorDefinition, OpportunityChainsAnswer, Refusal } from '@evenground/contracts';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { sumsOf, type GroupOfSums } from '../show-gaps/compare-groups.js';
import { SCHOOL } from '../show-gaps/derive-groups.js';
import type { GapsAsked, ShowGaps } from '../show-gaps/show-gaps.js';

export type ChainAsked = Omit<GapsAsked, 'by' | 'definition' | 'reference'> & { readonly attribute: string };
type Chain = OpportunityChainsAnswer['groups'][number];
type Stage = Chain['stages'][number];

/**
 * Where each group is lost on the way to advanced courses: offered (somebody at the student's school is in one) →
 * enrolled → completed → passed (with credit), each as a share of all students in the eligible grades and of those who
 * reached the stage before.
 */
export class TraceOpportunity {
  constructor(
    private readonly gaps: ShowGaps,
    private readonly catalogue: IndicatorCatalogue,
  ) {}

  async chains(asked: ChainAsked): Promise<OpportunityChainsAnswer | Refusal> {
    const enrolled = await this.measured(asked, 'advanced-enrolled', [asked.attribute, SCHOOL]);
    if (isRefusal(enrolled)) return enrolled;
    const period = enrolled.period;
    const base = { ...asked, ...(period !== null && { period }) };
    const completed = await this.measured(base, 'advanced-completed', [asked.attribute]);
    if (isRefusal(completed)) return completed;
    const passed = await this.measured(base, 'advanced-passed', [asked.attribute]);
    if (isRefusal(passed)) return passed;
    const by = enrolled.by[0]!;
    const offering = new Set(
      enrolled.groups.filter(({ sums }) => sums !== null && sums.events > 0).map(({ group }) => group[SCHOOL]!),
    );
    const values = [...new Set(enrolled.groups.map(({ group }) => group[by]!))];
    return {
      ...{ district: asked.district, indicator: 'advanced-enrolled', period, by },
      groups:
        enrolled.reason === null
          ? values.map((value) => chainOf(by, value, offering, [enrolled.groups, completed.groups, passed.groups]))
          : [],
      ...{ reason: enrolled.reason, recomputing: enrolled.recomputing, asOf: this.gaps.asOf(asked.district) },
    };
  }

  private async measured(asked: ChainAsked, id: string, by: readonly string[]) {
    const definition = (await this.catalogue.definition(asked.district, id)) as IndicatorDefinition;
    return this.gaps.groups({ ...asked, definition, by, reference: 'others' });
  }
}

function chainOf(
  by: string,
  value: string,
  offering: ReadonlySet<string>,
  [enrolledCells, completedCells, passedCells]: readonly [
    readonly GroupOfSums[],
    readonly GroupOfSums[],
    readonly GroupOfSums[],
  ],
): Chain {
  const of = (cells: readonly GroupOfSums[]) =>
    cells.flatMap(({ group, sums }) => (group[by] === value && sums !== null ? [{ group, sums }] : []));
  const own = of(enrolledCells);
  const [enrolled, completed, passed] = [own, of(completedCells), of(passedCells)].map(sumsOf);
  const eligible = enrolled!.n;
  const offered = sumsOf(own.filter(({ group }) => offering.has(group[SCHOOL]!))).n;
  const stages: Stage[] = [
    stageOf('offered', offered, eligible, eligible),
    stageOf('enrolled', enrolled!.events, eligible, offered),
    ...later(enrolled!.events, eligible, completed!, passed!),
  ];
  return { group: { [by]: value }, eligible, stages, lostMostAt: lostMostAt(stages, eligible) };
}

/** Of a course whose outcome is not known nobody can say whether it was completed: the stage covers the known ones. */
function later(
  enrolled: number,
  eligible: number,
  completed: { n: number; events: number },
  passed: { n: number; events: number },
): Stage[] {
  const unknown = (stage: Stage['stage']): Stage => ({
    ...{ stage, n: null, share: null, conditional: null },
    reason: enrolled === 0 ? 'no-denominator' : 'no-data',
  });
  const known = ({ n, events }: { n: number; events: number }, stage: Stage['stage']): Stage =>
    n === 0 ? unknown(stage) : { ...stageOf(stage, events, eligible, n), reason: n < enrolled ? 'partly-known' : null };
  return [
    known(completed, 'completed'),
    passed.n === 0
      ? unknown('passed')
      : {
          ...stageOf('passed', passed.events, eligible, completed.events),
          reason: passed.n < enrolled ? 'partly-known' : null,
        },
  ];
}

function stageOf(stage: Stage['stage'], n: number, eligible: number, before: number): Stage {
  return {
    ...{ stage, n, share: eligible === 0 ? null : n / eligible, conditional: before === 0 ? null : n / before },
    reason: eligible === 0 ? 'no-denominator' : null,
  };
}

/** The stage with the largest fall; the first of several that are alike. */
function lostMostAt(stages: readonly Stage[], eligible: number): Chain['lostMostAt'] {
  let [most, at] = [0, null as Chain['lostMostAt']];
  let before = eligible;
  for (const { stage, n } of stages) {
    if (n === null) break;
    if (before - n > most) [most, at] = [before - n, stage];
    before = n;
  }
  return at;
}
