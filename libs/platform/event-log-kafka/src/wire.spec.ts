import { KAFKA_SIZES } from './kafka-times.js';
import { sequenced } from '@evenground/testing';
import { decodeMessage, encodeEvent } from './wire.js';

const event = sequenced('northbay/17', 3, { data: { says: 'Schüler', n: 1 } });
const TOPIC = event.envelope.topic;

function asRead(headers: Record<string, string | undefined>, value: Buffer | null) {
  const buffers = Object.entries(headers).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, Buffer.from(text)]],
  );
  return { headers: Object.fromEntries(buffers) as Record<string, Buffer>, value };
}

describe('an event as a message', () => {
  it('comes back as it was', () => {
    const { headers, value, key } = encodeEvent(event);
    expect(key).toBe('northbay/17');
    expect(decodeMessage(TOPIC, asRead(headers, value))).toEqual({ kind: 'event', event });
  });

  it('is found damaged whatever bit of its data is turned', () => {
    const { headers, value } = encodeEvent(event);
    for (let bit = 0; bit < value.length * 8; bit += 1) {
      const turned = Buffer.from(value);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeMessage(TOPIC, asRead(headers, turned))).toMatchObject({ kind: 'damaged' });
    }
  });

  it.each([
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_dataversion',
    'ce_partitionkey',
    'ce_sequence',
    'ce_correlationid',
  ])('is found damaged when %s was changed', (name) => {
    const { headers, value } = encodeEvent(event);
    const changed = { ...headers, [name]: name === 'ce_dataversion' || name === 'ce_sequence' ? '9' : 'other' };
    expect(decodeMessage(TOPIC, asRead(changed, value))).toMatchObject({ kind: 'damaged' });
  });

  it('is damaged without its data, and foreign without a checksum', () => {
    const { headers, value } = encodeEvent(event);
    expect(decodeMessage(TOPIC, asRead(headers, null))).toMatchObject({ kind: 'damaged' });
    expect(decodeMessage(TOPIC, asRead({ ...headers, ce_crc32: undefined }, value))).toMatchObject({ kind: 'foreign' });
    expect(decodeMessage(TOPIC, { headers: undefined, value: Buffer.from([0xff, 0]) })).toMatchObject({
      kind: 'foreign',
    });
  });

  it('is refused where it would not come back, or no topic takes it', () => {
    const broken = { ...event, envelope: { ...event.envelope, stream: 'half \ud800' } };
    expect(() => encodeEvent(broken)).toThrow(expect.objectContaining({ code: 'event-invalid' }));
    const nameless = { ...event, envelope: { ...event.envelope, id: '' } };
    expect(() => encodeEvent(nameless)).toThrow(expect.objectContaining({ code: 'event-invalid' }));
    const large = { ...event, data: 'x'.repeat(KAFKA_SIZES.eventBytes) };
    expect(() => encodeEvent(large)).toThrow(expect.objectContaining({ code: 'event-invalid' }));
  });
});
