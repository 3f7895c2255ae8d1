import { MIDDLE_EASTERN_OR_NORTH_AFRICAN } from '@evenground/contracts';

const HISPANIC = 'Hispanic or Latino';
const TWO_OR_MORE = 'Two or More Races';

export interface RaceAnswers {
  readonly hispanicLatino?: boolean;
  readonly races?: readonly string[];
  readonly raceEthnicity?: string;
  readonly raceScheme?: string;
}

export interface RaceRollUp {
  /** Absent = unknown. */
  readonly raceEthnicity?: string;
  readonly raceScheme?: string;
  /** What the delivery report must say: a given value that differs, or a race without an answer on ethnicity. */
  readonly findings: readonly ('race-ethnicity/differs' | 'race-ethnicity/ethnicity-unknown')[];
}

/**
 * One value per student of the federal categories. Under the scheme of 1997 (that of an empty cell) Middle Eastern or
 * North African counts as White; under 2024 it is a group of its own, and a plain `raceEthnicity` of that name means 2024.
 * @source `standards.md` 3.1; Statistical Policy Directive 15 (1997, revised 2024)
 */
export function rollUpRace(answers: RaceAnswers): RaceRollUp {
  const { hispanicLatino, races = [], raceEthnicity } = answers;
  if (hispanicLatino === undefined && races.length === 0) {
    const scheme = answers.raceScheme ?? (raceEthnicity === MIDDLE_EASTERN_OR_NORTH_AFRICAN ? '2024' : undefined);
    const folded = raceEthnicity === MIDDLE_EASTERN_OR_NORTH_AFRICAN && scheme === '1997' ? 'White' : raceEthnicity;
    return { raceEthnicity: folded, raceScheme: scheme, findings: [] };
  }
  const computed = rolledUp(hispanicLatino, races, answers.raceScheme === '2024', raceEthnicity === TWO_OR_MORE);
  const isDifferent = raceEthnicity !== undefined && computed !== undefined && raceEthnicity !== computed;
  const isEthnicityUnknown = hispanicLatino === undefined && races.length > 0;
  return {
    raceEthnicity: computed,
    raceScheme: answers.raceScheme,
    findings: [
      ...(isDifferent ? (['race-ethnicity/differs'] as const) : []),
      ...(isEthnicityUnknown ? (['race-ethnicity/ethnicity-unknown'] as const) : []),
    ],
  };
}

function rolledUp(
  hispanic: boolean | undefined,
  races: readonly string[],
  isOwnGroup: boolean,
  isTwoOrMore: boolean,
): string | undefined {
  if (hispanic === true) return HISPANIC;
  const groups = new Set(
    races.map((race) => (race === MIDDLE_EASTERN_OR_NORTH_AFRICAN && !isOwnGroup ? 'White' : race)),
  );
  if (groups.size >= 2 || isTwoOrMore) return TWO_OR_MORE;
  return [...groups][0];
}
