/** Parts of a document id are told apart by `|`, so what people chose is written without it. */
export function idOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => encodeURIComponent(part)).join('|');
}

/** The beginning of the ids of all documents below these parts. */
export function prefixOf(...parts: readonly (string | number)[]): string {
  return `${idOf(...parts)}|`;
}

/** The pack of a student: `<bucket>.<pack>` of the key `<bucket>.<pack>.<random>`. */
export function packOf(studentKey: string): string {
  const end = studentKey.lastIndexOf('.');
  return end < 0 ? '0.0' : studentKey.slice(0, end);
}

/** The stream of a bucket, or of the district's reference data (bucket −1). */
export function bucketStream(district: string, bucket: number): string {
  return `${district}/${bucket}`;
}

export const REFERENCE_BUCKET = -1;
