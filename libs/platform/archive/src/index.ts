export { byPlace } from './keep.js';
export type {
  Keep,
  KeepCut,
  KeepFilling,
  KeepItem,
  KeptDocument,
  KeptEvent,
  KeptHead,
  KeptMark,
  KnownServices,
} from './keep.js';
export { lineOfItem, requireKnown } from './item-line.js';
export { KeepDigest, digestOf } from './keep-digest.js';
export { nameOf } from './name-of-item.js';
export type { KeepSummary } from './keep-digest.js';
export { fillKeep } from './fill-keep.js';
export type { FillOptions } from './fill-keep.js';
export { ARCHIVE_FORMAT } from './archive-form.js';
export type { ArchiveFooter, ArchiveHeader, FilePiece } from './archive-form.js';
export { writeArchive } from './write-archive.js';
export type { ArchiveContent, WrittenArchive } from './write-archive.js';
export { readArchive, verifyArchive } from './read-archive.js';
export type { ArchiveEntry, ArchiveRead } from './read-archive.js';
