import type { ServerResponse } from 'node:http';
import { type Authenticator, type Principal, requireGrant } from '@evenground/auth';
import type { Clock } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { problem } from '@evenground/http';
import type { OnModuleDestroy } from '@nestjs/common';
import { visibleCycle } from '../show-reflection/find-cycle.js';
import type { ReflectionHub } from './reflection-hub.js';
import { ReflectionStream } from './reflection-stream.js';

export interface FollowLimits {
  /** Open streams of one caller. */
  readonly perPrincipal: number;
  /** Open streams of this process. */
  readonly inAll: number;
}

export const DEFAULT_FOLLOW_LIMITS: FollowLimits = { perPrincipal: 50, inAll: 5_000 };

export interface FollowRequest {
  readonly cycleId: string;
  readonly district?: string;
  readonly principal: Principal;
  /** The `Authorization` header, which is looked at again while the stream is open. */
  readonly authorization: string | undefined;
  readonly lastEventId: string | undefined;
  readonly response: ServerResponse;
}

export interface FollowReflectionOptions {
  readonly store: DocumentStore;
  readonly hub: ReflectionHub;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  readonly onFault: (error: unknown) => void;
  readonly limits?: FollowLimits;
}

const RETRY_AFTER_SECONDS = 5;

/** Opens streams of server-sent events, and keeps count of them. */
export class FollowReflection implements OnModuleDestroy {
  private readonly open = new Set<ReflectionStream>();
  private readonly perPrincipal = new Map<string, number>();

  constructor(private readonly options: FollowReflectionOptions) {}

  onModuleDestroy(): void {
    for (const stream of [...this.open]) stream.end();
  }

  /**
   * Begins to answer with the stream: from the newest entry, or after the one that `lastEventId` names.
   *
   * @throws HttpProblem 400 `last-event-id/invalid`, 404, 429, 503; AccessRefused 403
   */
  async follow(request: FollowRequest): Promise<void> {
    const { principal, response } = request;
    const { store, hub, clock, onFault } = this.options;
    const cycle = await visibleCycle(store, principal, request.cycleId, request.district);
    const newest = cycle.document.sequence;
    const after =
      request.lastEventId === undefined ? newest - 1 : sequenceAfter(request.lastEventId, request.cycleId, newest);
    this.requireRoom(principal.id);
    const leave = this.enter(principal.id);
    try {
      await hub.start();
    } catch (error) {
      leave();
      throw error;
    }
    const authorize = () => this.authorize(request);
    const stream = new ReflectionStream({ response, store, hub, clock, cycle, authorize, onFault });
    this.open.add(stream);
    stream.onEnd(() => {
      this.open.delete(stream);
      leave();
    });
    void stream.run(after);
  }

  private async authorize({ authorization, cycleId, district }: FollowRequest) {
    const principal = await this.options.authenticator.authenticate(authorization);
    requireGrant(principal, 'reflection.read');
    return visibleCycle(this.options.store, principal, cycleId, district);
  }

  private requireRoom(principalId: string): void {
    const { perPrincipal, inAll } = this.options.limits ?? DEFAULT_FOLLOW_LIMITS;
    const retry = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    if ((this.perPrincipal.get(principalId) ?? 0) >= perPrincipal) {
      throw problem(429, 'stream/too-many', `At most ${perPrincipal} streams at a time.`, retry);
    }
    if (this.open.size >= inAll) throw problem(503, 'stream/too-many', 'No more streams at the moment.', retry);
  }

  private enter(principalId: string): () => void {
    this.perPrincipal.set(principalId, (this.perPrincipal.get(principalId) ?? 0) + 1);
    return () => {
      const left = (this.perPrincipal.get(principalId) ?? 1) - 1;
      if (left === 0) this.perPrincipal.delete(principalId);
      else this.perPrincipal.set(principalId, left);
    };
  }
}

/** The sequence in `<cycleId>:<sequence>`. */
function sequenceAfter(lastEventId: string, cycleId: string, newest: number): number {
  const colon = lastEventId.lastIndexOf(':');
  const digits = lastEventId.slice(colon + 1);
  const sequence = /^\d{1,10}$/.test(digits) ? Number(digits) : Number.NaN;
  if (lastEventId.slice(0, colon) === cycleId && sequence <= newest) return sequence;
  throw problem(400, 'last-event-id/invalid', 'Last-Event-ID names no event of this stream.', {
    field: 'Last-Event-ID',
    wouldBeRight: 'the id of the last event received of this cycle, unchanged, or none',
  });
}
