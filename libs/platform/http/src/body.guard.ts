import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { parseJsonBody } from './parse-json-body.js';
import { problem } from './problem.js';
import { routeParameters } from './route-parameters.js';
import { isStreamedBody } from './streamed-body.js';

/**
 * Reads the JSON body once the caller is let in, and refuses what the route does not take. A guard, not a middleware,
 * because only here the route is known: a streamed body is left alone, and nobody's body is read before the access check.
 */
export class BodyGuard implements CanActivate {
  constructor(private readonly limitBytes: number) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { takesBody, queryKeys } = routeParameters(context.getClass(), context.getHandler().name);
    refuseUnknownQuery(request.query, queryKeys);
    if (isStreamedBody(context.getHandler())) return true;
    const body = await parseJsonBody(request, this.limitBytes);
    if (!takesBody) refuseUnknownBody(body);
    request.body = body ?? {};
    return true;
  }
}

function refuseUnknownQuery(query: object, known: ReadonlySet<string> | 'any'): void {
  if (known === 'any') return;
  const unknown = Object.keys(query).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw problem(400, 'query/invalid', 'The query has a key that this route does not know.', {
      field: unknown,
      wouldBeRight: 'leave it out',
    });
  }
}

function refuseUnknownBody(body: unknown): void {
  if (body === undefined || body === null) return;
  const [field] = typeof body === 'object' ? Object.keys(body) : ['(body)'];
  if (field !== undefined) {
    throw problem(422, 'body/invalid', 'This route takes no body.', { field, wouldBeRight: 'leave it out' });
  }
}
