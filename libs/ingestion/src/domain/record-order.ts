/** What decides between two rows of the same natural key: the upload's durable number, then the line. */
export interface RecordOrder {
  readonly uploadSequence: number;
  readonly line: number;
}

/** Negative when `left` came before `right`, 0 when they are the same row. */
export function compareOrder(left: RecordOrder, right: RecordOrder): number {
  return left.uploadSequence - right.uploadSequence || left.line - right.line;
}
