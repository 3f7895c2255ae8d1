import type { IncomingMessage } from 'node:http';

/** Of a request that no route took; a constant, so that nobody can make label values or log lines by asking. */
export const UNMATCHED_ROUTE = 'unmatched';

/** The pattern of the route that answered (`/uploads/:uploadId`), never the address itself: that holds ids and queries. */
export function routePattern(request: IncomingMessage): string {
  const { route, baseUrl } = request as { readonly route?: { readonly path?: unknown }; readonly baseUrl?: unknown };
  if (typeof route?.path !== 'string') return UNMATCHED_ROUTE;
  return (typeof baseUrl === 'string' ? baseUrl : '') + route.path;
}
