import { jest } from '@jest/globals';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SUITE_TOPICS, collect, kafkaPlace, sequenced, until } from '@evenground/testing';
import { KAFKA_SIZES } from './kafka-times.js';

jest.setTimeout(60_000);

const EVENT_BYTES = 100_000;
const EVENTS = 300;
const LONG = { patienceMs: 30_000, everyMs: 50 };

describe('a handler that is slow while much waits', () => {
  it('holds back what is fetched: at most one answer of the broker, whatever the backlog', async () => {
    const place = await kafkaPlace(SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 8 })));
    const writer = await place.open({ instance: 'writer' });
    const data = { padding: 'x'.repeat(EVENT_BYTES) };
    await writer.append(Array.from({ length: EVENTS }, (_, at) => sequenced(`s${at}`, 1, { data })));
    await writer.close();

    const sockets: net.Socket[] = [];
    const connect = jest.spyOn(net, 'connect');
    const log = await place.open();
    let handOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (handOn = resolve));
    let handedOver = 0;
    let distinct = 0;
    const seen = new Set<string>();
    try {
      await collect(log, 'suite.slow', {
        handle: async (events) => {
          handedOver += events.length * EVENT_BYTES;
          await held;
          for (const { envelope } of events) seen.add(envelope.id);
          distinct = seen.size;
        },
      });
      for (const { value } of connect.mock.results) sockets.push(value as net.Socket);
      const received = () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
      await until('something was handed over', () => handedOver > 0, LONG);
      for (let before = -1; before !== received();) {
        before = received();
        await pause(1_000); // two fetches of an idle consumer
      }
      expect(received()).toBeGreaterThan(EVENT_BYTES);
      expect(received()).toBeLessThan(KAFKA_SIZES.fetchBytes + KAFKA_SIZES.fetchBytesPerPartition);
      expect(EVENTS * EVENT_BYTES).toBeGreaterThan(4 * received());
      expect(handedOver).toBeLessThanOrEqual(received());
      handOn();
      await until('all came', () => distinct === EVENTS, LONG);
    } finally {
      connect.mockRestore();
      handOn();
      await log.close();
      await place.dispose();
    }
  });
});
