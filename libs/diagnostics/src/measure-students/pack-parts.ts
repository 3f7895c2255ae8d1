import type { Stored } from '@evenground/document-store';
import type { PartRows } from '../domain/student-state.js';
import type { PartDocument } from './collections.js';

// Far enough below the 256 KB of a document that one batch of rows does not pass it.
const SPREAD_ABOVE_BYTES = 160_000;

/** A part of a pack in memory: every student's rows, and the versions of the documents they lie in. */
export interface LoadedPart {
  readonly students: ReadonlyMap<string, PartRows>;
  readonly versions: readonly number[];
}

export const NO_PART: LoadedPart = { students: new Map(), versions: [] };

export function loadedPart(documents: readonly (Stored<PartDocument> | undefined)[]): LoadedPart {
  const students = new Map<string, PartRows>();
  for (const document of documents) {
    for (const [student, rows] of Object.entries(document?.body.students ?? {})) students.set(student, rows);
  }
  return { students, versions: documents.map((document) => document?.version ?? 0) };
}

/** A document of a part as it is to be written; `body` null removes it. */
export interface PartWrite {
  readonly chunk: number;
  readonly expected: number;
  readonly body: PartDocument | null;
}

/**
 * The documents to write for a part after a change. A part that has grown too large for one document is spread over
 * twice as many, by the student's key.
 *
 * @param changed the students whose rows differ from what the documents hold
 */
export function partWrites(
  part: LoadedPart,
  students: ReadonlyMap<string, PartRows>,
  changed: ReadonlySet<string>,
): { readonly writes: readonly PartWrite[]; readonly chunks: number } {
  if (students.size === 0) {
    return { writes: part.versions.map((expected, chunk) => ({ chunk, expected, body: null })), chunks: 0 };
  }
  let chunks = Math.max(1, part.versions.length);
  let bodies = spread(students, chunks);
  while (bodies.some(isTooLarge) && chunks < 256) {
    chunks *= 2;
    bodies = spread(students, chunks);
  }
  const isSpreadAnew = chunks !== part.versions.length;
  const touched = new Set([...changed].map((student) => chunkOf(student, chunks)));
  const writes = bodies.flatMap((body, chunk) =>
    isSpreadAnew || touched.has(chunk) ? [{ chunk, expected: part.versions[chunk] ?? 0, body }] : [],
  );
  return { writes, chunks };
}

function spread(students: ReadonlyMap<string, PartRows>, chunks: number): PartDocument[] {
  const bodies = Array.from({ length: chunks }, (): Record<string, PartRows> => ({}));
  for (const student of [...students.keys()].sort())
    bodies[chunkOf(student, chunks)]![student] = students.get(student)!;
  return bodies.map((inChunk) => ({ students: inChunk }));
}

function isTooLarge(body: PartDocument): boolean {
  return Object.keys(body.students).length > 1 && JSON.stringify(body).length > SPREAD_ABOVE_BYTES;
}

/** FNV-1a over the key's characters. */
function chunkOf(student: string, chunks: number): number {
  if (chunks === 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < student.length; index += 1) {
    hash = Math.imul(hash ^ student.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % chunks;
}
