import fc from 'fast-check';
import { StreamReader } from './event-stream.js';

describe('a stream of server-sent events', () => {
  const text =
    'retry: 2000\n\nid: c:1\nevent: reflection\ndata: {"a":1}\n\n: still here\n\nid: c:2\r\ndata: x\r\ndata: y\r\n\r\n';
  const wanted = [
    { id: 'c:1', data: '{"a":1}' },
    { id: 'c:2', data: 'x\ny' },
  ];

  test('is the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const reader = new StreamReader();
        const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
        const events = edges.slice(1).flatMap((edge, at) => reader.take(text.slice(edges[at], edge)));
        expect(events).toEqual(wanted);
        expect(reader.retryMs).toBe(2000);
      }),
    );
  });

  test('an event that is not complete is not one', () => {
    const reader = new StreamReader();
    expect(reader.take('id: c:3\ndata: {"half"')).toEqual([]);
    expect(reader.take(':true}\n\n')).toEqual([{ id: 'c:3', data: '{"half":true}' }]);
  });
});
