import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { NEIGHBOURHOOD_MIX, RACE_ETHNICITY } from './planted.mjs';

/** A stream of draws that depends only on the seed, the purpose and the student: any order gives the same district. */
export function draws(seed, purpose, index) {
  let hash = seed ^ 0x9e3779b9;
  for (const character of `${purpose}|${index}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  const generator = xoroshiro128plus(hash);
  return () => uniformFloat64(generator);
}

/** `2026-11-24` → the end year of its school year (1 July to 30 June): 2027. */
export function endYearOf(day) {
  return Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) >= 7 ? 1 : 0);
}
export const schoolYear = (endYear) => `${endYear - 1}-${String(endYear % 100).padStart(2, '0')}`;
export const gradeCode = (grade) => (grade === 0 ? 'KG' : String(grade).padStart(2, '0'));

const LEVELS = [
  { level: 'elementary', grades: [0, 5], size: 450, prefix: 'E' },
  { level: 'middle', grades: [6, 8], size: 600, prefix: 'M' },
  { level: 'high', grades: [9, 12], size: 1200, prefix: 'H' },
];
const NAMES = [
  'Alder',
  'Birch',
  'Cedar',
  'Dogwood',
  'Elm',
  'Fir',
  'Hazel',
  'Juniper',
  'Laurel',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Spruce',
  'Willow',
];

/** The schools, in the order of where they stand from west (0) to east (1). */
export function schoolsFor(students) {
  return LEVELS.flatMap(({ level, grades, size, prefix }) => {
    const count = Math.max(
      level === 'elementary' ? 2 : 1,
      Math.round((students * (grades[1] - grades[0] + 1)) / 13 / size),
    );
    return Array.from({ length: count }, (_, place) => ({
      schoolId: `${prefix}${String(place + 1).padStart(3, '0')}`,
      name: `${NAMES[place % NAMES.length]}${place >= NAMES.length ? ` ${Math.floor(place / NAMES.length) + 1}` : ''} ${level === 'elementary' ? 'Elementary' : level === 'middle' ? 'Middle' : 'High'} School`,
      level,
      place,
      count,
    }));
  });
}

export function schoolOf(schools, grade, home) {
  const { level } = LEVELS.find(({ grades }) => grade >= grades[0] && grade <= grades[1]);
  const candidates = schools.filter((school) => school.level === level);
  return candidates[Math.min(candidates.length - 1, Math.floor(home * candidates.length))];
}

/** Everything about a student that does not change; `gradeNow` above 12 = left in an earlier year. */
export function studentAt(seed, index, pastYears) {
  const draw = draws(seed, 'student', index);
  const home = draw();
  const mix = RACE_ETHNICITY.map((_, k) => NEIGHBOURHOOD_MIX.west[k] * (1 - home) + NEIGHBOURHOOD_MIX.east[k] * home);
  const race = pick(RACE_ETHNICITY, mix, draw());
  const economicallyDisadvantaged = draw() < 0.72 - 0.5 * home;
  const englishLearner = draw() < (race === RACE_ETHNICITY[0] ? 0.42 : race === RACE_ETHNICITY[2] ? 0.25 : 0.04);
  const disability = draw() < 0.14;
  const gender = ['Female', 'Male', 'Non-binary'][draw() < 0.49 ? 0 : draw() < 0.98 ? 1 : 2];
  return {
    index,
    studentId: String(1_000_000 + index),
    home,
    race,
    economicallyDisadvantaged,
    englishLearner,
    disability,
    gender,
    section504: !disability && draw() < 0.04,
    homeless: draw() < 0.02,
    fosterCare: draw() < 0.005,
    migrant: draw() < 0.01,
    militaryConnected: draw() < 0.03,
    gradeNow: Math.floor(draw() * (13 + pastYears)),
    /** For 3 %: moves in March of this many years ago; for 0.5 %: goes to a second school as well. */
    movesYearsAgo: draw() < 0.03 ? Math.floor(draw() * (pastYears + 1)) : -1,
    secondSchool: draw() < 0.005,
    /** The race code was entered wrongly at first; a correction file mends it. */
    wrongRaceAtFirst: draw() < 0.01 ? RACE_ETHNICITY[Math.floor(draw() * RACE_ETHNICITY.length)] : undefined,
  };
}

function pick(values, weights, at) {
  let rest = at * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [k, weight] of weights.entries()) if ((rest -= weight) < 0) return values[k];
  return values[values.length - 1];
}

/** Days of instruction from late August, Monday to Friday, up to `through` or early June. */
export function instructionalDays(endYear, through) {
  const days = [];
  for (let day = Date.UTC(endYear - 1, 7, 25); day <= Date.UTC(endYear, 5, 5); day += 86_400_000) {
    const date = new Date(day);
    const text = date.toISOString().slice(0, 10);
    const weekday = date.getUTCDay();
    const winterBreak = text >= `${endYear - 1}-12-21` && text <= `${endYear}-01-03`;
    if (weekday !== 0 && weekday !== 6 && !winterBreak && text <= through) days.push(text);
  }
  return days;
}
