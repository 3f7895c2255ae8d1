import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { AFTER_HEADER, type WritePosition, positionOfToken } from './position-token.js';
import { problem } from './problem.js';

/** Waits until a service has handled what a write published. */
export interface PositionsAwaited {
  /** Whether it was included within the time. */
  waitFor(position: WritePosition, timeoutMs: number): Promise<boolean>;
}

const LONGEST_WAIT_MS = 5_000; // interface.md: a read waits up to 5 s for the write it names

/** Read your own writes: a request with `Evenground-After` is handled once that write is included, else 503. */
export class AfterInterceptor implements NestInterceptor {
  constructor(private readonly positions: PositionsAwaited) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const token = context.switchToHttp().getRequest<IncomingMessage>().headers[AFTER_HEADER.toLowerCase()];
    if (typeof token === 'string' && !(await this.positions.waitFor(positionOfToken(token), LONGEST_WAIT_MS))) {
      throw problem(503, 'not-yet-visible', 'The write you named is not visible yet.', { retryAfterSeconds: 1 });
    }
    return next.handle();
  }
}
