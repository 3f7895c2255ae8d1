import { CloudEvent, Kafka } from 'cloudevents';
import { CHECKSUM_HEADER, cloudEventHeaders, envelopeOfHeaders } from './cloud-event.js';
import type { EventEnvelope } from './envelope.js';

const envelope: EventEnvelope = {
  id: 'e-1',
  type: 'records.accepted',
  source: '/ingestion',
  time: '2026-09-01T08:00:00.000Z',
  version: 2,
  topic: 'ingestion.records',
  stream: 'northbay/17',
  sequence: 42,
  correlationId: 'upload-é-日本',
  causationId: 'c-1',
};

describe('CloudEvents on the wire', () => {
  it('is what the SDK of the CloudEvents project reads', () => {
    const headers = { ...cloudEventHeaders(envelope), [CHECKSUM_HEADER]: '0123abcd' };
    const message = { headers, key: envelope.stream, value: Buffer.from('{"n":1}'), body: undefined };
    const read = Kafka.toEvent(message as never) as CloudEvent<unknown>;
    expect(read.validate()).toBe(true);
    expect(read.toJSON()).toEqual({
      specversion: '1.0',
      datacontenttype: 'application/json',
      id: 'e-1',
      type: 'records.accepted',
      source: '/ingestion',
      time: '2026-09-01T08:00:00.000Z',
      dataversion: '2',
      partitionkey: 'northbay/17',
      sequence: '42',
      correlationid: 'upload-é-日本',
      causationid: 'c-1',
      crc32: '0123abcd',
      data: { n: 1 },
    });
  });

  it('reads what the SDK writes', () => {
    const { id, type, source, time } = envelope;
    const written = Kafka.binary(
      new CloudEvent({
        ...{ id, type, source, time, datacontenttype: 'application/json', data: { n: 1 } },
        ...{ dataversion: '2', partitionkey: envelope.stream, sequence: '42' },
        ...{ correlationid: envelope.correlationId, causationid: envelope.causationId },
      }),
    );
    const headers = written.headers as Record<string, string>;
    expect(envelopeOfHeaders(envelope.topic, (name) => headers[name])).toEqual(envelope);
    // The SDK says the content type a second time, and names what is absent.
    const { ce_datacontenttype: again, ...said } = headers;
    expect(again).toBe('application/json');
    expect(said).toEqual(cloudEventHeaders(envelope));
  });

  it('leaves out a cause that there was not', () => {
    const { causationId: _, ...caused } = envelope;
    const headers = cloudEventHeaders(caused);
    expect(Object.keys(headers)).not.toContain('ce_causationid');
    expect(envelopeOfHeaders(envelope.topic, (name) => headers[name])).toEqual(caused);
  });

  it.each([
    ['another version of the specification', 'ce_specversion', '0.3'],
    ['no id', 'ce_id', ''],
    ['no stream', 'ce_partitionkey', undefined],
    ['a sequence of zero', 'ce_sequence', '0'],
    ['a sequence that is no number', 'ce_sequence', 'x'],
    ['a version that is no whole number', 'ce_dataversion', '1.5'],
  ])('is no event of ours with %s', (_, name, value) => {
    const headers: Record<string, string | undefined> = { ...cloudEventHeaders(envelope), [name]: value };
    expect(envelopeOfHeaders(envelope.topic, (asked) => headers[asked])).toBeUndefined();
  });
});
