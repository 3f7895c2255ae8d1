import { createHash } from 'node:crypto';
import type { Deployment } from '../deployment/deployment.js';
import { until } from '../deployment/api-client.js';
import { canonicalAnswers, canonicalExports } from './compare-exports.js';
import { ScenarioRun } from './scenario-run.js';
import { liveThroughYear } from './year-of-life.js';

/** What a deployment answers in the end, as lines that must be the same on every other one, and their hashes. */
export interface Parity {
  readonly answers: readonly string[];
  readonly exports: readonly string[];
  /** SHA-256 of answers and of exports, hex. */
  readonly hashes: { readonly answers: string; readonly exports: string };
}

/** A year of a district with two cycles, compared with the oracle on the way; the same on every deployment. */
export async function parityOf(deployment: Deployment): Promise<Parity> {
  const run = await ScenarioRun.start(deployment);
  try {
    await liveThroughYear(run);
    await run.expectEqual();
    const { api, journal } = run.actor;
    const read = async () => [await canonicalAnswers(api, journal), await canonicalExports(api, journal)] as const;
    let [answers, exports] = await read();
    // Copies may be a moment apart: what is compared is what they say when nothing moves any more.
    await until(
      async () => {
        const [earlierAnswers, earlierExports] = [answers, exports];
        [answers, exports] = await read();
        return hashOf([...answers, ...exports]) === hashOf([...earlierAnswers, ...earlierExports]);
      },
      (isSame) => isSame,
      'answers stay the same',
      60_000,
    );
    return { answers, exports, hashes: { answers: hashOf(answers), exports: hashOf(exports) } };
  } finally {
    await run.end();
  }
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
