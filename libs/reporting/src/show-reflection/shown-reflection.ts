import { type Principal, mayReadUnsuppressed } from '@evenground/auth';
import type { Reflection, ReflectionView, ShownValue } from '@evenground/contracts';
import { LIVE_MINIMUM_N, codedAlone, isShownExactly, throughGate } from '@evenground/disclosure';
import type { ReflectionDocument } from '../reflection-documents.js';

type MeasuredValue = NonNullable<Reflection['current']>;

/** Everything a caller may see of a reflection goes through here. */
export function shownReflection(reflection: Reflection, isUnsuppressed: boolean): ReflectionView {
  return throughGate<ReflectionView>({ ...reflection, suppressed: false }, isUnsuppressed, () =>
    suppressed(reflection),
  );
}

/** Whether the caller sees every live number of the cycle. */
export function seesEverything(principal: Principal, scope: ReflectionDocument['scope']): boolean {
  if (scope === null) return false;
  return mayReadUnsuppressed(principal, scope.level === 'district' ? 'district' : scope.schoolIds);
}

/**
 * Hides small groups. Where one side of a comparison cannot be shown exactly neither is, because the two make up a
 * whole that is known; and what is computed from a hidden number goes with it.
 */
function suppressed(reflection: Reflection): ReflectionView {
  const baseline = reflection.baseline && shownValue(reflection.baseline);
  const current = reflection.current && shownValue(reflection.current);
  const leading = reflection.leading.map((each) => ({ indicator: each.indicator, ...shownValue(each) }));
  const lagging = reflection.lagging.map((each) => ({ indicator: each.indicator, ...shownValue(each) }));
  const interventions = reflection.interventions.map((each) => ({
    ...each,
    studentsReached: each.studentsReached > 0 && each.studentsReached < LIVE_MINIMUM_N ? null : each.studentsReached,
  }));
  const hidesOutcome = isHidden(baseline) || isHidden(current);
  return {
    ...reflection,
    ...{ baseline, current, leading, lagging, interventions },
    ...(hidesOutcome && { gap: null, progress: null, onTrack: null, baselineCorrected: null }),
    ...(isHidden(baseline) && { sentence: null }),
    suppressed:
      hidesOutcome ||
      [...leading, ...lagging].some(isHidden) ||
      interventions.some((each) => each.studentsReached === null),
  };
}

const HIDDEN = 'suppressed';

function isHidden(value: ShownValue | null): boolean {
  return value?.reason === HIDDEN;
}

function shownValue(measured: MeasuredValue): ShownValue {
  const { period, value, n, interval, referenceValue, referenceN, provisional, reason } = measured;
  const isRate = interval === null || interval.method === 'wilson';
  if (isShowable(value, n, isRate) && isShowable(referenceValue, referenceN, isRate)) {
    return { period, value, n, interval, referenceValue, referenceN, provisional, reason };
  }
  const display = isRate ? coded(value, n) : undefined;
  const referenceDisplay = isRate ? coded(referenceValue, referenceN) : undefined;
  return {
    ...{ period, provisional, reason: HIDDEN },
    ...{ value: null, n: null, interval: null, referenceValue: null, referenceN: null },
    ...(display !== undefined && { display }),
    ...(referenceDisplay !== undefined && { referenceDisplay }),
  };
}

/** Source: `indicators.md` rule 5, `measures.md` P2. */
function isShowable(value: number | null, n: number | null, isRate: boolean): boolean {
  if (n === null) return true;
  return isShownExactly({ n, events: isRate && value !== null ? Math.round(value * n) : null });
}

/** The coded percent (M32); none for a group under the minimum. */
function coded(value: number | null, n: number | null): string | undefined {
  return value === null || n === null ? undefined : codedAlone({ events: Math.round(value * n), n });
}
