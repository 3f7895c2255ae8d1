import type { Database, Rider } from './database.js';
import type { EventRows } from './event-rows.js';

/**
 * How far each work group has read each topic. A hint of where to go on: what was handled is decided by the sequences
 * in the document store. So a cursor is written along with the next transaction (usually the very next commit) and when
 * a consumption ends; a kill before that makes the last batches come again, and they are dropped by sequence.
 */
export class WorkCursors implements Rider {
  /** The groups of this process, by topic. */
  readonly #groups = new Map<string, Map<string, number>>();
  readonly #unwritten = new Map<string, Set<string>>();

  constructor(
    private readonly db: Database,
    private readonly rows: EventRows,
  ) {
    db.takeAlong(this);
  }

  /** The group's cursors, durable; the one map of this process. A topic that is new to it begins at the oldest kept event. */
  begin(group: string, topics: readonly string[]): ReadonlyMap<string, number> {
    const cursors = this.#groups.get(group) ?? new Map(this.#recorded(group));
    this.#groups.set(group, cursors);
    const added = topics.filter((topic) => !cursors.has(topic));
    this.move(group, new Map(added.map((topic) => [topic, this.rows.removedThrough(topic)])));
    this.flush();
    return cursors;
  }

  move(group: string, moved: ReadonlyMap<string, number>): void {
    const unwritten = this.#unwritten.get(group) ?? new Set();
    for (const [topic, position] of moved) {
      this.#groups.get(group)?.set(topic, position);
      unwritten.add(topic);
    }
    if (unwritten.size > 0) this.#unwritten.set(group, unwritten);
  }

  /** Makes all cursors durable now. */
  flush(): void {
    if (this.#unwritten.size > 0) this.db.transaction(() => undefined);
  }

  /** The cursors of a group by topic; empty for a group that never began. */
  of(group: string): ReadonlyMap<string, number> {
    return this.#groups.get(group) ?? this.#recorded(group);
  }

  write(): void {
    for (const [group, topics] of this.#unwritten) {
      for (const topic of topics) {
        this.db.run(
          `INSERT INTO cursors VALUES (?, ?, ?)
           ON CONFLICT (work_group, topic) DO UPDATE SET position = excluded.position`,
          group,
          topic,
          this.#groups.get(group)?.get(topic) ?? 0,
        );
      }
    }
  }

  written(): void {
    this.#unwritten.clear();
  }

  #recorded(group: string): ReadonlyMap<string, number> {
    const rows = this.db.rows('SELECT topic, position FROM cursors WHERE work_group = ?', group);
    return new Map(rows.map((row) => [row[0] as string, row[1] as number]));
  }
}
