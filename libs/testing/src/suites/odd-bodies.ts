import fc from 'fast-check';

/** Text as people never type it but machines send it: control characters, half characters, other planes, our own tags. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', '\0', '\ud800', '\udfff\ud800', '\u2028\n\r"\\', '$bigint', '$', '{"$bigint":"1"}', '\u{10ffff}'),
);

/** Text that may be an id or an indexed value: without NUL and half characters. */
export const anyId = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((id) => !id.includes('\0'));

const anyValue: fc.Arbitrary<unknown> = fc.letrec((again) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    oddText,
    fc.array(again('value'), { maxLength: 4 }),
    fc.dictionary(oddText, again('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Any body that a document of the samples can have. */
export const anyBody = fc.record(
  { school: fc.oneof(anyId, fc.integer(), fc.constant(null)), day: fc.oneof(anyId, fc.integer()), value: anyValue },
  { requiredKeys: [] },
);
