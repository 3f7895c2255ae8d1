import { type CrashPoint, EMBEDDED_CRASH_POINTS } from '@evenground/embedded';
import { crashRounds } from '@evenground/testing';

/** Every instant of a commit and of a delivery, the first time that it is reached after the upload began. */
const POINTS = EMBEDDED_CRASH_POINTS.filter((point) => /^(?:commit|work)\//.test(point));

describe('killed at the worst instants of an upload, nothing is lost, doubled or different', () => {
  it(`each of ${POINTS.length} crash points`, async () => {
    const rounds = await crashRounds(POINTS.map((point: CrashPoint) => ({ point, hit: 1 })));
    const wrong = rounds.filter((round) => round.differences.length > 0);
    expect(wrong.map(({ point, hit, differences }) => ({ point, hit, difference: differences[0] }))).toEqual([]);
    expect(new Set(rounds.filter(({ hasDied }) => hasDied).map(({ point }) => point))).toEqual(new Set(POINTS));
    expect(rounds.every(({ hasDied }) => hasDied)).toBe(true);
    expect(Math.max(...rounds.map(({ readyMs }) => readyMs))).toBeLessThan(10_000);
  }, 300_000);
});
