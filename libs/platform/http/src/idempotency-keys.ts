import { createHash } from 'node:crypto';
import type { Principal } from '@evenground/auth';
import { CLOCK, type Clock, instant } from '@evenground/config';
import { type StreamName, type StreamPosition, streamId } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Write, collection } from '@evenground/document-store';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import canonicalize from 'canonicalize';
import type { IncomingMessage } from 'node:http';
import type { WritePosition } from './position-token.js';
import { problem } from './problem.js';

/** What was answered to the first request with a key. */
export interface FirstAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Where already known before the commit, e.g. a receipt. */
  readonly positions?: WritePosition;
  /** The streams the commit publishes to; the answer given again then says their heads. */
  readonly streams?: readonly StreamName[];
}

interface AnsweredRequest {
  readonly requestHash: string;
  readonly status: number;
  readonly body: unknown;
  readonly positions: WritePosition | null;
  readonly streams: readonly StreamName[];
  readonly answeredOn: string;
}

/** Include it among the collections when opening the service's store. */
export const idempotencyCollection = collection<AnsweredRequest>('idempotency-keys', { 'by-day': ['answeredOn'] });

/** A command that was begun: for the first time, or once more. */
export type BegunCommand =
  | { readonly kind: 'first'; write(answer: FirstAnswer): readonly Write[] }
  | {
      readonly kind: 'again';
      readonly response: { readonly status: number; readonly body: unknown; readonly positions: WritePosition };
    };

const WELL_FORMED = /^[\x21-\x7E]{1,255}$/;
const KEPT_DAYS = 7; // longer than any client retries

/** Makes a repeated command harmless: the same key with the same body gets the first answer again. */
export class IdempotencyKeys {
  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Put what `write(answer)` returns into the commit of the command, so that answer and effect are one. A key belongs to
   * one principal and route: another's key never meets it.
   *
   * @throws HttpProblem 409 `idempotency/reused` when the key came with another body, 400 when it is not well-formed
   */
  async begin(principal: Principal, routeName: string, key: string | undefined, body: unknown): Promise<BegunCommand> {
    if (key === undefined) return { kind: 'first', write: () => [] };
    if (!WELL_FORMED.test(key)) {
      throw problem(400, 'idempotency/key-invalid', 'The Idempotency-Key is not well-formed.', {
        field: 'Idempotency-Key',
        wouldBeRight: '1 to 255 visible ASCII characters',
      });
    }
    const id = sha256(JSON.stringify([principal.id, routeName, key]));
    const requestHash = sha256(canonicalize(body) ?? '');
    const [stored] = await this.store.load(idempotencyCollection, [id]);
    if (stored === undefined) return { kind: 'first', write: (answer) => [this.keep(id, requestHash, answer)] };
    if (stored.body.requestHash !== requestHash) {
      throw problem(409, 'idempotency/reused', 'This Idempotency-Key came with another body before.');
    }
    return { kind: 'again', response: { ...answerOf(stored.body), positions: await this.positionsOf(stored.body) } };
  }

  /** Forgets answers older than a week, one page a call; says how many. */
  async forgetOld(): Promise<number> {
    const below = new Date(this.clock.nowMs() - KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
    const page = await this.store.find(idempotencyCollection, 'by-day', { equals: [], below }, { limit: 200 });
    if (page.items.length > 0) {
      const writes = page.items.map(({ id, version }) => ({
        collection: idempotencyCollection,
        id,
        expected: version,
        body: null,
      }));
      await this.store.commit({ writes });
    }
    return page.items.length;
  }

  private keep(id: string, requestHash: string, answer: FirstAnswer): Write {
    const body: AnsweredRequest = {
      ...{ requestHash, status: answer.status, body: answer.body ?? null },
      ...{
        positions: answer.positions ?? null,
        streams: answer.streams ?? [],
        answeredOn: instant(this.clock).slice(0, 10),
      },
    };
    return { collection: idempotencyCollection, id, expected: 0, body };
  }

  private async positionsOf(answered: AnsweredRequest): Promise<WritePosition> {
    if (answered.positions !== null) return answered.positions;
    if (answered.streams.length === 0) return [];
    const heads = await this.store.heads(answered.streams);
    return answered.streams.map((name): StreamPosition => ({ ...name, sequence: heads.get(streamId(name)) ?? 0 }));
  }
}

function answerOf({ status, body }: AnsweredRequest): { status: number; body: unknown } {
  return { status, body };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Provides `IdempotencyKeys` in a service's module. */
export const idempotencyKeysProvider = {
  provide: IdempotencyKeys,
  useFactory: (store: DocumentStore, clock: Clock) => new IdempotencyKeys(store, clock),
  inject: [DOCUMENT_STORE, CLOCK],
};

/** The request's `Idempotency-Key`, as a parameter of a handler. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const given = context.switchToHttp().getRequest<IncomingMessage>().headers['idempotency-key'];
  return typeof given === 'string' ? given : given?.[0];
});
