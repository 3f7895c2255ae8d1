import { PlatformError, STREAM_HEADS, type TopicDeclaration, allTopicNames, topicNamed } from '@evenground/contracts';

/** The topics that a log has, by the names of the catalogue; in Kafka each has the prefix of the settings before it. */
export class TopicNames {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly prefix: string,
    declared: readonly KafkaTopic[] = catalogueTopics(),
  ) {
    this.known = new Set(declared.map(({ name }) => name));
  }

  /** @throws PlatformError `unknown-topic` */
  require(topic: string): void {
    if (this.known.has(topic) && topic !== STREAM_HEADS.name) return;
    throw new PlatformError('unknown-topic', `the catalogue has no topic ${topic}`);
  }

  inKafka(topic: string): string {
    return this.prefix + topic;
  }

  inCatalogue(kafkaTopic: string): string {
    return kafkaTopic.slice(this.prefix.length);
  }

  /** A work group; the prefix keeps apart the installations that share a cluster. */
  groupInKafka(group: string): string {
    return this.prefix + group;
  }
}

/** What a topic of the log must be like. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
  /** `undefined`: compacted, kept for ever. */
  readonly retentionDays: number | undefined;
}

/** Every topic: those of the catalogue, their requests and dead letters, and where heads are remembered. */
export function catalogueTopics(names: readonly string[] = allTopicNames()): readonly KafkaTopic[] {
  return [
    ...names.map((name): KafkaTopic => {
      const { partitions, retentionDays, name: source } = declarationOf(name);
      // Requests and dead letters are few, and nobody waits for them.
      return { name, partitions: name === source ? partitions : Math.min(partitions, 2), retentionDays };
    }),
    { name: STREAM_HEADS.name, partitions: STREAM_HEADS.partitions, retentionDays: undefined },
  ];
}

function declarationOf(name: string): TopicDeclaration {
  const declared = topicNamed(name);
  if (declared === undefined) throw new PlatformError('unknown-topic', `the catalogue has no topic ${name}`);
  return declared;
}
