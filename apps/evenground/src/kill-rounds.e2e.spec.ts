import { embeddedDeployment, killRounds } from '@evenground/testing';

/** Ten rounds here; `npm run kill-rounds -- 200` is the long form. */
const ROUNDS = 10;
const SEEDS = [20_261_124];

describe('killed at any instant, nothing is lost, doubled or different', () => {
  it.each(SEEDS)(
    'seed %i',
    async (seed) => {
      const run = await killRounds(embeddedDeployment, { rounds: ROUNDS, seed });
      expect(run.rounds.flatMap((round) => round.differences).slice(0, 5)).toEqual([]);
      expect(run.hurting).toBeGreaterThanOrEqual(ROUNDS);
      expect(Math.max(...run.rounds.map((round) => round.mendedMs))).toBeLessThan(10_000);
    },
    600_000,
  );
});
