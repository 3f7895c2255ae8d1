import { scaleOver } from './scale.js';
import { splitAt } from './split-at.js';

describe('lines over time', () => {
  const points = [1, 2, 3, 4].map((at) => ({ at }));

  test('are cut where the work was changed: a change belongs to what comes after it', () => {
    expect(splitAt(points, [2.5])).toEqual([points.slice(0, 2), points.slice(2)]);
    expect(splitAt(points, [3])).toEqual([points.slice(0, 2), points.slice(2)]);
    expect(splitAt(points, [])).toEqual([points]);
    expect(splitAt(points, [0, 9])).toEqual([points]);
  });
});

describe('a scale', () => {
  test('begins at zero, has room for all, and knows nothing of what is hidden', () => {
    const scale = scaleOver([0.064, null, undefined, 0.12]);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(0.12)).toBeLessThanOrEqual(100);
    expect(scale.ticks[0]).toBe(0);
    expect(scaleOver([null, 0.2]).ticks).toEqual(scaleOver([0.2]).ticks);
  });

  test('shows a difference below zero too', () => {
    expect(scaleOver([-0.1, 0.2]).at(-0.1)).toBeGreaterThanOrEqual(0);
  });
});
