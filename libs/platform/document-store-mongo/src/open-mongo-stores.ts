import { PlatformError } from '@evenground/contracts';
import { randomId, type Clock, type MongoSettings, type Random } from '@evenground/config';
import type { Collection, DocumentStore, DocumentStores } from '@evenground/document-store';
import { StreamLocks, type EventLog, type RewriteEvent } from '@evenground/event-log';
import type { Connection } from 'mongoose';
import { connect } from './connect.js';
import type { FaultInjector } from './crash-points.js';
import { eraseFromOutbox } from './erase-from-outbox.js';
import { MongoDocumentStore } from './mongo-document-store.js';
import { withPlatformFaults } from './mongo-faults.js';
import type { OutboxObserver } from './outbox-observer.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxSweeper } from './outbox-sweeper.js';
import { openServiceDatabase, type ServiceDatabase } from './service-database.js';
import { StreamHeads } from './stream-heads.js';
import { SWEEP_TIMES, type SweepTimes } from './times.js';

export interface MongoStoresOptions {
  readonly settings: MongoSettings;
  /** Where committed events go. To be closed after the stores, which bring to it what was committed last. */
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Names this copy. */
  readonly instance: string;
  readonly observer?: OutboxObserver;
  /** Told of what the relay meets and tries again. */
  readonly onFault?: (error: unknown) => void;
  readonly sweepTimes?: SweepTimes;
  /** Only in tests. */
  readonly faults?: FaultInjector;
}

export interface MongoStores extends DocumentStores {
  /** See `eraseFromOutbox`: over the outboxes of all opened services; the result is the number of rewritten events. */
  eraseFromOutbox(rewrite: RewriteEvent): Promise<number>;
}

/**
 * Connects to MongoDB; a database per service is opened on it.
 * @throws PlatformError `configuration-invalid` (no transactions, too old a server, no URL), `store-unavailable`
 */
export async function openMongoStores(options: MongoStoresOptions): Promise<MongoStores> {
  const connection = await connect(options.settings, { instance: options.instance });
  try {
    options.faults?.at('open/after-connect');
  } catch (error) {
    await connection.close(true);
    throw error;
  }
  return new OpenMongoStores(connection, options);
}

/** What all stores of one service in this process share. */
interface ServiceMachinery {
  readonly database: ServiceDatabase;
  readonly heads: StreamHeads;
  readonly locks: StreamLocks;
  readonly relay: OutboxRelay;
  readonly sweeper: OutboxSweeper;
}

class OpenMongoStores implements MongoStores {
  readonly #services = new Map<string, ServiceMachinery>();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly options: MongoStoresOptions,
  ) {}

  async open(service: string, collections: readonly Collection[]): Promise<DocumentStore> {
    this.#requireOpen();
    const { connection } = this;
    const { faults, random, clock, settings } = this.options;
    const { databasePrefix } = settings;
    const database = await withPlatformFaults(`opening the documents of ${service}`, () =>
      openServiceDatabase({ connection, databasePrefix, service, collections, faults }),
    );
    this.#requireOpen();
    const { heads, locks, relay } = this.#machineryOf(database);
    const client = connection.getClient();
    const requireOpen = (): void => this.#requireOpen();
    return new MongoDocumentStore({ client, database, relay, heads, locks, clock, random, faults, requireOpen });
  }

  async eraseFromOutbox(rewrite: RewriteEvent): Promise<number> {
    this.#requireOpen();
    let rewritten = 0;
    for (const { database } of this.#services.values()) {
      rewritten += await withPlatformFaults(`erasing from the outbox of ${database.service}`, () =>
        eraseFromOutbox(database, rewrite, this.options.faults),
      );
    }
    return rewritten;
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** Commits in hand first, then what they have for the log. */
  async #end(): Promise<void> {
    const services = [...this.#services.values()];
    await Promise.all(services.map(({ locks }) => locks.idle()));
    await Promise.all(services.map(({ relay }) => relay.close()));
    await Promise.all(services.map(({ sweeper }) => sweeper.close()));
    await this.connection.close();
  }

  #machineryOf(database: ServiceDatabase): ServiceMachinery {
    const known = this.#services.get(database.service);
    if (known !== undefined) return known;
    const { faults, random, log, clock, instance, sweepTimes = SWEEP_TIMES } = this.options;
    const shared = { database, log, clock, random, faults, observer: this.#observer() };
    const holder = `${instance} ${randomId(random)}`;
    const sweeper = new OutboxSweeper({ ...shared, holder, times: sweepTimes });
    const relay = new OutboxRelay({ ...shared, reached: (positions) => sweeper.reached(positions) });
    const machinery = { database, heads: new StreamHeads(database), locks: new StreamLocks(), relay, sweeper };
    this.#services.set(database.service, machinery);
    sweeper.start();
    return machinery;
  }

  #observer(): OutboxObserver {
    const { observer = {}, onFault } = this.options;
    return {
      ...observer,
      fault: (service, error) => {
        observer.fault?.(service, error);
        onFault?.(error);
      },
    };
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new PlatformError('closed', 'the document stores are closed');
  }
}
