import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireFinite, requireWithin } from './invalid-input.js';
import type { Responses } from './scale-reliability.js';

export interface FavourableInput {
  /** As answered; "don't know" is missing (null), not unfavourable. */
  responses: Responses;
  /** Codes that count as favourable, after reverse items are turned. */
  favourableCodes: readonly number[];
  scaleMin: number;
  scaleMax: number;
  /** Items to turn, counted from 0. */
  reverseItems?: readonly number[];
  /** Smallest share of the items a person must answer to count, 0..1; 0.5 when absent. */
  minItemShare?: number;
}

export interface Favourable {
  respondentsUsed: number;
  favourablePct: number | null;
  meanScaleScore: number | null;
}

/** Keeps 0.6 of 5 items from becoming 4 answers by rounding. */
const SLACK = 1e-9;

/**
 * Percent of the valid answers that are favourable, and the mean of the people's mean scores.
 *
 * @returns percent 0..100 of answers (not of people), score in the codes of the scale; null when nobody counts. For an
 *          interval use rateWilson on the people whose mean is favourable: answers of one person are not independent
 * @throws InvalidParameter if the scale is upside down, an answer is outside it or the share is outside 0..1
 * @source top-two-box scoring of survey practice; the codes of each scale length as in the measures reference, M28
 */
export function favourable(input: FavourableInput): Favourable {
  const { responses, favourableCodes, minItemShare = 0.5 } = input;
  requireScale(input);
  const codes = new Set(favourableCodes);
  const people = responses.map((row) => ({ items: row.length, answers: turned(row, input) }));
  const used = people.filter(
    ({ items, answers }) => answers.length > 0 && answers.length >= Math.ceil(items * minItemShare - SLACK),
  );
  const answers = used.flatMap((person) => person.answers);
  const good = answers.filter((answer) => codes.has(answer)).length;
  return finiteResult({
    respondentsUsed: used.length,
    favourablePct: answers.length === 0 ? null : (100 * good) / answers.length,
    meanScaleScore: used.length === 0 ? null : mean(used.map((person) => mean(person.answers))),
  });
}

function turned(row: Responses[number], { scaleMin, scaleMax, reverseItems = [] }: FavourableInput): number[] {
  return row.flatMap((answer, item) => {
    if (answer === null) return [];
    requireWithin('answer', answer, scaleMin, scaleMax);
    return [reverseItems.includes(item) ? scaleMax + scaleMin - answer : answer];
  });
}

function requireScale({ scaleMin, scaleMax, minItemShare = 0.5 }: FavourableInput): void {
  requireFinite('scaleMin', scaleMin);
  requireFinite('scaleMax', scaleMax);
  if (scaleMin >= scaleMax) throw new InvalidParameter('scaleMin must be below scaleMax');
  requireWithin('minItemShare', minItemShare, 0, 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
