import { systemClock, systemRandom } from '@evenground/config';
import { openEmbedded } from '@evenground/embedded';
import { runProgram } from '../suites/kill-programs.js';
import type { ChildProgram } from '../suites/platform-under-test.js';
import { embeddedRound } from './embedded-round.js';
import { killAt } from './fault-injectors.js';

/** The argument of this program, as JSON: where the data lie, what to do there and where to be killed. */
export type EmbeddedProgram = Omit<ChildProgram, 'does'> & {
  readonly directory: string;
  readonly does: ChildProgram['does'] | 'round';
};

const { directory, does, ...rest } = JSON.parse(process.argv[2] ?? '{}') as EmbeddedProgram;
const faults = rest.killAt === undefined ? undefined : killAt(rest.killAt.point, rest.killAt.hit);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const options = { directory, clock: systemClock, random: systemRandom, faults };

if (does === 'round') {
  await embeddedRound(options, say);
} else {
  const platform = await openEmbedded(options);
  await runProgram(platform, { ...rest, does }, say);
  await platform.close();
}
