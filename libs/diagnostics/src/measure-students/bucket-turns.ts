import { bucketStream } from './identifiers.js';

/**
 * Lets the rooms of one process change a bucket one after the other. It only saves work: between processes, and should
 * this ever fail, the versions of the documents decide.
 */
export class BucketTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs when everything that came before for the bucket has ended, however it ended. */
  async take<Result>(district: string, bucket: number, run: () => Promise<Result>): Promise<Result> {
    const key = bucketStream(district, bucket);
    const turn = (this.last.get(key) ?? Promise.resolve()).then(run, run);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
