import { PlatformError } from '@evenground/contracts';
import type { Clock } from '@evenground/config';

/** The same promise, or `log-unavailable` when it has not ended in time; what comes later is nobody's concern. */
export function within<Result>(clock: Clock, limitMs: number, doing: string, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () =>
      reject(new PlatformError('log-unavailable', `${doing}: no answer within ${limitMs} ms`, { retriable: true })),
    );
    work.then(resolve, reject).finally(cancel);
  });
}
