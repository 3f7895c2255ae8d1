import { isRefusal, type DrilldownAnswer, type Reading, type Refusal } from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { involvementTreatment } from '@evenground/statistics';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { sumsOf } from '../show-gaps/compare-groups.js';
import { NOBODY, contrastsOf, sumsBy, type Contrast } from '../show-gaps/contrast.js';
import { rounded, say } from '../readings/say.js';
import { groupWords } from '../readings/words.js';
import type { GapsAsked, ShowGaps } from '../show-gaps/show-gaps.js';

export type DrilldownAsked = Omit<GapsAsked, 'by' | 'definition'> & {
  readonly attribute: string;
  readonly group: string;
};
type Line = DrilldownAnswer['behaviours'][number];
type Side = Line['group'];

const INCIDENTS = 'removal-given-incident';
/** An indicator that every student of a declared school is in: whom the incidents are of. */
const STUDENTS = 'incidents-per-100';

/**
 * What drives a gap in discipline: which behaviours, whether they are a matter of judgement, which grades and months,
 * which actions for the same behaviour, first or repeated; and how far it is who is referred, and how far how referrals
 * are treated.
 */
export class TraceDiscipline {
  constructor(
    private readonly gaps: ShowGaps,
    private readonly catalogue: IndicatorCatalogue,
  ) {}

  async drilldown(asked: DrilldownAsked): Promise<DrilldownAnswer | Refusal> {
    const enrolled = await this.contrast(asked, STUDENTS, []);
    if (isRefusal(enrolled)) return enrolled;
    const { period } = enrolled;
    const base = { ...asked, ...(period !== null && { period }) };
    // One read for each breakdown, because all of them at once would be as many cells as incidents.
    const [behaviours, grades, occurrences, months] = await Promise.all([
      this.contrast(base, INCIDENTS, ['incidentBehavior', 'incidentClass', 'incidentAction']),
      this.contrast(base, INCIDENTS, ['grade']),
      this.contrast(base, INCIDENTS, ['incidentOccurrence']),
      this.contrast(base, INCIDENTS, ['incidentMonth']),
    ]);
    for (const found of [behaviours, grades, occurrences, months]) if (isRefusal(found)) return found;
    const of = (found: Found | Refusal) => (found as Found).contrast;
    const students = { group: sumsOf(enrolled.contrast.own).n, reference: sumsOf(enrolled.contrast.other).n };
    const lines = (contrast: Contrast, attribute: string) => linesOf(contrast, attribute, students);
    const incidents = of(behaviours);
    const split = splitOf(incidents, students);
    const named = { group: enrolled.contrast.group, reference: enrolled.contrast.reference };
    return {
      ...{ district: asked.district, indicator: INCIDENTS, period, ...named, enrolled: students },
      behaviours: lines(incidents, 'incidentBehavior'),
      classes: lines(incidents, 'incidentClass'),
      grades: lines(of(grades), 'grade'),
      occurrences: lines(of(occurrences), 'incidentOccurrence'),
      months: lines(of(months), 'incidentMonth'),
      actions: actionsOf(incidents),
      ...{ split, notRecorded: ['location', 'time-of-day', 'staff-member', 'alternatives-on-offer'] },
      readings: readingsOf(named, split, lines(incidents, 'incidentClass')),
      reason: enrolled.reason,
      ...{ recomputing: enrolled.recomputing, asOf: this.gaps.asOf(asked.district) },
    };
  }

  private async contrast(asked: DrilldownAsked, id: string, besides: readonly string[]): Promise<Found | Refusal> {
    const definition = (await this.catalogue.definition(asked.district, id))!;
    const { attribute, group, reference } = asked;
    const found = await this.gaps.groups({ ...asked, definition, by: [attribute, ...besides] });
    // A year without any incident has no attribute of incidents.
    if (isRefusal(found) && id === INCIDENTS)
      return { period: null, reason: null, recomputing: false, contrast: nothingOf(asked) };
    if (isRefusal(found)) return found;
    const { period, reason, recomputing } = found;
    const nothing = nothingOf(asked);
    if (reason !== null) return { period, reason, recomputing, contrast: nothing };
    const contrasts = contrastsOf(found.groups, found.by[0]!, reference, group);
    // Of a group without any incident there is no cell; that it exists is told by its students.
    if (isRefusal(contrasts) && id === INCIDENTS) return { period, reason, recomputing, contrast: nothing };
    if (isRefusal(contrasts)) return contrasts;
    return { period, reason, recomputing, contrast: contrasts[0] ?? nothing };
  }
}

interface Found {
  readonly period: string | null;
  readonly reason: string | null;
  readonly recomputing: boolean;
  readonly contrast: Contrast;
}

