import 'reflect-metadata';
import { principalOf } from '@evenground/auth';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/internal';
import type { Request } from 'express';
import { problem } from './problem.js';
import { isStreamedBody } from './streamed-body.js';
import type { BucketSize, TokenBuckets } from './token-buckets.js';

/** What kinds of routes cost alike. */
export type RouteClass = 'read' | 'write' | 'upload' | 'export' | 'stream' | 'open';
export type RateLimits = Readonly<Record<RouteClass, BucketSize>>;

/** Per principal (per address on open routes), wide enough for a script that loads a district. */
export const DEFAULT_RATE_LIMITS: RateLimits = {
  read: { burst: 2_000, perSecond: 1_000 },
  write: { burst: 1_000, perSecond: 500 },
  upload: { burst: 60, perSecond: 10 },
  export: { burst: 60, perSecond: 10 },
  stream: { burst: 100, perSecond: 20 },
  open: { burst: 60, perSecond: 20 },
};

/** Refuses with 429 and `Retry-After` what comes faster than the limit of its caller and class of routes. */
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly buckets: TokenBuckets,
    private readonly limits: RateLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    const routeClass = principal === undefined ? 'open' : classOf(request, context.getHandler());
    const who = principal?.id ?? request.socket.remoteAddress ?? 'unknown';
    const retryAfterSeconds = this.buckets.take(`${routeClass}|${who}`, this.limits[routeClass]);
    if (retryAfterSeconds > 0) {
      throw problem(429, 'rate/exceeded', 'Too many requests; wait as Retry-After says.', { retryAfterSeconds });
    }
    return true;
  }
}

function classOf(request: Request, handler: object): RouteClass {
  if (isStreamedBody(handler)) return 'upload';
  if (Reflect.getMetadata(SSE_METADATA, handler) === true) return 'stream';
  if (request.method !== 'GET' && request.method !== 'HEAD') return 'write';
  return request.accepts(['application/json', 'text/csv']) === 'text/csv' ? 'export' : 'read';
}
