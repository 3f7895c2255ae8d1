import type { Authenticator } from '@evenground/auth';
import type { Clock, Random } from '@evenground/config';
import type { Service } from '@evenground/contracts';
import type { Collection, DocumentStore } from '@evenground/document-store';
import type { EventLog, PositionWaiter, RewriteEvent } from '@evenground/event-log';
import type { PositionsAwaited } from '@evenground/http';
import type { Logger } from '@evenground/telemetry';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import type { DistrictPlaces } from './find-district.js';

/** What composition gives to a service. */
export interface ServiceParts {
  /** The service's own documents. */
  readonly store: DocumentStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Knows the service's own commits and what its features have handled; answers `Evenground-After`. */
  readonly positions: PositionWaiter;
  readonly authenticator: Authenticator;
  readonly logger: Logger;
  /** The key file's whole content. */
  readonly keyFile: Uint8Array;
  /** Absolute; where erased students are remembered outside of the data and their backups. */
  readonly erasedListFile: string;
  /** Names this copy among those of its service, the same over restarts. */
  readonly instance: string;
  /** The one person of a local process, who stands for two where two are asked for. */
  readonly soleOperatorId?: string;
  /** Absolute; a service keeps its files in a folder of its own name below it. */
  readonly dataDir: string;
  /** Rewrites what the log still keeps, where the log is embedded. */
  readonly eraseFromLog?: (rewrite: RewriteEvent) => Promise<number>;
  /** How long after an erasure the log may still hold what was erased; infinite where for ever. */
  readonly logForgetsAfterMs: number;
  /** There is no other copy of the service on this data. */
  readonly isSoleCopy: boolean;
}

/** Work that a service wants to be done again and again. */
export interface RepeatedWork {
  readonly name: string;
  readonly everyMs: number;
  run(app: INestApplication): Promise<unknown>;
}

export interface AssembledService {
  readonly module: DynamicModule;
  /** Answers `Evenground-After` in the place of `parts.positions`. */
  readonly positions?: PositionsAwaited;
  readonly work?: readonly RepeatedWork[];
}

/** How one service is put into a process. */
export interface ServiceDefinition {
  readonly service: Service;
  readonly collections: readonly Collection[];
  /** Topics of which only the service itself can tell how far it includes them: it tells `parts.positions`. */
  readonly followsTopics?: readonly string[];
  /** Where to look for the district of something that a request names by its id. */
  readonly places?: DistrictPlaces;
  assemble(parts: ServiceParts): AssembledService;
}
