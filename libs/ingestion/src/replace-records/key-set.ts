import { textHash } from '../domain/place-record.js';

/** A set of record keys by 53-bit hashes: 8 bytes a key, so that the keys of a whole file fit in memory. */
export class KeySet {
  private hashes = new Float64Array(1024);
  private size = 0;
  private isSorted = true;

  add(student: string, key: readonly string[]): void {
    if (this.size === this.hashes.length) {
      const grown = new Float64Array(this.hashes.length * 2);
      grown.set(this.hashes);
      this.hashes = grown;
    }
    this.hashes[this.size] = hashOf(student, key);
    this.size += 1;
    this.isSorted = false;
  }

  has(student: string, key: readonly string[]): boolean {
    if (!this.isSorted) {
      this.hashes.subarray(0, this.size).sort();
      this.isSorted = true;
    }
    const wanted = hashOf(student, key);
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.hashes[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low < this.size && this.hashes[low] === wanted;
  }
}

function hashOf(student: string, key: readonly string[]): number {
  const text = `${student}\n${JSON.stringify(key)}`;
  return textHash(text) * 2 ** 21 + (textHash(`${text}\u0001`) & 0x1fffff);
}
