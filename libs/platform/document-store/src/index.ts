export { COMMIT_LIMITS, DOCUMENT_STORE, collection } from './document-store.js';
export type {
  Collection,
  Commit,
  Committed,
  DocumentStore,
  DocumentStores,
  IndexRange,
  Json,
  OutgoingEvent,
  Page,
  PageRequest,
  Stored,
  Write,
} from './document-store.js';
export {
  bodyChecksum,
  fieldsOf,
  indexableValue,
  openedCollection,
  refuseOtherShape,
  requireIntact,
  requireNames,
  storedBody,
} from './declared-collection.js';
export type { Indexes, OpenedCollection } from './declared-collection.js';
export { envelopeOf, newestPerStream, prepareCommit } from './prepared-commit.js';
export type { PreparedCommit, PreparedEvent, PreparedWrite, Publication } from './prepared-commit.js';
export { firstAfterPrefix, indexedFields, keyOfMark, pageMark, requirePageLimit } from './page-key.js';
export type { PageKey } from './page-key.js';
