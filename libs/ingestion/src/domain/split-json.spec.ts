import fc from 'fast-check';
import { isUnreadable, type RawRow } from './raw-row.js';
import { JsonBroken, JsonSplitter } from './split-json.js';

function split(text: string, size = text.length || 1): readonly RawRow[] {
  const splitter = new JsonSplitter();
  const rows: RawRow[] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...splitter.push(text.slice(at, at + size)));
  return [...rows, ...splitter.end()];
}

const flat = fc.dictionary(
  fc.string({ minLength: 1 }),
  fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer()),
  { minKeys: 1, maxKeys: 5 },
);

describe('splitting JSON', () => {
  it('gives the elements of an array and of lines alike, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        fc.array(flat, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(undefined, 2),
        (records, size, indent) => {
          const asArray = split(JSON.stringify(records, null, indent), size);
          const asLines = split(records.map((record) => JSON.stringify(record)).join('\n'), size);
          expect(asArray).toEqual(asLines);
          expect(asArray.map((row) => (isUnreadable(row) ? row.refusal : row.names))).toEqual(
            records.map((record) => Object.keys(JSON.parse(JSON.stringify(record)) as object)),
          );
        },
      ),
    );
  });

  it.each([
    ['a nested value', '[{"a":{"b":1}}]', 'row/not-flat'],
    ['a depth without end', `[{"a":${'['.repeat(100)}${']'.repeat(100)}}]`, 'row/too-deep'],
    ['a broken element', '[{"a":1,}]', 'row/not-json'],
    ['a number beyond numbers', '[{"a":1e400}]', 'row/not-flat'],
  ])('explains %s', (_name, text, code) => {
    expect(split(text)).toMatchObject([{ line: 1, refusal: { code } }]);
  });

  it('leaves prototypes alone', () => {
    const [row] = split('[{"__proto__":"x","constructor":"y","a":1}]');
    expect(row).toMatchObject({ names: ['__proto__', 'constructor', 'a'], cells: ['x', 'y', '1'] });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each(['[{"a":1}', '{"a":', '[1,2]', '[{"a":1}] x', `[{"a":"${'x'.repeat(1_100_000)}`])(
    'breaks off at %#, naming the element',
    (text) => {
      expect(() => split(text)).toThrow(JsonBroken);
    },
  );
});
