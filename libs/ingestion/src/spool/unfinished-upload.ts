import { uploads, type UploadDocument } from '../collections.js';

/** Of a stored document of ingestion: the name of the spool file that its upload still needs, if it does. */
export function spoolFileOf(collection: string, id: string, text: string): string | undefined {
  if (collection !== uploads.name) return undefined;
  const { phase, spoolId } = JSON.parse(text) as UploadDocument;
  return phase === 'open' ? `${spoolId ?? id}.spool` : undefined;
}
