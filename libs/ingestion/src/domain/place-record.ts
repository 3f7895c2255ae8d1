import {
  schoolYearEnding,
  schoolYearOfDate,
  schoolYearOfPeriod,
  type RecordTypeDeclaration,
  type RecordValue,
} from '@evenground/contracts';

/** 64 buckets of students per district, and two shelves for what belongs to no student. */
export const BUCKETS = 64;
/** `0` to `63`, or one of the shelves. */
export type Shelf = number | 'reference' | 'deliveries';

/** Where a record is kept: the document is shelf / type / chunk / pack. */
export interface Place {
  readonly shelf: Shelf;
  readonly type: string;
  readonly chunk: string;
  readonly pack: string;
}

type Fields = Readonly<Record<string, RecordValue | undefined>>;

const WHOLE = 'all';
/** Records without a school year are replaced together, as one. */
export const ANY_YEAR = '*';
const DISTRICT_PACKS = 64;
const DELIVERY_PACKS = 64;

/** Places a record by its natural key alone, so that no correction moves it. `student` is the student's key. */
export function placeOf(type: RecordTypeDeclaration, fields: Fields, student: string | undefined): Place {
  const chunk = chunkOf(type.name, fields);
  if (type.subject === 'student') {
    const { bucket, pack } = partsOfStudentKey(student ?? '');
    return { shelf: bucket, type: type.name, chunk, pack };
  }
  if (type.subject === 'intervention') {
    return {
      shelf: 'deliveries',
      type: type.name,
      chunk,
      pack: spread(String(fields['deliveryId'] ?? ''), DELIVERY_PACKS),
    };
  }
  const pack = type.name === 'schools' ? '0' : spread(String(fields['schoolId'] ?? ''), DISTRICT_PACKS);
  return { shelf: 'reference', type: type.name, chunk, pack };
}

/** School years keep closed years apart; days of attendance and calendars are kept by month. */
function chunkOf(type: string, fields: Fields): string {
  switch (type) {
    case 'attendance':
      return fields['date'] === undefined ? String(fields['schoolYear']) : String(fields['date']).slice(0, 7);
    case 'calendar':
      return String(fields['date']).slice(0, 7);
    case 'enrollments':
      return schoolYearOfDate(String(fields['entryDate']));
    case 'assessments':
      return schoolYearOfDate(String(fields['date']));
    case 'students':
    case 'courses':
    case 'rosters':
      return String(fields['schoolYear']);
    case 'graduation':
      return schoolYearEnding(Number(fields['cohort']));
    case 'observations':
    case 'counts':
      return schoolYearOfPeriod(String(fields['period']));
    default:
      return WHOLE; // the key of schools, discipline and deliveries says nothing about time
  }
}

/** The school year that a `replace` counts a record to. */
export function schoolYearOf(type: string, fields: Fields): string {
  switch (type) {
    case 'schools':
      return ANY_YEAR;
    case 'attendance':
    case 'calendar':
    case 'discipline':
    case 'deliveries': {
      const date = fields['date'];
      if (date !== undefined && date !== null) return schoolYearOfDate(String(date));
      return fields['schoolYear'] === undefined ? ANY_YEAR : String(fields['schoolYear']);
    }
    default:
      return chunkOf(type, fields);
  }
}

/** A student's key is `<bucket>.<pack>.<random>`. */
export function partsOfStudentKey(student: string): {
  readonly bucket: number;
  readonly pack: string;
  readonly random: string;
} {
  const [bucket = '', pack = '', random = ''] = student.split('.');
  return { bucket: Number(bucket), pack, random };
}

/** The bucket of a student who is first seen at a school. */
export function bucketOfSchool(district: string, schoolId: string): number {
  return textHash(`${district}|${schoolId}`) % BUCKETS;
}

function spread(text: string, over: number): string {
  return String(textHash(text) % over);
}

/** FNV-1a over UTF-16 code units with a final mix: spreads, and never changes. Unsigned 32 bits. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
