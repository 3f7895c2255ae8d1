import { differences } from './vector-differences.js';

const tolerance = { abs: 1e-10, rel: 1e-8 };
const paths = (got: unknown, want: unknown) => differences(got, want, tolerance).map(({ path }) => path);

describe('differences', () => {
  it('accepts numbers within the tolerance and nothing else', () => {
    expect(paths({ a: 1 + 0.9e-8 }, { a: 1 })).toEqual([]);
    expect(paths({ a: 1 + 1.2e-8 }, { a: 1 })).toEqual(['a']);
    expect(paths({ a: 0.9e-10 }, { a: 0 })).toEqual([]);
  });

  it('takes null, booleans and strings exactly', () => {
    expect(paths({ a: null, b: 'x', c: true }, { a: 0, b: 'y', c: false })).toEqual(['a', 'b', 'c']);
    expect(paths({ a: null, b: 'x', c: true }, { a: null, b: 'x', c: true })).toEqual([]);
    expect(paths({ a: 1 }, { a: '1' })).toEqual(['a']);
  });

  it('never accepts NaN, infinity or negative zero', () => {
    expect(paths([NaN, Infinity, -0], [0, 1, 0])).toEqual(['[0]', '[1]', '[2]']);
  });

  it('finds missing and extra fields and lists of another length', () => {
    expect(paths({ a: 1, c: 3 }, { a: 1, b: 2 })).toEqual(['b', 'c']);
    expect(paths({ a: [1, 2] }, { a: [1] })).toEqual(['a']);
    expect(paths({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toEqual(['a[0].b']);
    expect(paths({ a: undefined }, {})).toEqual(['a']);
  });
});
