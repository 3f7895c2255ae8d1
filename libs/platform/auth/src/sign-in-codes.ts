import { createHash } from 'node:crypto';
import type { Clock, Random } from '@evenground/config';

const LIFETIME_MS = 15 * 60_000; // long enough to find the terminal, short enough to be forgotten
const CODE_BYTES = 32;

/** Codes that can be redeemed once, within 15 minutes, and die with the process. Only their hashes are held. */
export class SignInCodes<Subject> {
  private readonly open = new Map<string, { readonly subject: Subject; readonly untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** A new code, 43 characters of base64url. */
  issue(subject: Subject): string {
    const code = Buffer.from(this.random.bytes(CODE_BYTES)).toString('base64url');
    this.open.set(hash(code), { subject, untilMs: this.clock.nowMs() + LIFETIME_MS });
    return code;
  }

  /** Whom the code was for, the first time and in time; else `undefined`. */
  redeem(code: string): Subject | undefined {
    const key = hash(code);
    const found = this.open.get(key);
    this.open.delete(key);
    return found !== undefined && this.clock.nowMs() < found.untilMs ? found.subject : undefined;
  }
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
