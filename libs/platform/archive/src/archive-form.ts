import { z } from 'zod';

/** Version of the archive's form; one more when an older program could not read it. */
export const ARCHIVE_FORMAT = 1;

/** First line of an archive. */
export const ArchiveHeader = z.object({
  kind: z.literal('archive'),
  format: z.int().min(1),
  /** Version of the program that wrote it. */
  program: z.string(),
  /** UTC ISO 8601. */
  takenAt: z.iso.datetime(),
  /** What it was taken from. */
  from: z.string(),
});
export type ArchiveHeader = z.infer<typeof ArchiveHeader>;

/** A piece of a file that belongs to the data, e.g. the sealed body of an unfinished upload. */
export const FilePiece = z.strictObject({
  kind: z.literal('file'),
  /** Folder and name; which ones there may be is for the caller to say. */
  name: z.string().regex(/^[a-z-]+\/[A-Za-z0-9_-]+(\.[a-z]+)*$/),
  /** From 0; the pieces of a file lie together, in order. */
  piece: z.int().min(0),
  /** At least one piece, if empty. */
  base64: z.base64(),
});
export type FilePiece = z.infer<typeof FilePiece>;

/** Last line of an archive: it is whole only if this is there and right. */
export const ArchiveFooter = z.strictObject({
  kind: z.literal('end'),
  documents: z.int().min(0),
  heads: z.int().min(0),
  handled: z.int().min(0),
  events: z.int().min(0),
  files: z.int().min(0),
  /** Of the items' lines alone. */
  itemsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of all lines before this one. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ArchiveFooter = z.infer<typeof ArchiveFooter>;
