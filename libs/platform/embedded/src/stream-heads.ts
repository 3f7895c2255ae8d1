import type { StreamName, StreamPosition } from '@evenground/contracts';
import type { Database } from './database.js';

/** The newest sequence of each stream; sequences are gapless because they are given in the commit that publishes. */
export class StreamHeads {
  constructor(private readonly db: Database) {}

  /** 0 where nothing was published. */
  newest({ topic, stream }: StreamName): number {
    return Number(
      this.db.row('SELECT sequence FROM stream_heads WHERE topic = ? AND stream = ?', topic, stream)?.[0] ?? 0,
    );
  }

  /** Of all streams of a topic that something was published to. */
  ofTopic(topic: string): readonly StreamPosition[] {
    const rows = this.db.rows('SELECT stream, sequence FROM stream_heads WHERE topic = ?', topic);
    return rows.map(([stream, sequence]) => ({ topic, stream: String(stream), sequence: Number(sequence) }));
  }

  /** Within a transaction. Gives the stream's next sequence. */
  advance({ topic, stream }: StreamName): number {
    const row = this.db.row(
      `INSERT INTO stream_heads VALUES (?, ?, 1)
       ON CONFLICT (topic, stream) DO UPDATE SET sequence = sequence + 1 RETURNING sequence`,
      topic,
      stream,
    );
    return Number(row?.[0]);
  }

  /** Within a transaction. A sequence that was given elsewhere; an older one changes nothing. */
  reach({ topic, stream }: StreamName, sequence: number): void {
    this.db.run(
      `INSERT INTO stream_heads VALUES (?, ?, ?)
       ON CONFLICT (topic, stream) DO UPDATE SET sequence = max(sequence, excluded.sequence)`,
      topic,
      stream,
      sequence,
    );
  }
}
