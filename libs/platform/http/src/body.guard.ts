import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Clock } from '@evenground/config';
import type { Request, Response } from 'express';
import { parseJsonBody } from './parse-json-body.js';
import { problem } from './problem.js';
import { routeParameters } from './route-parameters.js';
import { isStreamedBody } from './streamed-body.js';

const STREAMED_ENCODINGS: readonly string[] = ['identity', 'gzip', 'x-gzip'];
const LONGEST_BODY_MS = 15_000; // 1 MB needs 0.6 Mbit/s

/**
 * Reads the JSON body once the caller is let in, and refuses what the route does not take. A guard, not a middleware,
 * because only here the route is known: a streamed body is left alone, and nobody's body is read before the access check.
 */
export class BodyGuard implements CanActivate {
  constructor(
    private readonly limitBytes: number,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { takesBody, queryKeys } = routeParameters(context.getClass(), context.getHandler().name);
    refuseUnreadableQuery(request.query);
    refuseUnknownQuery(request.query, queryKeys);
    if (isStreamedBody(context.getHandler())) {
      refuseUnknownEncoding(request);
      return true;
    }
    const body = await this.inTime(parseJsonBody(request, this.limitBytes), context);
    if (!takesBody) refuseUnknownBody(body);
    request.body = body ?? {};
    return true;
  }

  /** A body that trickles in holds a connection no longer than this. */
  private async inTime(parsing: Promise<unknown>, context: ExecutionContext): Promise<unknown> {
    let cancel = (): void => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.clock.after(LONGEST_BODY_MS, () => {
        context.switchToHttp().getResponse<Response>().setHeader('Connection', 'close');
        reject(problem(408, 'body/too-slow', `The body did not arrive within ${LONGEST_BODY_MS / 1_000} s.`));
      });
    });
    try {
      return await Promise.race([parsing, late]);
    } finally {
      cancel();
    }
  }
}

/** No text of a request holds NUL: no store keeps it, and it cuts texts short elsewhere. Bodies have the same rule. */
function refuseUnreadableQuery(query: object): void {
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    const texts = [key, ...(Array.isArray(value) ? (value as unknown[]) : [value])];
    if (!texts.some((text) => typeof text === 'string' && text.includes('\u0000'))) continue;
    throw problem(400, 'query/invalid', 'The query holds NUL.', { field: key.replaceAll('\u0000', '') });
  }
}

function refuseUnknownQuery(query: object, known: ReadonlySet<string> | 'any'): void {
  if (known === 'any') return;
  // Clients may say their district everywhere; a route that finds it by an id does not need it.
  const unknown = Object.keys(query).find((key) => key !== 'district' && !known.has(key));
  if (unknown !== undefined) {
    throw problem(400, 'query/invalid', 'The query has a key that this route does not know.', {
      field: unknown,
      wouldBeRight: 'leave it out',
    });
  }
}

/** A streamed body is opened by whoever reads it, and nobody reads another compression; unopened it would be noise. */
function refuseUnknownEncoding(request: Request): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || STREAMED_ENCODINGS.includes(encoding)) return;
  throw problem(415, 'body/content-encoding', 'The body is compressed in a way that is not read here.', {
    field: 'Content-Encoding',
    was: encoding,
    wouldBeRight: 'gzip, or not compressed',
  });
}

function refuseUnknownBody(body: unknown): void {
  if (body === undefined || body === null) return;
  const [field] = typeof body === 'object' ? Object.keys(body) : ['(body)'];
  if (field !== undefined) {
    throw problem(422, 'body/invalid', 'This route takes no body.', { field, wouldBeRight: 'leave it out' });
  }
}
