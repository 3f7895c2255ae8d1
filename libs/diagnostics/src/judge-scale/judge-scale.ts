import { type Refusal, type ScaleAnswer, type ScalePost } from '@evenground/contracts';
import { DEFAULT_CONFIDENCE, favourable, scaleReliability } from '@evenground/statistics';
import { rounded, say } from '../readings/say.js';
import { reasonWords } from '../readings/words.js';

/** Top codes by the number of codes: two of up to five, three of six or seven. Source: M28 of `measures.md`. */
const TOP_TWO_UP_TO = 5;

/**
 * Whether the items of a scale measure one thing, and how favourable the answers are. Nothing of what is sent is kept:
 * people's answers come without who gave them, and go as numbers.
 */
export function judgeScale({ responses, ...post }: ScalePost): ScaleAnswer | Refusal {
  const items = responses[0]!.length;
  const refusal = refusalOf({ responses, ...post }, items);
  if (refusal) return refusal;
  const { scaleMin, scaleMax, reverseItems, minItemShare } = post;
  const turned = responses.map((row) =>
    row.map((code, item) => (code !== null && reverseItems.includes(item) ? scaleMin + scaleMax - code : code)),
  );
  const codes = scaleMax - scaleMin + 1;
  const top = codes <= TOP_TWO_UP_TO ? 2 : 3;
  const favourableCodes = post.favourableCodes ?? Array.from({ length: top }, (_, back) => scaleMax - back);
  const scored = (rows: ScalePost['responses'], share: number) =>
    favourable({ responses: rows, favourableCodes, scaleMin, scaleMax, minItemShare: share });
  const all = scored(turned, minItemShare);
  const found = scaleReliability(turned);
  const { alphaLowerFeldt: low, alphaUpperFeldt: high } = found;
  return {
    ...{ items, respondents: responses.length },
    reliability: {
      ...{ complete: found.nComplete, alpha: found.alpha, omega: found.omegaTotalOneFactor },
      interval: low === null || high === null ? null : { low, high, level: DEFAULT_CONFIDENCE, method: 'feldt' },
      ...{ loadings: found.loadingsUls, reason: found.flag === null ? null : found.flag.replace(/_/g, '-') },
    },
    favourable: { respondents: all.respondentsUsed, percent: all.favourablePct, mean: all.meanScaleScore },
    byItem: Array.from({ length: items }, (_, item) => {
      const of = scored(
        turned.map((row) => [row[item]!]),
        1,
      );
      return { item, n: of.respondentsUsed, percent: of.favourablePct, mean: of.meanScaleScore };
    }),
    reading: readingOf(found.alpha, found.flag),
  };
}

function refusalOf({ responses, scaleMin, scaleMax, reverseItems }: ScalePost, items: number): Refusal | undefined {
  if (!(scaleMin < scaleMax)) {
    return {
      ...{ refused: 'scale/invalid', detail: 'A scale goes from a lower to a higher code.', field: 'scaleMax' },
      ...{ was: scaleMax, wouldBeRight: `above ${scaleMin}` },
    };
  }
  const uneven = responses.findIndex((row) => row.length !== items);
  if (uneven >= 0) {
    return {
      ...{ refused: 'scale/invalid', detail: 'Every row has a place for each item.', field: `responses.${uneven}` },
      ...{ was: responses[uneven]!.length, wouldBeRight: String(items) },
    };
  }
  const outside = responses.flat().find((code) => code !== null && (code < scaleMin || code > scaleMax));
  if (outside !== undefined) {
    return {
      ...{ refused: 'scale/invalid', detail: 'An answer lies outside the scale.', field: 'responses', was: outside },
      wouldBeRight: `${scaleMin} to ${scaleMax}, or null`,
    };
  }
  const stray = reverseItems.find((item) => item >= items);
  return stray === undefined
    ? undefined
    : {
        ...{ refused: 'scale/invalid', detail: 'There is no such item.', field: 'reverseItems', was: stray },
        wouldBeRight: `0 to ${items - 1}`,
      };
}

function readingOf(alpha: number | null, flag: string | null) {
  if (alpha === null) return say('scale.not-calculable', { why: reasonWords(flag ?? 'no-data') });
  const values = { alpha: rounded(alpha, 2) };
  return say(flag === 'low_reliability' || alpha < 0.7 ? 'scale.low' : 'scale.reliable', values);
}
