import { partsOfStudentKey } from './place-record.js';
import type { Floors } from './current-records.js';

/** How many students a pack holds; then its school gets a new one. */
export const STUDENTS_PER_PACK = 256;
// Schools with an open pack of their own; further ones share one, so that a file of odd school ids keeps the header small.
const OPEN_PACKS = 1000;
const SHARED = '-';

/** What all commits of a bucket pass by: its version is their guard. */
export interface BucketHeader {
  readonly district: string;
  /** By school: the pack its next new student goes to. */
  readonly openPacks: Readonly<Record<string, { readonly pack: number; readonly students: number }>>;
  readonly nextPack: number;
  readonly floors: Floors;
  /** Who may go first after repeated conflicts; only saves work, the version decides. */
  readonly lease?: { readonly holder: string; readonly untilMs: number };
}

export function newBucketHeader(district: string): BucketHeader {
  return { district, openPacks: {}, nextPack: 0, floors: {} };
}

/** Gives a new student of a school a key: in the school's open pack, or in a new one when that is full. */
export function placeStudent(
  header: BucketHeader,
  bucket: number,
  schoolId: string,
  random: string,
): { readonly header: BucketHeader; readonly student: string } {
  const isKnown = Object.hasOwn(header.openPacks, schoolId);
  const school =
    schoolId === '' || (!isKnown && Object.keys(header.openPacks).length >= OPEN_PACKS) ? SHARED : schoolId;
  const open = Object.hasOwn(header.openPacks, school) ? header.openPacks[school] : undefined;
  const isFull = open === undefined || open.students >= STUDENTS_PER_PACK;
  const pack = isFull ? header.nextPack : open.pack;
  const placed: BucketHeader = {
    ...header,
    nextPack: isFull ? header.nextPack + 1 : header.nextPack,
    openPacks: { ...header.openPacks, [school]: { pack, students: isFull ? 1 : open.students + 1 } },
  };
  return { header: placed, student: `${bucket}.${pack}.${random}` };
}

/** `bucket.pack` of a student. */
export function packOfStudent(student: string): string {
  const { bucket, pack } = partsOfStudentKey(student);
  return `${bucket}.${pack}`;
}
