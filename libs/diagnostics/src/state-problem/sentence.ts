import type { ProblemStatement } from '@evenground/contracts';

const LONGEST = 300;

/** The statement in one sentence: from – to – by, and where the reference stands. Source: `workflow.md` §4. */
export function sentenceOf(statement: Omit<ProblemStatement, 'sentence'>): string {
  const { direction, indicatorName, baselinePeriod, deadline, referenceBaseline } = statement;
  const start = direction === 'increase' ? 'Increase' : 'Decrease';
  const from = `from ${shown(statement, statement.baseline)} (${baselinePeriod}) to ${shown(statement, statement.target)} by ${deadline}`;
  const rest = `, while ${referenceName(statement)} stand${statement.reference === 'others' ? '' : 's'} at ${shown(statement, referenceBaseline)}.`;
  const sentence = (scope: string) =>
    `${start} ${lowered(indicatorName)} for ${groupName(statement.group)} ${scope} ${from}${rest}`;
  const full = sentence(scopeName(statement.schoolIds));
  if (full.length <= LONGEST) return full;
  const short = sentence(
    statement.schoolIds.length > 0 ? `at ${statement.schoolIds.length} schools` : 'in the district',
  );
  return short.length <= LONGEST ? short : `${short.slice(0, LONGEST - 1)}…`;
}

function shown({ kind }: Pick<ProblemStatement, 'kind'>, value: number): string {
  return kind === 'rate' ? `${Math.round(value * 1_000) / 10} %` : String(Math.round(value * 1_000) / 1_000);
}

function groupName(group: Readonly<Record<string, string>>): string {
  return Object.entries(group)
    .map(([attribute, value]) => (value === 'yes' || value === 'no' ? `${attribute}: ${value}` : value))
    .join(', ');
}

function scopeName(schoolIds: readonly string[]): string {
  return schoolIds.length === 0 ? 'in the district' : `at ${schoolIds.join(', ')}`;
}

function referenceName({ reference }: Pick<ProblemStatement, 'reference'>): string {
  return reference === 'others' ? 'all others' : reference === 'overall' ? 'the whole' : reference;
}

/** `Chronic absence` → `chronic absence`; abbreviations stay. */
function lowered(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name;
}
