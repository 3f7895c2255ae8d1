import { z } from 'zod';
import { tolerantParse } from './tolerant-parse.js';

const Row = z.strictObject({
  key: z.string(),
  value: z.union([z.strictObject({ rate: z.number() }), z.strictObject({ mean: z.number() })]),
});
const Block = z.strictObject({
  rows: z.array(Row),
  sum: z
    .string()
    .transform((text) => BigInt(text))
    .optional(),
});

describe('tolerantParse', () => {
  it('keeps fields that it does not know, at every depth and within unions', () => {
    const data = {
      rows: [
        { key: 'a', value: { mean: 2, unit: 'days' }, line: 7 },
        { key: 'b', value: { rate: 0.5 } },
      ],
      source: { system: 'sis' },
    };
    const before = structuredClone(data);
    expect(tolerantParse(Block, data)).toEqual({ data });
    expect(data).toEqual(before);
  });

  it('still gives what the schema makes of the fields that it knows', () => {
    expect(tolerantParse(Block, { rows: [], sum: '18446744073709551616', extra: 1 })).toEqual({
      data: { rows: [], sum: 2n ** 64n, extra: 1 },
    });
  });

  it('an unknown field does not excuse a wrong one', () => {
    const result = tolerantParse(Block, { rows: [{ key: 7, value: { rate: 1 } }], extra: 1 });
    expect(result).toEqual({
      issues: expect.arrayContaining([expect.objectContaining({ code: 'invalid_type', path: ['rows', 0, 'key'] })]),
    });
  });

  it('is not led to write to the prototype', () => {
    const data: unknown = JSON.parse('{"rows": [], "__proto__": {"polluted": true}}');
    const result = tolerantParse(Block, data);
    expect('data' in result || 'issues' in result).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    if ('data' in result) expect(Object.getPrototypeOf(result.data)).toBe(Object.prototype);
  });
});
