import {
  isRefusal,
  type Decomposition,
  type DecompositionsAnswer,
  type IndicatorDefinition,
  type Reading,
  type Refusal,
} from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { blinderOaxaca, kitagawa, schoolSegregation } from '@evenground/statistics';
import { sumsOf, valueOf } from '../show-gaps/compare-groups.js';
import { NOBODY, contrastsOf, sumsBy, type Contrast } from '../show-gaps/contrast.js';
import { rounded, say } from '../readings/say.js';
import { SIDES, UNITS, attributeWords, groupWords } from '../readings/words.js';
import { SCHOOL } from '../show-gaps/derive-groups.js';
import type { GapsAsked, ShowGaps } from '../show-gaps/show-gaps.js';

export interface DecompositionAsked extends Omit<GapsAsked, 'by'> {
  /** The attribute whose groups are compared. */
  readonly attribute: string;
  readonly strata: string;
  /** Absent = every group. */
  readonly group?: string;
}

type Parts = Pick<
  Decomposition,
  'method' | 'groupValue' | 'referenceValue' | 'gap' | 'twofold' | 'threefold' | 'reason'
> & { readonly byStratum: ReadonlyMap<string, { composition: number; within: number; total: number }> };

/** Takes a gap apart over strata: how much comes from where the groups are, how much from how they fare there. */
export class DecomposeGap {
  constructor(private readonly gaps: ShowGaps) {}

  async decompose(asked: DecompositionAsked): Promise<DecompositionsAnswer | Refusal> {
    const { district, definition, attribute, strata, reference } = asked;
    if (attribute === strata) {
      return { refused: 'strata/same', detail: 'A gap is taken apart over another attribute.', field: 'strata' };
    }
    if (reference === 'overall' || reference === 'best') {
      return {
        ...{ refused: 'reference/not-apart', field: 'reference', was: reference },
        detail: 'Two sides are taken apart that share nobody and were not picked by their result.',
        wouldBeRight: 'others, or a value',
      };
    }
    const found = await this.gaps.groups({ ...asked, by: [attribute, strata] });
    if (isRefusal(found)) return found;
    const [by, over] = [found.by[0]!, found.by[1] ?? strata];
    const isHidden = found.groups.some(({ sums }) => sums === null);
    const reason = found.reason ?? (isHidden ? 'suppressed-by-source' : null);
    const contrasts = reason === null ? contrastsOf(found.groups, by, reference, asked.group) : [];
    if (isRefusal(contrasts)) return contrasts;
    return {
      ...{ district, indicator: definition.id, period: found.period, by, strata: over, reason },
      decompositions: contrasts.map((contrast) => decompositionOf(contrast, over, definition)),
      segregation: over === SCHOOL && reason === null ? segregationOf(contrasts) : null,
      recomputing: found.recomputing,
      asOf: this.gaps.asOf(district),
    };
  }
}

function decompositionOf(contrast: Contrast, strata: string, definition: IndicatorDefinition): Decomposition {
  const [own, other] = [sumsBy(contrast.own, strata), sumsBy(contrast.other, strata)];
  const names = [...new Set([...own.keys(), ...other.keys()])].sort();
  const sides = names.map((stratum) => ({
    stratum,
    group: own.get(stratum) ?? NOBODY,
    other: other.get(stratum) ?? NOBODY,
  }));
  const { byStratum, ...parts } = definition.kind === 'rate' ? ofRates(sides) : ofMeans(sides, definition);
  const [groupN, otherN] = [sumsOf(contrast.own).n, sumsOf(contrast.other).n];
  const side = (sums: Sums, of: number) => ({
    ...{ n: sums.n, share: of === 0 ? 0 : sums.n / of },
    value: valueOf(sums, definition),
  });
  const lines = sides.map(({ stratum, group, other: beside }) => {
    const [here, there] = [side(group, groupN), side(beside, otherN)];
    const gap = here.value === null || there.value === null ? null : here.value - there.value;
    const of = byStratum.get(stratum) ?? { composition: 0, within: 0, total: 0 };
    return { stratum, group: here, reference: there, gap, ...of };
  });
  const paradox = paradoxOf(parts, lines);
  const named = { group: contrast.group, reference: contrast.reference };
  return { ...named, ...parts, strata: lines, paradox, reading: readingOf(named, parts, paradox, strata, definition) };
}

interface Side {
  readonly stratum: string;
  readonly group: Sums;
  readonly other: Sums;
}

