import type { Principal } from '@evenground/auth';
import type { StreamName, StreamPosition } from '@evenground/contracts';
import type { Write } from '@evenground/document-store';
import { Inject, Injectable } from '@nestjs/common';
import { IdempotencyKeys } from './idempotency-keys.js';
import { repeatOnConflict } from './repeat-on-conflict.js';
import { type Written, written } from './written.js';

/** Which command this is, for its `Idempotency-Key`. */
export interface CommandCall {
  readonly principal: Principal;
  /** The route with its ids filled in: the same key for another cycle is another command. */
  readonly route: string;
  readonly key: string | undefined;
  readonly body: unknown;
  readonly status: number;
}

/** What an attempt did. */
export interface CommandDone<Body> {
  readonly body: Body;
  readonly positions: readonly StreamPosition[];
}

/** Writes that keep the answer, for the commit of the attempt. */
export type KeepAnswer<Body> = (body: Body, streams: readonly StreamName[]) => readonly Write[];

/** Runs a command once per `Idempotency-Key`, and again from the start when somebody else wrote meanwhile. */
@Injectable()
export class RunCommand {
  constructor(@Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys) {}

  run<Body>(
    call: CommandCall,
    attempt: (keep: KeepAnswer<Body>) => Promise<CommandDone<Body>>,
  ): Promise<Written<unknown>> {
    return repeatOnConflict<Written<unknown>>(async () => {
      const begun = await this.keys.begin(call.principal, call.route, call.key, call.body);
      if (begun.kind === 'again') return written(begun.response.body, begun.response.positions, begun.response.status);
      const done = await attempt((body, streams) => begun.write({ status: call.status, body, streams }));
      return written(done.body, done.positions, call.status);
    });
  }
}
