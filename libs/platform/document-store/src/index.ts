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
