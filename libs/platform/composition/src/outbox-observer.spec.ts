import { PlatformError } from '@evenground/contracts';
import { type Logger, Metrics } from '@evenground/telemetry';
import { outboxObserver } from './outbox-observer.js';

describe('what the outbox tells', () => {
  it('counts and says that the log or the database refused', async () => {
    const warned: unknown[] = [];
    const logger = { warn: (...told: unknown[]) => warned.push(told) } as unknown as Logger;
    const metrics = new Metrics();
    const observer = outboxObserver(logger, metrics);
    observer.fault('ingestion', new PlatformError('log-unavailable', 'no broker answers', { retriable: true }));
    observer.left('ingestion', 12);
    observer.waiting('ingestion', 12, 1_500);
    const text = await metrics.text();
    expect(text).toContain('outbox_faults_total{service="ingestion"} 1');
    expect(text).toContain('outbox_left_total{service="ingestion"} 12');
    expect(text).toContain('outbox_oldest_unsent_seconds{service="ingestion"} 1.5');
    expect(warned).toEqual([
      [
        { service: 'ingestion', code: 'log-unavailable', reason: 'log-unavailable: no broker answers' },
        'events wait in the outbox',
      ],
      [{ service: 'ingestion', rows: 12 }, 'too much waits for the log; the sweep of the outbox brings it'],
    ]);
  });
});
