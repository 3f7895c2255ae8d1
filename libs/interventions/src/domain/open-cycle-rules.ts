import type { Refusal } from '@evenground/contracts';
import { addDays, latest } from './calendar-day.js';
import type { CycleArea, OpenedCycle } from './cycle.js';
import { FINAL_STATES, type CycleState } from './cycle.js';

/** What the opening of another cycle must know of an open one. */
export interface OpenCycle {
  readonly cycleId: string;
  readonly area: CycleArea;
  readonly level: 'school' | 'district';
  readonly schoolIds: readonly string[];
}

const ANNUAL_DAYS = 365;
const REVIEW_DAYS = 180; // when a plan is looked at again, unless its term ends before

/** The annual review day when none is given: a year after the start, or the review when that is later. */
export function annualDueOn(startedOn: string, reviewDueOn: string): string {
  return latest(addDays(startedOn, ANNUAL_DAYS), reviewDueOn);
}

/** The review day when none is given: half a year after the start, or after today when the start lies back. */
export function reviewDueOn(startedOn: string, today: string): string {
  return addDays(latest(startedOn, today), REVIEW_DAYS);
}

/** Whether a cycle is complete and its dates stand in order (workflow I4); a 422. */
export function judgeOpenedCycle(cycle: OpenedCycle): Refusal | undefined {
  const invalid = (field: string, was: unknown, wouldBeRight: string): Refusal => ({
    refused: 'cycle/invalid',
    detail: `${field}: ${wouldBeRight}`,
    field,
    was,
    wouldBeRight,
  });
  if (cycle.level === 'school' && cycle.schoolIds.length === 0) {
    return invalid('schoolIds', [], 'the schools of a school cycle');
  }
  if (new Set(cycle.schoolIds).size !== cycle.schoolIds.length) {
    return invalid('schoolIds', cycle.schoolIds, 'each school once');
  }
  if (cycle.reviewDueOn < cycle.startedOn) {
    return invalid('reviewDueOn', cycle.reviewDueOn, `a day from ${cycle.startedOn}, when the cycle starts`);
  }
  if (cycle.annualDueOn < cycle.reviewDueOn) {
    return invalid('annualDueOn', cycle.annualDueOn, `a day from ${cycle.reviewDueOn}, when the review is due`);
  }
  return undefined;
}

/**
 * Whether another cycle may be opened beside the open ones.
 *
 * @param limit the largest number of open cycles that may name one school (or, of those that name none, the district)
 */
export function judgeOpening(asked: OpenCycle, open: readonly OpenCycle[], limit: number): Refusal | undefined {
  const twin = open.find((each) => each.area === asked.area && isSameScope(each, asked));
  if (twin !== undefined) {
    return {
      refused: 'cycle/already-open',
      detail: `${twin.cycleId} is open for ${asked.area} and the same schools`,
      cycleId: twin.cycleId,
    };
  }
  const places = asked.schoolIds.length === 0 ? [undefined] : asked.schoolIds;
  for (const place of places) {
    if (open.filter((each) => isAt(each, place)).length < limit) continue;
    const detail = `${place ?? 'the district'} has ${limit} open cycles, the most it may have`;
    return { refused: 'cycle/too-many-open', detail, limit };
  }
  return undefined;
}

export function isOpen(state: CycleState): boolean {
  return !FINAL_STATES.includes(state);
}

function isAt(open: OpenCycle, schoolId: string | undefined): boolean {
  return schoolId === undefined ? open.schoolIds.length === 0 : open.schoolIds.includes(schoolId);
}

function isSameScope(one: OpenCycle, other: OpenCycle): boolean {
  const schools = new Set(one.schoolIds);
  return schools.size === other.schoolIds.length && other.schoolIds.every((school) => schools.has(school));
}
