import type { Clock, Random, Settings } from '@evenground/config';
import type { Service } from '@evenground/contracts';
import type { Collection, DocumentStores } from '@evenground/document-store';
import type { EventLog, RewriteEvent } from '@evenground/event-log';
import type { Logger, Metrics } from '@evenground/telemetry';

/** The two ports, opened on the adapters that the settings name. */
export interface Platform {
  readonly log: EventLog;
  readonly stores: DocumentStores;
  /** Rewrites the events that still rest where they can be rewritten; the result is their number. */
  readonly eraseFromLog?: (rewrite: RewriteEvent) => Promise<number>;
  /** How long events lie where they cannot be rewritten, infinite where for ever; absent: they lie nowhere else. */
  readonly logForgetsAfterMs?: number;
  /** Nobody else can have the data open. */
  readonly isExclusive?: boolean;
  /** Ends consumptions after the batch in hand, then frees everything. */
  close(): Promise<void>;
}

export interface PlatformParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Those of the process. */
  readonly services: readonly Service[];
}

export interface OpenParts extends PlatformParts {
  /** Where an adapter tells how it goes. */
  readonly metrics: Metrics;
}

/** What a service needs to find before it can start. */
export interface PreparedService {
  readonly service: Service;
  readonly collections: readonly Collection[];
}

/** The choice of adapters, which apps make (`@evenground/composition`). */
export interface Adapters {
  /** Opens what the settings name; a combination that cannot keep the promise of one commit stops the start. */
  open(settings: Settings, parts: OpenParts): Promise<Platform>;
  /** Makes topics, collections and indexes that are missing; what is there already stays. */
  prepare(settings: Settings, services: readonly PreparedService[], parts: PlatformParts): Promise<void>;
}
