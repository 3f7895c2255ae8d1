import type { Clock } from '@evenground/config';

export interface BucketSize {
  /** How many requests may come at once. */
  readonly burst: number;
  /** How many more each second. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const MOST_BUCKETS = 50_000; // about 5 MB; full buckets are forgotten first, since they say nothing

/** A token bucket for each key, in the memory of this process. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  /** Takes one token; returns 0, or the seconds until there will be one. */
  take(key: string, size: BucketSize): number {
    const nowMs = this.clock.nowMs();
    const bucket = this.bucket(key, size, nowMs);
    const elapsedSeconds = Math.max(0, nowMs - bucket.filledAtMs) / 1_000;
    bucket.tokens = Math.min(size.burst, bucket.tokens + elapsedSeconds * size.perSecond);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return (1 - bucket.tokens) / size.perSecond;
    bucket.tokens -= 1;
    return 0;
  }

  private bucket(key: string, size: BucketSize, nowMs: number): Bucket {
    const found = this.buckets.get(key);
    // Taken out and put in again, so that the map is ordered by last use and the oldest goes first.
    this.buckets.delete(key);
    const bucket = found ?? { tokens: size.burst, filledAtMs: nowMs };
    this.buckets.set(key, bucket);
    if (this.buckets.size > MOST_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return bucket;
  }
}