function ofRates(sides: readonly Side[]): Parts {
  if (sides.some(({ group, other }) => group.events > group.n || other.events > other.n))
    return none('events-exceed-n');
  const found = kitagawa(
    sides.map(({ stratum, group, other }) => ({ stratum, group: countsOf(group), reference: countsOf(other) })),
  );
  const { twofold } = found;
  return {
    ...{ method: 'kitagawa', groupValue: found.rateGroup, referenceValue: found.rateReference, gap: found.gap },
    twofold: twofold && {
      composition: twofold.composition,
      within: twofold.rate,
      compositionShare: twofold.compositionShare,
    },
    threefold: found.threefold,
    reason: found.flag === null ? null : 'no-denominator',
    byStratum: new Map(
      found.strata.map(({ stratum, compositionCentred, rate, totalCentred }) => [
        stratum,
        { composition: compositionCentred, within: rate, total: totalCentred },
      ]),
    ),
  };
}

function ofMeans(sides: readonly Side[], definition: IndicatorDefinition): Parts {
  const mean = (sums: Sums) => ({ n: sums.n, mean: valueOf(sums, definition) ?? 0 });
  const found = blinderOaxaca(
    sides.map(({ stratum, group, other }) => ({ stratum, group: mean(group), reference: mean(other) })),
  );
  const { twofold } = found;
  return {
    ...{ method: 'blinder-oaxaca', groupValue: found.meanGroup, referenceValue: found.meanReference, gap: found.gap },
    twofold: twofold && {
      composition: twofold.composition,
      within: twofold.value,
      compositionShare: twofold.compositionShare,
    },
    threefold: found.threefold,
    reason: found.flag === null ? null : 'no-denominator',
    byStratum: new Map(
      found.strata.map(({ stratum, compositionCentred, value, totalCentred }) => [
        stratum,
        { composition: compositionCentred, within: value, total: totalCentred },
      ]),
    ),
  };
}

function none(reason: string): Parts {
  const nothing = { groupValue: null, referenceValue: null, gap: null, twofold: null, threefold: null };
  return { method: 'kitagawa', ...nothing, reason, byStratum: new Map() };
}

function countsOf({ n, events }: Sums): { n: number; events: number } {
  return { n, events };
}

/** Simpson's paradox: compared with like, the gap has the other sign. */
function paradoxOf(
  { gap, twofold }: Omit<Parts, 'byStratum'>,
  lines: Decomposition['strata'],
): Decomposition['paradox'] {
  const compared = lines.filter((line) => line.gap !== null);
  const reversed = compared.filter((line) => gap !== null && line.gap! * gap < 0);
  const isReversed = gap !== null && twofold !== null && twofold.compositionShare !== null && twofold.within * gap < 0;
  return { present: isReversed, reversedStrata: reversed.length, comparedStrata: compared.length };
}

function readingOf(
  { group, reference }: Pick<Decomposition, 'group' | 'reference'>,
  { gap, twofold }: Omit<Parts, 'byStratum'>,
  paradox: Decomposition['paradox'],
  strata: string,
  { kind }: IndicatorDefinition,
): Reading {
  const names = { group: groupWords(group), reference: groupWords(reference), strata: attributeWords(strata) };
  if (gap === null || twofold === null) {
    return say('decomposition.not-calculable', names);
  }
  const factor = kind === 'rate' ? 100 : 1;
  const size = (value: number) => rounded(Math.abs(value) * factor, kind === 'rate' ? 1 : 3);
  const unit = kind === 'rate' ? UNITS.points : UNITS.units;
  if (paradox.present) {
    return say('decomposition.paradox', {
      ...{ ...names, gap: size(gap), within: size(twofold.within), unit, ...paradoxWords(gap) },
      ...{ reversed: paradox.reversedStrata, compared: paradox.comparedStrata },
    });
  }
  return say('decomposition.parts', {
    ...{ ...names, gap: size(gap), unit, ...paradoxWords(gap) },
    composition: rounded(twofold.composition * factor, kind === 'rate' ? 1 : 3),
    within: rounded(twofold.within * factor, kind === 'rate' ? 1 : 3),
  });
}

function paradoxWords(gap: number) {
  return gap >= 0 ? { side: SIDES.above, otherSide: SIDES.below } : { side: SIDES.below, otherSide: SIDES.above };
}

function segregationOf(contrasts: readonly Contrast[]): DecompositionsAnswer['segregation'] {
  return contrasts.map(({ group, own, other }) => {
    const [here, there] = [sumsBy(own, SCHOOL), sumsBy(other, SCHOOL)];
    const schools = [...new Set([...here.keys(), ...there.keys()])].map((schoolId) => ({
      group: here.get(schoolId)?.n ?? 0,
      others: there.get(schoolId)?.n ?? 0,
    }));
    const { flag, ...measures } = schoolSegregation(schools);
    return { group, ...measures, reason: flag === null ? null : 'no-denominator' };
  });
}
