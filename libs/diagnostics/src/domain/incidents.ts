import type { Profile } from '@evenground/cube';
import { text, type Content } from './student-rows.js';

/** What an incident adds to a student's profile, so that incidents can be broken down by it. */
export const INCIDENT_ATTRIBUTES = [
  'incidentBehavior',
  'incidentClass',
  'incidentAction',
  'incidentOccurrence',
  'incidentMonth',
] as const;

/** One incident of a student: its rows (one for each action), and what they say together. */
export interface Incident {
  readonly rows: readonly Content[];
  readonly attributes: Profile;
}

/** From the most to the least severe; an incident counts by the most severe of its actions. */
const BY_SEVERITY = [
  'expulsion-without-services',
  'expulsion-with-services',
  'arrest',
  'law-enforcement-referral',
  'hearing-officer-removal',
  'interim-setting-by-school',
  'out-of-school-suspension',
  'alternative-setting',
  'informal-removal',
  'in-school-suspension',
  'seclusion',
  'restraint-mechanical',
  'restraint-physical',
  'corporal-punishment',
  'other',
  'none',
];

/** The incidents of rows of one student and school year, by date; two actions after one incident are one incident. */
export function incidentsOf(rows: readonly Content[]): Incident[] {
  const byIncident = new Map<string, Content[]>();
  for (const row of rows) {
    const key = `${text(row, 'schoolId')}\n${text(row, 'incidentId')}`;
    byIncident.set(key, [...(byIncident.get(key) ?? []), row]);
  }
  return [...byIncident]
    .map(([key, ofIncident]) => ({ key, rows: ofIncident, date: earliest(ofIncident) }))
    .sort((a, b) => (`${a.date}\n${a.key}` < `${b.date}\n${b.key}` ? -1 : 1))
    .map(({ rows: ofIncident, date }, index) => ({
      rows: ofIncident,
      attributes: attributesOf(ofIncident, date, index),
    }));
}

function earliest(rows: readonly Content[]): string {
  return rows.map((row) => text(row, 'date') ?? '').sort()[0] ?? '';
}

function attributesOf(rows: readonly Content[], date: string, index: number): Profile {
  const behaviours = rows.flatMap(({ behavior }) => (Array.isArray(behavior) ? behavior : [])).sort();
  const classes = new Set(rows.map(({ subjective }) => subjective));
  const isSubjective = classes.has(true) ? true : classes.has(false) ? false : undefined;
  const action = BY_SEVERITY.find((known) => rows.some((row) => row.action === known));
  return {
    ...(behaviours[0] !== undefined && { incidentBehavior: behaviours[0] }),
    ...(isSubjective !== undefined && { incidentClass: isSubjective ? 'subjective' : 'objective' }),
    ...(action !== undefined && { incidentAction: action }),
    incidentOccurrence: index === 0 ? 'first' : 'repeat',
    ...(date !== '' && { incidentMonth: date.slice(5, 7) }),
  };
}