function nothingOf({ attribute, group, reference }: DrilldownAsked): Contrast {
  return {
    ...{ group: { [attribute]: group }, own: [], other: [] },
    reference: reference === 'others' ? 'others' : { [attribute]: reference },
  };
}

function linesOf(contrast: Contrast, attribute: string, students: { group: number; reference: number }): Line[] {
  const [own, other] = [sumsBy(contrast.own, attribute), sumsBy(contrast.other, attribute)];
  return [...new Set([...own.keys(), ...other.keys()])].sort().map((value) => ({
    value,
    group: sideOf(own.get(value) ?? NOBODY, students.group),
    reference: sideOf(other.get(value) ?? NOBODY, students.reference),
  }));
}

function sideOf({ n, events }: Sums, students: number): Side {
  return {
    ...{ incidents: n, incidentsPer100: students === 0 ? null : (100 * n) / students },
    ...{ removals: events, removalShare: n === 0 ? null : events / n },
  };
}

function actionsOf({ own, other }: Contrast): DrilldownAnswer['actions'] {
  const behaviours = [...new Set([...own, ...other].map(({ group }) => group.incidentBehavior!))].sort();
  return behaviours.map((behaviour) => {
    const of = (cells: Contrast['own']) => {
      const kept = cells.filter(({ group }) => group.incidentBehavior === behaviour);
      return { all: sumsOf(kept).n, byAction: sumsBy(kept, 'incidentAction') };
    };
    const [here, there] = [of(own), of(other)];
    const share = ({ all, byAction }: typeof here, action: string) =>
      all === 0 ? null : (byAction.get(action)?.n ?? 0) / all;
    const actions = [...new Set([...here.byAction.keys(), ...there.byAction.keys()])].sort();
    return {
      behaviour,
      actions: actions.map((action) => ({
        ...{ action, groupShare: share(here, action), referenceShare: share(there, action) },
      })),
    };
  });
}

/** Involvement contains adults' decisions to refer; treatment is what follows a referral (M18). */
function splitOf({ own, other }: Contrast, enrolment: { group: number; reference: number }): DrilldownAnswer['split'] {
  const keyOf = ({ group }: Contrast['own'][number]) => `${group.incidentBehavior}\n${group.incidentClass}`;
  const keys = [...new Set([...own, ...other].map(keyOf))].sort();
  const counts = (cells: Contrast['own'], key: string) => {
    const { n, events } = sumsOf(cells.filter((cell) => keyOf(cell) === key));
    return { referrals: n, exclusions: events };
  };
  const found = involvementTreatment({
    enrolment,
    infractions: keys.map((key) => ({
      ...{ infraction: key.split('\n')[0]!, class: key.split('\n')[1]! },
      ...{ group: counts(own, key), reference: counts(other, key) },
    })),
  });
  const per100 = (value: number | null) => (value === null ? null : value * 100);
  return {
    gapPer100: per100(found.gapPerStudent),
    involvementPer100: per100(found.involvement),
    treatmentPer100: per100(found.treatment),
    byBehaviour: found.byInfraction.map(({ infraction, class: kind, gap, involvement, treatment, shareOfGap }) => ({
      ...{ behaviour: infraction, class: kind, shareOfGap },
      ...{ gapPer100: gap * 100, involvementPer100: involvement * 100, treatmentPer100: treatment * 100 },
    })),
    reason: found.flag === null ? null : 'no-denominator',
  };
}

function readingsOf(
  { group, reference }: Pick<DrilldownAnswer, 'group' | 'reference'>,
  split: DrilldownAnswer['split'],
  classes: readonly Line[],
): Reading[] {
  const names = { group: groupWords(group), reference: groupWords(reference) };
  const { gapPer100, involvementPer100, treatmentPer100 } = split;
  if (gapPer100 === null || involvementPer100 === null || treatmentPer100 === null) {
    return [say('discipline.not-calculable', names)];
  }
  const parts = say('discipline.split', {
    ...{ ...names, gap: rounded(gapPer100), involvement: rounded(involvementPer100) },
    treatment: rounded(treatmentPer100),
  });
  const judged = classes.find(({ value }) => value === 'subjective');
  if (!judged) return [parts];
  const total = (side: 'group' | 'reference') => classes.reduce((sum, line) => sum + line[side].incidents, 0);
  const share = (side: 'group' | 'reference') =>
    total(side) === 0 ? null : rounded((100 * judged[side].incidents) / total(side));
  return [
    parts,
    say('discipline.subjective', { ...names, groupShare: share('group'), referenceShare: share('reference') }),
  ];
}
