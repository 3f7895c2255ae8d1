import type { ProducerRecord, RecordMetadata } from 'kafkajs';
import { sendAllAtOnce } from '@evenground/testing';
import { type Block, type SendBlocks, sendEachPartition } from './send-blocks.js';

const TOPIC = 'ingestion.records';
const block = (partition: number): Block => ({
  topic: TOPIC,
  partition,
  messages: [{ key: `k${partition}`, value: `v${partition}` }],
});

/**
 * kafkajs 2.2.4 when a leader dies: of a call over several partitions, those of the dead leader go to a broker that has
 * answered already, are therefore never sent, and the call resolves with the answers that it has.
 */
function producerThatForgets(dead: number) {
  const written: string[] = [];
  const send = async ({ messages }: ProducerRecord): Promise<RecordMetadata[]> => {
    const partitions = [...new Set(messages.map(({ partition }) => partition ?? 0))];
    const answered = partitions.length === 1 ? partitions : partitions.filter((partition) => partition !== dead);
    written.push(
      ...messages.filter(({ partition = 0 }) => answered.includes(partition)).map(({ value }) => String(value)),
    );
    return answered.map((partition) => answer({ partition }));
  };
  return { written, send };
}

function answer(said: Partial<RecordMetadata>): RecordMetadata {
  return { topicName: TOPIC, partition: 0, errorCode: 0, baseOffset: '7', ...said };
}

async function lostBy(send: SendBlocks): Promise<readonly string[]> {
  const producer = producerThatForgets(1);
  const blocks = [0, 1, 2].map(block);
  const failed = new Set((await send(producer, blocks, 1_000)).map((one) => one.block));
  const acknowledged = blocks.filter((one) => !failed.has(one)).flatMap(({ messages }) => messages);
  return acknowledged.map(({ value }) => String(value)).filter((value) => !producer.written.includes(value));
}

describe('sending blocks', () => {
  it('acknowledges nothing that was not written, although a send over several partitions would', async () => {
    expect(await lostBy(sendEachPartition)).toEqual([]);
    expect(await lostBy(sendAllAtOnce)).toEqual(['v1']);
  });

  it.each<[string, RecordMetadata[] | undefined]>([
    ['no answer', undefined],
    ['an answer about nothing', []], // what kafkajs says when it knows no leader of the partition
    ['an answer about another partition', [answer({ partition: 2 })]],
    ['an answer about another topic', [answer({ topicName: 'other' })]],
    ['an error', [answer({ errorCode: 7 })]],
    ['no offset', [answer({ baseOffset: '-1' })]],
    ['an absent offset', [answer({ baseOffset: undefined })]],
    ['two answers', [answer({}), answer({})]],
  ])('does not take %s for an acknowledgement', async (_, said) => {
    const failed = await sendEachPartition({ send: async () => said as RecordMetadata[] }, [block(0)], 1_000);
    expect(failed).toMatchObject([{ block: { partition: 0 }, error: { code: 'log-unavailable', retriable: true } }]);
  });

  it('says which of several failed, and why', async () => {
    const refused = new Error('not now');
    const send = async ({ messages }: ProducerRecord): Promise<RecordMetadata[]> => {
      const partition = messages[0]?.partition ?? 0;
      if (partition === 2) throw refused;
      return [answer({ partition })];
    };
    const blocks = [1, 2, 3].map(block);
    expect(await sendEachPartition({ send }, blocks, 1_000)).toEqual([{ block: blocks[1], error: refused }]);
  });
});
