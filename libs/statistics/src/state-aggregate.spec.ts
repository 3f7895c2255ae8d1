import { stateAggregate } from './state-aggregate.js';

const district = (n: number, events: number, suppressed: boolean) => ({ n, events, suppressed });

describe('stateAggregate', () => {
  it.each([
    ['nothing is hidden', [district(100, 20, false)], true],
    ['one hidden district is the difference', [district(100, 20, false), district(80, 3, true)], false],
    [
      'two hidden are enough people together',
      [district(100, 20, false), district(8, 3, true), district(7, 2, true)],
      true,
    ],
    ['two hidden are too few together', [district(4, 1, true), district(3, 1, true)], false],
    ['nobody hidden has the outcome', [district(40, 0, true), district(30, 0, true)], false],
    ['everybody hidden has the outcome', [district(40, 40, true), district(30, 30, true)], false],
  ])('when %s', (_, districts, safe) => {
    expect(stateAggregate({ districts, minN: 10 }).publishStateSafe).toBe(safe);
  });

  it('takes the total from the true counts, not from what is shown', () => {
    const result = stateAggregate({ districts: [district(100, 20, false), district(50, 40, true)], minN: 10 });
    expect(result).toMatchObject({
      trueEvents: 60,
      trueN: 150,
      trueRate: 0.4,
      sumOfPublishedRate: 0.2,
      hiddenDistricts: 1,
    });
  });

  it('has no rate of nobody', () => {
    expect(stateAggregate({ districts: [], minN: 10 })).toMatchObject({ trueRate: null, sumOfPublishedRate: null });
  });
});
