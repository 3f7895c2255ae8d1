import { PlatformError } from '@evenground/contracts';
import type { FaultInjector } from './crash-points.js';
import type { Database } from './database.js';

/** Version of the file's tables; one more with each migration below. */
export const FORMAT_VERSION = 1;

const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE events (
       position INTEGER PRIMARY KEY AUTOINCREMENT,
       topic TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL,
       time_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL,
       envelope TEXT NOT NULL, data TEXT NOT NULL)`,
    'CREATE INDEX events_by_topic ON events (topic, position, bytes)',
    `CREATE TABLE removed (topic TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE cursors (
       work_group TEXT NOT NULL, topic TEXT NOT NULL, position INTEGER NOT NULL,
       PRIMARY KEY (work_group, topic)) WITHOUT ROWID`,
    `CREATE TABLE stream_heads (
       topic TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL,
       PRIMARY KEY (topic, stream)) WITHOUT ROWID`,
    `CREATE TABLE handled (
       service TEXT NOT NULL, work_group TEXT NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL,
       sequence INTEGER NOT NULL, PRIMARY KEY (service, work_group, topic, stream)) WITHOUT ROWID`,
    `CREATE TABLE collections (
       service TEXT NOT NULL, name TEXT NOT NULL, indexes TEXT NOT NULL,
       PRIMARY KEY (service, name)) WITHOUT ROWID`,
  ],
];

/**
 * Brings the file to the newest format, each version in one transaction.
 * @throws PlatformError `configuration-invalid` when a newer program has written it
 */
export function migrate(db: Database, faults: FaultInjector | undefined): void {
  db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  const found = Number(db.row("SELECT value FROM meta WHERE key = 'format'")?.[0] ?? 0);
  if (found > FORMAT_VERSION) {
    const detail = `the data directory has format ${found}, written by a newer version; this one reads up to ${FORMAT_VERSION}`;
    throw new PlatformError('configuration-invalid', detail);
  }
  for (let version = found + 1; version <= FORMAT_VERSION; version += 1) {
    db.transaction(() => {
      for (const statement of MIGRATIONS[version - 1] ?? []) {
        db.exec(statement);
        faults?.at('open/mid-migration');
      }
      db.run(
        "INSERT INTO meta VALUES ('format', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        String(version),
      );
    });
  }
  faults?.at('open/after-migration');
}
