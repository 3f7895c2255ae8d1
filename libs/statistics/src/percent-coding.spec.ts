import fc from 'fast-check';
import { percentCoding } from './percent-coding.js';

describe('percentCoding', () => {
  it.each([
    [3, 9, '*', 'suppressed'],
    [0, 12, '<=20%', 'bottom_coded'],
    [7, 10, '70-79%', 'range'],
    [4, 19, '21-29%', 'range'],
    [35, 39, '>=90%', 'top_coded'],
    [6, 90, '6-9%', 'range'],
    [48, 96, '50-54%', 'range'],
    [5, 200, '3%', 'whole_percent'],
    [1, 1000, '<=1%', 'bottom_coded'],
    [40, 40, '>=90%', 'top_coded'],
  ])('shows %i of %i as %s', (events, n, display, kind) => {
    expect(percentCoding({ events, n })).toEqual({ display, kind });
  });

  it('uses the first rung below the ladder and shows nothing about nobody', () => {
    expect(percentCoding({ events: 4, n: 6, minN: 5 })).toEqual({ display: '60-69%', kind: 'range' });
    expect(percentCoding({ events: 0, n: 0, minN: 0 }).kind).toBe('suppressed');
  });

  it('clips ranges to the tails of a ladder of its own', () => {
    const ladder = [{ fromN: 10, tail: 15, band: 10 }];
    expect(percentCoding({ events: 83, n: 100, ladder }).display).toBe('80-84%');
    expect(percentCoding({ events: 17, n: 100, ladder }).display).toBe('16-19%');
  });

  it('never tells the percent of a group of 100 or fewer closer than four points', () => {
    const counts = fc
      .integer({ min: 10, max: 100 })
      .chain((n) => fc.integer({ min: 0, max: n }).map((events) => ({ events, n })));
    fc.assert(
      fc.property(counts, ({ events, n }) => {
        const { display } = percentCoding({ events, n });
        const [low, high] = limitsOf(display);
        const whole = Math.floor((200 * events + n) / (2 * n));
        expect(whole).toBeGreaterThanOrEqual(low);
        expect(whole).toBeLessThanOrEqual(high);
        expect(high - low).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

function limitsOf(display: string): [number, number] {
  const [first = 0, second = 0] = display.match(/\d+/g)?.map(Number) ?? [];
  if (display.startsWith('<=')) return [0, first];
  if (display.startsWith('>=')) return [first, 100];
  return [first, second];
}
