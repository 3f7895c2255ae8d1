import { type IncomingMessage, type ServerResponse, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '@evenground/config';
import { LogLines, NOON_MS } from './log-lines.double.js';
import { createLogger } from './logger.js';
import { Metrics } from './metrics.js';
import { requestLog } from './request-log.js';

const GROUP = 'diagnostics.measure-students';
const mark = { group: GROUP, topic: 'ingestion.records', stream: 'd1/7', expected: 0, sequence: 3 };
const event = {
  id: 'e1',
  type: 'records.accepted',
  source: '/ingestion',
  time: '2026-01-05T12:00:00.000Z',
  version: 1,
  topic: 'ingestion.records',
  stream: 'CANARY/7',
  sequence: 9,
  correlationId: 'CANARY',
};

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('never came true');
}

describe('Metrics of consumers', () => {
  it('counts what a feature does, by group alone', async () => {
    const metrics = new Metrics();
    const observer = metrics.consumerObserver();
    observer.handled(GROUP, [mark], [20, 30, 900]);
    observer.handled(GROUP, [mark], []);
    observer.retried(GROUP, 1, new Error('CANARY'));
    observer.deadLettered(GROUP, event, { kind: 'invalid', message: 'CANARY', attempts: 1 });
    observer.gapRequested(GROUP, { topic: 'ingestion.records', stream: 'CANARY' }, 4);
    observer.parked(GROUP, 6);
    const text = await metrics.text();
    expect(text).toContain(`feature_handled_total{group="${GROUP}"} 3`);
    expect(text).toContain(`feature_retried_total{group="${GROUP}"} 1`);
    expect(text).toContain(`feature_dead_lettered_total{group="${GROUP}",kind="invalid"} 1`);
    expect(text).toContain(`feature_batch_size_count{group="${GROUP}"} 1`);
    expect(text).toContain(`feature_event_to_visible_seconds_bucket{le="0.025",group="${GROUP}"} 1`);
    expect(text).toContain(`feature_event_to_visible_seconds_sum{group="${GROUP}"} 0.95`);
    expect(text).toContain(`feature_gaps_total{group="${GROUP}",outcome="requested"} 1`);
    expect(text).toContain(`feature_parked_events{group="${GROUP}"} 6`);
    expect(text).not.toContain('CANARY');
  });

  it('tells what waits in the outbox, from the one copy that sweeps', async () => {
    const metrics = new Metrics();
    const observer = metrics.outboxObserver();
    observer.waiting('ingestion', 7, 2_500);
    observer.appended('ingestion', 4, 'relay');
    observer.appended('ingestion', 3, 'sweep');
    observer.fault('ingestion');
    const sweeping = await metrics.text();
    expect(sweeping).toContain('outbox_unsent_events{service="ingestion"} 7');
    expect(sweeping).toContain('outbox_oldest_unsent_seconds{service="ingestion"} 2.5');
    expect(sweeping).toContain('outbox_appended_total{service="ingestion",by="sweep"} 3');
    expect(sweeping).toContain('outbox_faults_total{service="ingestion"} 1');
    observer.notSweeping('ingestion');
    const another = await metrics.text();
    expect(another).not.toContain('outbox_unsent_events{');
    expect(another).not.toContain('outbox_oldest_unsent_seconds{');
  });

  it('asks for the lag when scraped, and leaves out what cannot be told', async () => {
    const metrics = new Metrics();
    metrics.followLag(GROUP, async () => 12);
    metrics.followLag('reporting.reflect', async () => Promise.reject(new Error('the log is away')));
    const text = await metrics.text();
    expect(text).toContain(`feature_lag_events{group="${GROUP}"} 12`);
    expect(text).not.toContain('reporting.reflect');
  });

  it('has those of the process when asked', async () => {
    expect(await new Metrics({ ofProcess: true }).text()).toContain('process_resident_memory_bytes');
    expect(await new Metrics().text()).not.toContain('process_resident_memory_bytes');
  });
});

describe('requests', () => {
  const written = new LogLines();
  const metrics = new Metrics();
  const clock: Clock = { ...systemClock, nowMs: () => NOON_MS };
  const logger = createLogger({ level: 'info', clock, destination: written });
  const log = requestLog({
    logger,
    clock,
    correlationHeader: 'Evenground-Correlation-Id',
    unlogged: ['/surveys/:surveyId/responses'],
  });
  const time = metrics.timeRequests('ingestion', clock);
  let server: Server;
  let base: string;

  /** Stands for a router: gives the request the pattern that matched. */
  const route = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const pattern = path.startsWith('/uploads/')
      ? '/uploads/:uploadId'
      : path.startsWith('/surveys/')
        ? '/surveys/:surveyId/responses'
        : undefined;
    if (pattern !== undefined) Object.assign(request, { route: { path: pattern } });
    response.statusCode = pattern === undefined ? 404 : path.endsWith('broken') ? 500 : 200;
    response.setHeader('Evenground-Correlation-Id', 'c-1');
    response.end();
  };

  beforeAll(async () => {
    server = createServer((request, response) =>
      time(request, response, () => log(request, response, () => route(request, response))),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const ask = async (path: string): Promise<void> => {
    const response = await fetch(base + path, { headers: { authorization: 'Bearer CANARY', connection: 'close' } });
    await response.arrayBuffer();
  };

  it('are logged and timed by route pattern, without anything that was sent', async () => {
    await ask('/uploads/CANARY?studentId=CANARY');
    await ask('/uploads/broken');
    await ask('/CANARY/../CANARY');
    await ask('/surveys/s1/responses');
    await until(
      async () => (await metrics.text()).includes('route="/surveys/:surveyId/responses"') && written.lines.length >= 3,
    );
    expect(
      written.lines.map(({ level, method, route: pattern, status, correlationId }) => [
        level,
        method,
        pattern,
        status,
        correlationId,
      ]),
    ).toEqual([
      ['info', 'GET', '/uploads/:uploadId', 200, 'c-1'],
      ['error', 'GET', '/uploads/:uploadId', 500, 'c-1'],
      ['info', 'GET', 'unmatched', 404, 'c-1'],
    ]);
    const text = await metrics.text();
    expect(text).toContain(
      'http_request_duration_seconds_count{service="ingestion",method="GET",route="/uploads/:uploadId",status="200"} 1',
    );
    expect(text).toContain('route="unmatched",status="404"} 1');
    expect(written.text + text).not.toContain('CANARY');
    expect(written.text).not.toContain('127.0.0.1');
    expect(Object.keys(written.lines[0] ?? {}).sort()).toEqual([
      'correlationId',
      'durationMs',
      'level',
      'method',
      'msg',
      'route',
      'status',
      'time',
    ]);
  });
});
