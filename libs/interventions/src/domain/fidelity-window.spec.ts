import type { FidelityCheck } from '@evenground/contracts';
import fc from 'fast-check';
import { packWindow, unpackWindow } from '../check-fidelity/window-packing.js';
import { WINDOW_CAPACITY, withCheck } from './fidelity-window.js';

const check = (id: string, schoolId: string, on: string, items: FidelityCheck['items'] = []): FidelityCheck => ({
  ...{ id, schoolId, on, items, interventionId: 'i', observerRole: 'equity-lead', method: 'observation' },
});

describe('the window of checks', () => {
  test('lets the oldest of the busiest school go, never the only one of another', () => {
    let window: FidelityCheck[] = [check('lonely', 's2', '2026-01-01')];
    for (let at = 0; at < WINDOW_CAPACITY + 50; at += 1) {
      window = withCheck(window, check(`b${at}`, 's1', `2026-02-${String(1 + (at % 28)).padStart(2, '0')}`));
    }
    expect(window).toHaveLength(WINDOW_CAPACITY);
    expect(window.some(({ id }) => id === 'lonely')).toBe(true);
    expect(window.toSorted((one, other) => (one.on < other.on ? -1 : 1)).map(({ on }) => on)).toEqual(
      window.map(({ on }) => on),
    );
  });

  test('holds an id once, as it was said last', () => {
    const twice = withCheck([check('a', 's1', '2026-01-02')], check('a', 's2', '2026-01-01'));
    expect(twice).toEqual([check('a', 's2', '2026-01-01')]);
  });

  test('is packed without loss, and far below the size of a document when full', () => {
    const criteria = Array.from({ length: 12 }, (_none, at) => `criterion-${at}`);
    const item = fc.record({
      criterionId: fc.constantFrom(...criteria),
      met: fc.constantFrom('yes', 'partly', 'no', 'notSeen'),
    });
    const items = fc.uniqueArray(item, { selector: ({ criterionId }) => criterionId }) as fc.Arbitrary<
      FidelityCheck['items']
    >;
    fc.assert(
      fc.property(fc.array(items, { maxLength: 20 }), (all) => {
        const checks = all.map((each, at) => check(`c${at}`, 's1', '2026-01-01', each));
        expect(unpackWindow(packWindow(checks))).toEqual(checks);
      }),
    );
    const full = criteria.map((criterionId) => ({ criterionId, met: 'notSeen' as const }));
    const checks = Array.from({ length: WINDOW_CAPACITY }, (_none, at) =>
      check(`${at}`.padStart(36, '0'), 'school-00001', '2026-01-01', full),
    );
    expect(JSON.stringify(packWindow(checks)).length).toBeLessThan(180_000);
  });
});
