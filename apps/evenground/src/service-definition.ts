import type { Clock, Random } from '@evenground/config';
import type { Service } from '@evenground/contracts';
import type { Collection, DocumentStore } from '@evenground/document-store';
import type { EventLog, PositionWaiter } from '@evenground/event-log';
import type { Logger } from '@evenground/telemetry';
import type { DynamicModule } from '@nestjs/common';
import type { RewriteEvent } from '@evenground/embedded';

/** What composition gives to the module of a service. */
export interface ServiceParts {
  /** The service's own documents. */
  readonly store: DocumentStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly positions: PositionWaiter;
  readonly logger: Logger;
  /** The key file's whole content. */
  readonly keyFile: Uint8Array;
  /** Absolute; a service keeps its files in a folder of its own name below it. */
  readonly dataDir: string;
  /** Rewrites what the log still keeps, where the log is embedded. */
  readonly eraseFromLog?: (rewrite: RewriteEvent) => Promise<number>;
}

/** How one service is put into a process. */
export interface ServiceDefinition {
  readonly service: Service;
  readonly collections: readonly Collection[];
  /** Topics it does not handle itself, but whose positions it tells its `positions` when it includes them. */
  readonly followsTopics?: readonly string[];
  module(parts: ServiceParts): DynamicModule;
}
