import { EACH_SERVICE_KILLED, type FaultRound, clusterDeployment, faultRounds, verdictOf } from '@evenground/testing';

/** Each service dies twice here; `npm run cluster-rounds -- 40` has every fault, on three of everything. */
const ROUNDS = 2;
const SEED = 20_261_128;
/** Well before the session of a killed member is over, for which nobody may wait; 7 to 12 s alone on two cores. */
const READY_WITHIN_MS = 20_000;

describe('five services on Kafka and MongoDB, each killed under load', () => {
  it(`seed ${SEED}: nothing is lost, doubled or different, and each is ready again soon`, async () => {
    const rounds: FaultRound[] = await faultRounds(clusterDeployment(1), {
      ...{ rounds: ROUNDS, seed: SEED, faults: [EACH_SERVICE_KILLED], withCycle: true, untilHurt: true },
    });
    const harmed = rounds.flatMap(({ seed, differences, reflection }) => {
      const verdict = verdictOf(differences);
      const isEqual = Object.values({ ...verdict, reflection: reflection.length }).every((count) => count === 0);
      return isEqual ? [] : [{ seed, verdict, differences: differences.slice(0, 5), reflection }];
    });
    expect(harmed).toEqual([]);
    expect(rounds.filter(({ hurt }) => hurt)).toHaveLength(ROUNDS);
    expect(Math.max(...rounds.map(({ readyMs }) => readyMs))).toBeLessThan(READY_WITHIN_MS);
  }, 600_000);
});
