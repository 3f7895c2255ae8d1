import { favourable } from './favourable.js';
import { InvalidParameter } from './invalid-input.js';

const fivePoint = { favourableCodes: [4, 5], scaleMin: 1, scaleMax: 5 };

describe('favourable', () => {
  it('counts answers, not people', () => {
    // by hand: 4 5 3 | 2 4 4 | 5 5 5: seven of nine; means 4, 10/3, 5
    const result = favourable({
      responses: [
        [4, 5, 3],
        [2, 4, 4],
        [5, 5, 5],
      ],
      ...fivePoint,
    });
    expect(result.respondentsUsed).toBe(3);
    expect(result.favourablePct).toBeCloseTo(700 / 9, 10);
    expect(result.meanScaleScore).toBeCloseTo((4 + 10 / 3 + 5) / 3, 12);
  });

  it('leaves out people with too few answers', () => {
    const result = favourable({
      responses: [
        [4, null, null],
        [2, 4, null],
        [null, null, null],
      ],
      ...fivePoint,
    });
    expect(result).toEqual({ respondentsUsed: 1, favourablePct: 50, meanScaleScore: 3 });
  });

  it('asks for three of five items at a share of 0.6', () => {
    const responses = [
      [4, 4, 4, null, null],
      [4, 4, null, null, null],
    ];
    expect(favourable({ responses, ...fivePoint, minItemShare: 0.6 }).respondentsUsed).toBe(1);
  });

  it('turns reverse items first', () => {
    expect(favourable({ responses: [[1, 1]], ...fivePoint, reverseItems: [0] })).toMatchObject({
      favourablePct: 50,
      meanScaleScore: 3,
    });
  });

  it('has nothing to say about nobody', () => {
    expect(favourable({ responses: [[null]], ...fivePoint, minItemShare: 0 })).toEqual({
      respondentsUsed: 0,
      favourablePct: null,
      meanScaleScore: null,
    });
  });

  it('refuses an answer outside the scale', () => {
    expect(() => favourable({ responses: [[6]], ...fivePoint })).toThrow(InvalidParameter);
  });
});
