import { randomBytes } from 'node:crypto';

/** The only source of the current instant; tests and simulations give their own. */
export interface Clock {
  /** Now, in milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /** Calls back once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The only source of randomness. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1). */
  fraction(): number;
}

export const CLOCK = Symbol('Clock');
export const RANDOM = Symbol('Random');

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};

/** The instant as UTC ISO 8601 with milliseconds. */
export function instant(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString();
}

/** 128 random bits as 22 characters of base64url: an identifier that tells nothing. */
export function randomId(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('base64url');
}

/** Waits by the given clock. */
export function wait(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
