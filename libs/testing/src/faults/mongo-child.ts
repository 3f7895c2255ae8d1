import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from '../suites/kill-programs.js';
import type { ChildProgram } from '../suites/platform-under-test.js';
import { killAt } from './fault-injectors.js';
import { openMongoPlatform, type MongoPlace } from './mongo-backend.js';
import { openSamples } from '../suites/store-samples.js';

/**
 * The argument of this program, as JSON: where the data lie, what to do there and where to be killed. `recover` takes over
 * what a killed process has left, and erases nothing from everything.
 */
export type MongoProgram = MongoPlace &
  Omit<ChildProgram, 'does'> & { readonly does: ChildProgram['does'] | 'recover' };

const RECOVERY_MS = 20_000; // many sweeps; a child that is killed in one of them does not wait so long

const { settings, log, does, ...rest } = JSON.parse(process.argv[2] ?? '{}') as MongoProgram;
const faults = rest.killAt === undefined ? undefined : killAt(rest.killAt.point, rest.killAt.hit);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const platform = await openMongoPlatform({ settings, log }, { faults });

if (does === 'recover') {
  await openSamples(platform);
  await platform.stores.eraseFromOutbox(() => 'keep');
  await pause(RECOVERY_MS);
} else {
  await runProgram(platform, { ...rest, does }, say);
}
await platform.close();
