import { isRefusal, ScalePost } from '@evenground/contracts';
import { judgeScale } from './judge-scale.js';

const post = (change: object) => judgeScale(ScalePost.parse({ scaleMin: 1, scaleMax: 5, ...change } as ScalePost));
// Five people, three items; alpha by numpy: 3/2 · (1 − (1.7 + 1.3 + 0.7)/10) = 0.945
const ROWS = [
  [2, 3, 3],
  [4, 4, 4],
  [5, 5, 4],
  [3, 4, 3],
  [2, 2, 2],
];

describe('whether items measure one thing', () => {
  it('given answers, then alpha, its interval, and how favourable they are; a missing answer leaves the scale alone', () => {
    const answer = post({ responses: [...ROWS, [null, 5, null]] });
    if (isRefusal(answer)) throw new Error(answer.refused);
    expect(answer.reliability).toMatchObject({ complete: 5, alpha: expect.closeTo(0.945, 12) });
    expect(answer).toMatchObject({ items: 3, respondents: 6, favourable: { respondents: 5 } });
    expect(answer.byItem[1]).toMatchObject({ n: 6, percent: expect.closeTo((100 * 4) / 6, 12) });
    expect(answer.reading.id).toBe('scale.reliable');
  });

  it('given an item that asks the other way round, then turning it gives what it would have been', () => {
    const turned = ROWS.map(([a, b, c]) => [a!, 6 - b!, c!]);
    expect(post({ responses: turned, reverseItems: [1] })).toEqual(post({ responses: ROWS }));
  });

  it('given two people, or everybody alike, then it is not calculable, with the reason', () => {
    expect(post({ responses: ROWS.slice(0, 2) })).toMatchObject({ reliability: { alpha: null, reason: 'too-few' } });
    const alike = post({ responses: [ROWS[0], ROWS[0], ROWS[0]] });
    expect(alike).toMatchObject({
      reliability: { alpha: null, reason: 'zero-variance' },
      reading: { id: 'scale.not-calculable' },
    });
  });

  it.each([
    ['a scale upside down', { responses: ROWS, scaleMin: 5, scaleMax: 1 }, 'scaleMax'],
    ['a row too short', { responses: [...ROWS, [1]] }, 'responses.5'],
    ['an answer outside', { responses: [[7, 1, 1]] }, 'responses'],
    ['an item there is not', { responses: ROWS, reverseItems: [3] }, 'reverseItems'],
  ])('given %s, then it is refused', (_name, change, field) => {
    expect(post(change)).toMatchObject({ refused: 'scale/invalid', field, wouldBeRight: expect.any(String) });
  });
});
