import { differencing } from './differencing.js';
import { InvalidCounts } from './invalid-input.js';

const total = (n: number, events: number) => ({ n, events });

describe('differencing', () => {
  it.each([
    [total(100, 40), total(80, 30), false, null],
    [total(100, 40), total(96, 38), true, null],
    [total(100, 40), total(80, 40), true, null],
    [total(100, 40), total(80, 20), true, null],
    [total(100, 40), total(100, 40), false, null],
    [total(80, 30), total(100, 40), false, 'not_nested'],
    [total(100, 30), total(80, 40), false, 'not_nested'],
  ])('judges %j less %j', (big, small, unsafe, flag) => {
    expect(differencing({ big, small, minN: 10 })).toMatchObject({ unsafe, flag });
  });

  it('gives the rate of the implied group', () => {
    expect(differencing({ big: total(100, 40), small: total(80, 30), minN: 10 })).toMatchObject({
      impliedN: 20,
      impliedEvents: 10,
      impliedRate: 0.5,
    });
  });

  it('refuses more events than people', () => {
    expect(() => differencing({ big: total(1, 2), small: total(1, 1), minN: 10 })).toThrow(InvalidCounts);
  });
});
