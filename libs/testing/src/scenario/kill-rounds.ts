import type { Deployment } from '../deployment/deployment.js';
import { type Fault, type FaultRound, faultRounds } from './fault-rounds.js';

export interface KillRun {
  readonly rounds: readonly FaultRound[];
  readonly hurting: number;
}

/** The whole product dies at once, and is started again on its data. */
export const WHOLE_KILLED: Fault = {
  name: 'kill -9 of the whole product',
  inflict: async ({ product, startAgain }) => {
    await product.kill();
    return startAgain;
  },
};

/**
 * Kills the whole product again and again while files come in. The run goes on until `rounds` rounds really hurt (at
 * most three times as many are tried).
 */
export async function killRounds(
  deployment: Deployment,
  options: { rounds: number; seed: number; onRound?: (round: FaultRound) => void },
): Promise<KillRun> {
  const rounds = await faultRounds(deployment, { ...options, faults: [WHOLE_KILLED], untilHurt: true });
  return { rounds, hurting: rounds.filter(({ hurt }) => hurt).length };
}
