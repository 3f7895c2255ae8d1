import type { Database } from './database.js';
import type { EventRows } from './event-rows.js';

/**
 * How far each work group has read each topic. A hint of where to go on: what was handled is decided by the sequences
 * in the document store, so recording it need not wait for the disk.
 */
export class WorkCursors {
  readonly #groups = new Map<string, Map<string, number>>();

  constructor(
    private readonly db: Database,
    private readonly rows: EventRows,
  ) {}

  /** The group's cursors; the one map of this process. A topic that is new to it begins at the oldest kept event. */
  begin(group: string, topics: readonly string[]): Map<string, number> {
    const cursors = this.#groups.get(group) ?? new Map(this.of(group));
    const added = topics.filter((topic) => !cursors.has(topic));
    if (added.length > 0) this.record(group, new Map(added.map((topic) => [topic, this.rows.removedThrough(topic)])));
    for (const topic of added) cursors.set(topic, this.rows.removedThrough(topic));
    this.#groups.set(group, cursors);
    return cursors;
  }

  record(group: string, moved: ReadonlyMap<string, number>): void {
    const upsert = `INSERT INTO cursors VALUES (?, ?, ?)
      ON CONFLICT (work_group, topic) DO UPDATE SET position = excluded.position`;
    this.db.transaction(
      () => {
        for (const [topic, position] of moved) this.db.run(upsert, group, topic, position);
      },
      { durable: false },
    );
  }

  /** The recorded cursors of a group by topic; empty for a group that never began. */
  of(group: string): ReadonlyMap<string, number> {
    const rows = this.db.rows('SELECT topic, position FROM cursors WHERE work_group = ?', group);
    return new Map(rows.map((row) => [row[0] as string, row[1] as number]));
  }
}
