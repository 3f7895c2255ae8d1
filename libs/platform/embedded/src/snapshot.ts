import Libsql from 'libsql';
import { PlatformError } from '@evenground/contracts';
import type { Bindable, Row } from './database.js';
import { FORMAT_VERSION } from './schema.js';
import { platformFault } from './sqlite-faults.js';

const BUSY_MS = 10_000; // another process may be opening or closing the file

type Connection = InstanceType<typeof Libsql>;

/** What reads one instant of a database. */
export interface ReadsRows {
  /** Runs a statement that gives no rows. */
  exec(sql: string): void;
  rows(sql: string, ...values: readonly Bindable[]): readonly Row[];
}

/**
 * One instant of a database file, however long it is read, while others write on. Writes nothing but tables of its own
 * that are nowhere else.
 */
export class Snapshot implements ReadsRows {
  readonly #connection: Connection;
  readonly #statements = new Map<string, ReturnType<Connection['prepare']>>();
  #isClosed = false;

  /** @throws PlatformError `configuration-invalid` when the file has another format than this program's */
  constructor(file: string) {
    this.#connection = new Libsql(file);
    try {
      this.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
      this.exec('BEGIN');
      // The first reading is what fixes the instant.
      const [row] = this.rows("SELECT value FROM meta WHERE key = 'format'");
      const format = Number(row?.[0] ?? 0);
      if (format !== FORMAT_VERSION) {
        const detail = `${file} has format ${format}, this program has ${FORMAT_VERSION}: use the version that wrote it`;
        throw new PlatformError('configuration-invalid', detail);
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  exec(sql: string): void {
    this.#guarded(() => this.#connection.exec(sql));
  }

  rows(sql: string, ...values: readonly Bindable[]): readonly Row[] {
    return this.#guarded(() => {
      const statement = this.#statements.get(sql) ?? this.#connection.prepare(sql).raw();
      this.#statements.set(sql, statement);
      return statement.all([...values]) as Row[];
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#statements.clear();
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
    this.#connection.close();
  }

  #guarded<T>(call: () => T): T {
    if (this.#isClosed) throw new PlatformError('closed', 'this cut is closed');
    try {
      return call();
    } catch (error) {
      throw platformFault(error, 'database');
    }
  }
}
