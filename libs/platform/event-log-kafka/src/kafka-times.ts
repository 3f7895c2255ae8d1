/** Every time and size that decides how the adapter behaves when something is slow, full or away. */
export interface KafkaTimes {
  /** A connection that is not made by then has failed. */
  readonly connectMs: number;
  /** A broker that accepts and does not answer by then has failed. */
  readonly requestMs: number;
  /** How long the leader may wait for the other replicas. */
  readonly replicasMs: number;
  /** After this time an append gives up with `log-unavailable`. */
  readonly appendMs: number;
  /** How long opening, a first join or a look-up goes on trying. */
  readonly startMs: number;
  /** Readiness is told by then. */
  readonly pingMs: number;
  /** A member that was silent for so long loses its partitions. */
  readonly sessionMs: number;
  /** Two heartbeats are at least so far apart. */
  readonly heartbeatMs: number;
  /** How long members have to hand back what they hold when the group is shared out anew. */
  readonly rebalanceMs: number;
  /** How long a broker holds back an answer when there is nothing new; a close waits for it. */
  readonly idleFetchMs: number;
  /** Added partitions and moved leaders are noticed by then. */
  readonly metadataMs: number;
  /** An outage of a consumption is told to its subscriber after so long. */
  readonly tellOutageMs: number;
}

export const KAFKA_TIMES: KafkaTimes = {
  connectMs: 5_000,
  requestMs: 20_000, // above replicasMs, so that the broker's own word comes first
  replicasMs: 12_000, // above the 9 s after which a controller gives up a dead broker (its default)
  appendMs: 60_000,
  startMs: 30_000,
  pingMs: 5_000,
  sessionMs: 30_000,
  heartbeatMs: 1_000,
  rebalanceMs: 60_000,
  idleFetchMs: 500,
  metadataMs: 30_000,
  tellOutageMs: 30_000,
};

export const KAFKA_SIZES = {
  /** Messages of one request; kafkajs copies its list once per message, so that more would be slower. */
  blockMessages: 1_000,
  /** Bytes of one request, unless a single event is larger. */
  blockBytes: 900_000,
  /** The largest event: as much as a commit holds (4 MB) and its headers. */
  eventBytes: 4_400_000,
  /** What a topic takes: the largest event and what Kafka puts around it. */
  maxMessageBytes: 4_500_000,
  /** Bytes of one answer of one broker, and of one partition in it: bounds the memory of a consumption. */
  fetchBytes: 5_000_000,
  fetchBytesPerPartition: 1_000_000,
  /** Events and bytes handed over at once unless the subscriber says otherwise. */
  batchEvents: 500,
  batchBytes: 4_000_000,
  /** Partitions of one consumption that are handled side by side. */
  partitionsAtOnce: 4,
} as const;
