import { PlatformError } from '@evenground/contracts';
import type { Message, Producer, RecordMetadata } from 'kafkajs';

/** Messages of one partition that are sent in one request. */
export interface Block {
  /** In Kafka. */
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
}

/** What became of the blocks: those that were not acknowledged, each with the reason. */
export interface Unacknowledged {
  readonly block: Block;
  readonly error: unknown;
}

/** Sends blocks, at most one of each partition, and says which of them are not known to be durable. */
export type SendBlocks = (
  producer: Pick<Producer, 'send'>,
  blocks: readonly Block[],
  replicasMs: number,
) => Promise<readonly Unacknowledged[]>;

/**
 * The guard against a loss in kafkajs 2.2.4: a `send` over several partitions remembers its answers by broker, so that
 * when a leader dies and its partitions move to a broker that has answered already, what they should have got is never
 * sent, and the call resolves. Hence one `send` per partition, and its answer is read: it must name this partition, an
 * offset, and no error. Everything else is unacknowledged and is for the caller to send again.
 */
export const sendEachPartition: SendBlocks = async (producer, blocks, replicasMs) => {
  const ended = await Promise.allSettled(
    blocks.map(async (block) => {
      const { topic, partition, messages } = block;
      const answer = await producer.send({
        topic,
        acks: -1,
        timeout: replicasMs,
        messages: messages.map((message) => ({ ...message, partition })),
      });
      requireAcknowledged(block, answer);
    }),
  );
  return ended.flatMap((end, at) => {
    const block = blocks[at];
    return end.status === 'rejected' && block !== undefined ? [{ block, error: end.reason as unknown }] : [];
  });
};

function requireAcknowledged({ topic, partition }: Block, answer: readonly RecordMetadata[] | undefined): void {
  const said = answer?.length === 1 ? answer[0] : undefined;
  const isWritten =
    said !== undefined &&
    said.topicName === topic &&
    said.partition === partition &&
    said.errorCode === 0 &&
    said.baseOffset !== undefined &&
    Number(said.baseOffset) >= 0;
  if (isWritten) return;
  throw new PlatformError('log-unavailable', `${topic}/${partition}: the answer does not say that it was written`, {
    retriable: true,
  });
}
