import type { RecordTypeDeclaration, RecordValue } from './records.js';

/** A record's fields by name; unknown ones are absent. */
export type RecordContent = Readonly<Record<string, RecordValue>>;

/**
 * The natural key of a record as texts in the declared order, `studentId` left out (the student travels beside it).
 * Subgroup columns of `counts` follow as `name=value`, sorted by name.
 */
export function naturalKeyOf(
  type: RecordTypeDeclaration,
  content: RecordContent,
  subgroups: readonly string[] = [],
): readonly string[] {
  const alternate = type.alternateKey !== undefined && type.key.some((field) => isMissing(type, content, field));
  const fields = (alternate ? type.alternateKey! : type.key).filter((field) => field !== 'studentId');
  return [
    ...fields.map((field) => String(content[field] ?? '')),
    ...[...subgroups].sort().map((name) => `${name}=${String(content[name] ?? '')}`),
  ];
}

/** Names one record of a district: what a restatement's end marker counts and hashes. */
export function recordKeyText(student: string, typeName: string, key: readonly string[]): string {
  return [student, typeName, ...key].join('|');
}

function isMissing(type: RecordTypeDeclaration, content: RecordContent, field: string): boolean {
  if (field === 'studentId' || type.emptyKeyFields?.includes(field)) return false;
  const value = content[field];
  return value === undefined || value === null || value === '';
}
