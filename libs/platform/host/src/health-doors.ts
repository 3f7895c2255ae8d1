import type { ServerResponse } from 'node:http';
import type { Door } from '@evenground/http';
import type { Health, HealthReport, Metrics } from '@evenground/telemetry';

/** `/health/live`, `/health/ready` and `/metrics`: open, since they hold no data, only names of parts and counts of work. */
export function healthDoors(health: Health, metrics: Metrics): readonly Door[] {
  return [
    { path: '/health/live', handle: async (_request, response) => report(response, await health.live()) },
    { path: '/health/ready', handle: async (_request, response) => report(response, await health.ready()) },
    {
      path: '/metrics',
      handle: async (_request, response) => {
        const text = await metrics.text();
        response.setHeader('Content-Type', metrics.contentType).end(text);
      },
    },
  ];
}

function report(response: ServerResponse, said: HealthReport): void {
  response.statusCode = said.status === 'ok' ? 200 : 503;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(said));
}
