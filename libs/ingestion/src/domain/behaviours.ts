/**
 * Whether a behaviour is judged by an adult's view of it (subjective) or seen by anyone; contested ones are unknown
 * until the district decides. CEDS incident-behaviour codes and local words. @source `standards.md` 4.4
 */
const SUBJECTIVE = new Set([
  ...['04634', 'disorderly conduct', 'disorderly', '04659', 'insubordination', '04661', 'obscene behavior', 'obscene'],
  ...['04704', 'violation of school rules', 'rules violation', 'defiance', 'disrespect', 'disruption'],
  ...['disruptive behavior', 'inappropriate language'],
]);
const OBJECTIVE = new Set([
  ...[
    '04618',
    'alcohol',
    '04625',
    'arson',
    '04626',
    'attendance policy violation',
    '04632',
    'battery',
    '04633',
    'burglary',
  ],
  ...[
    '04635',
    'drugs',
    '04645',
    'fighting',
    '04652',
    'misuse of medication',
    '04670',
    'robbery',
    '04677',
    'sexual battery',
  ],
  ...['04682', 'theft', '04692', 'tobacco', '04699', 'trespassing', '04700', 'vandalism', '04705', 'weapons'],
]);

/** True when one of the behaviours is subjective, false when all are objective, else unknown (`undefined`). */
export function isSubjective(behaviours: readonly string[]): boolean | undefined {
  if (behaviours.length === 0) return undefined;
  const words = behaviours.map((behaviour) => behaviour.trim().toLowerCase());
  if (words.some((word) => SUBJECTIVE.has(word))) return true;
  return words.every((word) => OBJECTIVE.has(word)) ? false : undefined;
}
