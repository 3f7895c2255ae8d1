import type { OutboxObserver } from '@evenground/document-store-mongo';
import { type Logger, type Metrics, errorFields } from '@evenground/telemetry';

/** What the outbox tells, as metrics and, where somebody should know, as log lines. */
export function outboxObserver(logger: Logger, metrics: Metrics): Required<OutboxObserver> {
  const counted = metrics.outboxObserver();
  return {
    ...counted,
    left: (service, rows) => {
      counted.left(service, rows);
      logger.warn({ service, rows }, 'too much waits for the log; the sweep of the outbox brings it');
    },
    fault: (service, error) => {
      counted.fault(service);
      logger.warn({ service, ...errorFields(error) }, 'events wait in the outbox');
    },
  };
}
