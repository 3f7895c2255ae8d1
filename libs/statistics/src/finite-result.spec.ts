import { finiteResult } from './finite-result.js';
import { InvalidParameter } from './invalid-input.js';

describe('finiteResult', () => {
  it('turns negative zeros into zeros, however deep', () => {
    const result = finiteResult({ a: -0, b: [-0, { c: -0 }], d: null, e: 'x' });
    expect(result).toStrictEqual({ a: 0, b: [0, { c: 0 }], d: null, e: 'x' });
  });

  it.each([NaN, Infinity, -Infinity])('refuses %p', (value) => {
    expect(() => finiteResult({ deep: [value] })).toThrow(InvalidParameter);
  });
});
