import type { OracleCheck, OracleIntervention } from '../../../../tools/oracle/oracle.mjs';
import type { Row } from './actor.js';
import type { PlannedCycle, PlannedStatement } from './cycle-actor.js';
import { STUDENTS, YEARS, assessmentRows, mix, studentRow } from './small-district.js';

/** Two cycles of the small district: one of all schools where more is better, one of two schools where less is. */
const DAY_MS = 86_400_000;
const TODAY = new Date().toISOString().slice(0, 10);
const [BEFORE, NOW] = YEARS;
const DEADLINE = `${Number(TODAY.slice(0, 4)) + 3}-06-30`;

/** The day so many days before today (after it when negative). */
export const daysAgo = (days: number): string =>
  new Date(Date.parse(`${TODAY}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

const dates = {
  schoolYear: NOW,
  startedOn: `${NOW.slice(0, 4)}-08-25`,
  reviewDueOn: daysAgo(-200),
  annualDueOn: daysAgo(-300),
};
const criteria = [
  { id: 'small-group', component: 'at most four students in a group', essential: true },
  { id: 'home-language', component: 'support in the home language', essential: true },
  { id: 'in-school-day', component: 'within the school day', essential: false },
];

export const READING: PlannedCycle = {
  id: 'reading-cycle',
  title: 'Reading for English learners',
  area: 'achievement',
  level: 'district',
  schoolIds: [],
  ...dates,
};
export const READING_STATEMENT: PlannedStatement = {
  indicator: 'proficient-reading',
  direction: 'higher-is-better',
  group: { englishLearner: 'yes' },
  reference: 'others',
  schoolIds: [],
  baselinePeriod: BEFORE,
  change: 0.4,
  deadline: DEADLINE,
};
/** Per student: so many sessions a week for so many students of each school. */
export const TUTORING: OracleIntervention & { readonly name: string } = {
  id: 'tutoring',
  name: 'Tutoring in the school day',
  schoolIds: ['north', 'south'],
  dosage: {
    unit: 'session',
    plannedPerPeriod: 1,
    period: 'week',
    targetStudents: { north: 3, south: 2 },
    startOn: daysAgo(70),
    endOn: daysAgo(-200),
  },
  fidelityCriteria: criteria,
  leadingIndicators: ['chronic-absence', 'belonging'],
};

export const ATTENDANCE: PlannedCycle = {
  id: 'attendance-cycle',
  title: 'Every day counts',
  area: 'attendance',
  level: 'school',
  schoolIds: ['north', 'east'],
  ...dates,
};
export const ATTENDANCE_STATEMENT: PlannedStatement = {
  indicator: 'chronic-absence',
  direction: 'lower-is-better',
  group: { economicallyDisadvantaged: 'yes' },
  reference: 'no',
  schoolIds: ['north', 'east'],
  baselinePeriod: BEFORE,
  change: -0.1,
  deadline: DEADLINE,
};
/** Of a school: minutes a week, exact decimals. */
export const RIDES: OracleIntervention & { readonly name: string } = {
  id: 'rides',
  name: 'A ride and a call',
  schoolIds: ['north', 'east'],
  dosage: { unit: 'minute', plannedPerPeriod: 60, period: 'week', startOn: daysAgo(73), endOn: daysAgo(-200) },
  fidelityCriteria: criteria,
  leadingIndicators: [],
};

const TUTORED: Readonly<Record<string, readonly string[]>> = {
  north: ['st-0', 'st-3', 'st-6'],
  south: ['st-1', 'st-4'],
};

/** Sessions of single students, two in three weeks; some beside the plan, some without a quality. */
export function tutoringSessions(): Row[] {
  return Object.entries(TUTORED).flatMap(([schoolId, students]) =>
    students.flatMap((studentId, at) =>
      Array.from({ length: 10 }, (_, week) => week)
        .filter((week) => (week + at) % 3 !== 0)
        .map((week) => ({
          deliveryId: `t-${studentId}-${week}`,
          interventionId: TUTORING.id,
          schoolId,
          studentId,
          date: daysAgo(70 - week * 7),
          minutes: '30',
          planned: week === 8 ? 'false' : 'true',
          quality: week % 4 === 3 ? '' : String(2 + ((week + at) % 3)),
          deliveredBy: 'tutor',
        })),
    ),
  );
}

/** Rides of a school, counted in minutes. */
export function rideSessions(): Row[] {
  return RIDES.schoolIds.flatMap((schoolId, at) =>
    Array.from({ length: 12 + at * 10 }, (_, day) => ({
      deliveryId: `r-${schoolId}-${day}`,
      interventionId: RIDES.id,
      schoolId,
      date: daysAgo(72 - day * 3),
      minutes: ['37.5', '42.25', '30.1', ''][day % 4] ?? '',
      planned: day % 11 === 10 ? 'no' : '',
      quality: day % 3 === 0 ? '3' : '',
      deliveredBy: 'driver',
    })),
  );
}

/** Many short rides, as a system sends them at night. */
export const moreRides = (count: number): Row[] =>
  Array.from({ length: count }, (_, ride) => ({
    deliveryId: `n-${ride}`,
    interventionId: RIDES.id,
    schoolId: RIDES.schoolIds[ride % 2] ?? '',
    date: daysAgo(ride % 70),
    minutes: (0.1 + ride / 1000).toFixed(3),
    planned: 'true',
    quality: '',
    deliveredBy: 'driver',
  }));

type Met = OracleCheck['items'][number]['met'];
export const checkOf = (
  id: string,
  schoolId: string,
  on: string,
  met: readonly [Met, Met, Met],
  more: Partial<OracleCheck> = {},
): OracleCheck => ({
  id,
  schoolId,
  on,
  method: 'observation',
  items: criteria.map((criterion, at) => ({ criterionId: criterion.id, met: met[at] ?? 'notSeen' })),
  ...more,
});

/** Reading results of a year in which the given share of English learners and of the others is proficient. */
export function readingRows(schoolYear: string, shares: { learners: number; others: number }): Row[] {
  return assessmentRows(schoolYear)
    .filter((row) => row['assessment'] === 'state-reading' && row['tested'] === 'true')
    .map((row) => {
      const index = STUDENTS[Number((row['studentId'] ?? '').slice(3))] ?? 0;
      const isLearner = studentRow(index, schoolYear)['englishLearner'] === 'yes';
      const share = isLearner ? shares.learners : shares.others;
      return { ...row, proficient: mix(index, `planted ${schoolYear}`) < share ? 'true' : 'false' };
    });
}
