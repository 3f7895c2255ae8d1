import Libsql from 'libsql';
import { PlatformError } from '@evenground/contracts';
import type { FaultInjector } from './crash-points.js';
import { isFsyncFailure, platformFault } from './sqlite-faults.js';

export type Bindable = string | number | bigint | null;
export type Row = readonly unknown[];

type Connection = InstanceType<typeof Libsql>;
type Statement = ReturnType<Connection['prepare']>;

/** What is worth recording but not worth waiting for the disk: it goes along with the next transaction. */
export interface Rider {
  /** Before COMMIT, within the transaction. */
  write(): void;
  /** After COMMIT. */
  written(): void;
}

/**
 * One synchronous connection to one SQLite file. A transaction is one call without an `await`, because one that is
 * left open across an `await` swallows the statements of whoever runs meanwhile.
 */
export class Database {
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();
  readonly #faults: FaultInjector | undefined;
  #rider: Rider | undefined;
  #unusable: PlatformError | undefined;

  constructor(path: string, faults?: FaultInjector) {
    this.#faults = faults;
    try {
      this.#connection = new Libsql(path);
    } catch (error) {
      throw new PlatformError('store-unavailable', `cannot open ${path}`, { cause: error });
    }
    try {
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'cell_size_check = ON']) {
        this.#connection.pragma(pragma);
      }
    } catch (error) {
      this.#connection.close();
      throw platformFault(error, `opening ${path}`);
    }
  }

  /** Runs statements that take no values and give no rows. */
  exec(sql: string): void {
    this.#guarded(() => {
      this.#connection.exec(sql);
    });
  }

  /** Runs one statement; gives the number of rows it changed and the row id it inserted last. */
  run(sql: string, ...values: readonly Bindable[]): { readonly changes: number; readonly lastRowId: number } {
    return this.#guarded(() => {
      const done = this.#prepared(sql).run([...values]);
      return { changes: done.changes, lastRowId: Number(done.lastInsertRowid) };
    });
  }

  row(sql: string, ...values: readonly Bindable[]): Row | undefined {
    return this.#guarded(() => this.#prepared(sql).get([...values]) as Row | undefined);
  }

  rows(sql: string, ...values: readonly Bindable[]): readonly Row[] {
    return this.#guarded(() => this.#prepared(sql).all([...values]) as Row[]);
  }

  /** All that `step` writes becomes durable at once, or nothing of it does. `step` must be synchronous. */
  transaction<T>(step: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    let result: T;
    try {
      result = step();
      this.#rider?.write();
      this.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    this.#rider?.written();
    return result;
  }

  takeAlong(rider: Rider): void {
    this.#rider = rider;
  }

  close(): void {
    if (this.#unusable?.code === 'closed') return;
    if (this.#unusable === undefined) this.#emptyWriteAheadLog();
    this.#unusable = new PlatformError('closed', 'the embedded platform is closed');
    this.#statements.clear();
    this.#connection.close();
  }

  /** So that the file alone is whole: SQLite would do it only when the last statement is collected. */
  #emptyWriteAheadLog(): void {
    try {
      this.#connection.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk: the write-ahead log stays beside the file and is read at the next opening.
    }
  }

  #rollBack(): void {
    // SQLite has rolled back by itself after most I/O faults.
    if (!this.#connection.inTransaction) return;
    this.#connection.exec('ROLLBACK');
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    if (statement.reader) statement.raw();
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<T>(call: () => T): T {
    if (this.#unusable !== undefined) throw this.#unusable;
    try {
      // Inside, so that a test's fault is met as SQLite's own would be.
      this.#faults?.at('sqlite/statement');
      return call();
    } catch (error) {
      if (isFsyncFailure(error)) {
        this.#unusable = new PlatformError('store-unavailable', 'the disk refused to make a write durable; restart', {
          cause: error,
        });
      }
      throw platformFault(error, 'database');
    }
  }
}
