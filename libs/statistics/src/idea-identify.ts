import { InvalidParameter, requireFinite } from './invalid-input.js';

export interface IdeaIdentifyInput {
  /** Risk ratios of one group and category, oldest first; null for a year that was not calculated. */
  values: readonly (number | null)[];
  /** 1, 2 or 3. */
  yearsRequired: number;
  threshold: number;
  /** Drop per year that the State calls reasonable progress; without it progress is not considered. */
  reasonableProgressMinDrop?: number | null;
}

export interface IdeaIdentification {
  exceededRequiredYears: boolean;
  reasonableProgress: boolean;
  identified: boolean;
}

/** Rounding within which a drop counts as reaching the required one. */
const SLACK = 1e-12;

/**
 * Whether a district is to be identified: above the threshold in each of the last required years, and without
 * reasonable progress in both of the last two steps.
 *
 * @throws InvalidParameter if the years are not 1, 2 or 3 or a number is not finite
 * @source 34 CFR 300.647(d)
 */
export function ideaIdentify(input: IdeaIdentifyInput): IdeaIdentification {
  const { values, yearsRequired, threshold, reasonableProgressMinDrop = null } = input;
  if (![1, 2, 3].includes(yearsRequired)) {
    throw new InvalidParameter(`yearsRequired must be 1, 2 or 3, not ${yearsRequired}`);
  }
  requireFinite('threshold', threshold);
  const exceededRequiredYears =
    values.length >= yearsRequired &&
    values.slice(-yearsRequired).every((value) => value !== null && value > threshold);
  const reasonableProgress =
    exceededRequiredYears && reasonableProgressMinDrop !== null && fellTwice(values, reasonableProgressMinDrop);
  return { exceededRequiredYears, reasonableProgress, identified: exceededRequiredYears && !reasonableProgress };
}

function fellTwice(values: readonly (number | null)[], minDrop: number): boolean {
  if (values.length < 3) return false;
  const [first = null, second = null, third = null] = values.slice(-3);
  if (first === null || second === null || third === null) return false;
  return first - second >= minDrop - SLACK && second - third >= minDrop - SLACK;
}
