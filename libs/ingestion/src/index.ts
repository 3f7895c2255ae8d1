export { IngestionModule } from './ingestion.module.js';
export { Ingestion } from './ingestion.js';
export type { EventLogEraser, IngestionOptions } from './ingestion.js';
export { districts as ingestionDistricts, ingestionCollections } from './collections.js';
export { readKeyFile } from './pseudonym-keys.js';
export type { KeyPurpose, PseudonymKeys } from './pseudonym-keys.js';
export { erasedListFile } from './erase-student/erased-list.js';
export type { ErasedList } from './erase-student/erased-list.js';
export type { FormatReader, SourcedRow } from './process-uploads/row-source.js';
