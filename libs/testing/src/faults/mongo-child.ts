import { setTimeout as pause } from 'node:timers/promises';
import { isPlatformError } from '@evenground/contracts';
import { runProgram } from '../suites/kill-programs.js';
import type { ChildProgram } from '../suites/platform-under-test.js';
import { freezeAt, killAt } from './fault-injectors.js';
import { openMongoPlatform, type MongoPlace } from './mongo-backend.js';
import { openSamples } from '../suites/store-samples.js';

/** What a child says when another owner has gone on with what it held. */
export const FENCED = 'fenced';

/**
 * The argument of this program, as JSON: where the data lie, what to do there and where to be killed or to stand still.
 * `own` commits until it is fenced; `recover` takes over what a killed process has left, and erases nothing from everything.
 */
export type MongoProgram = MongoPlace &
  Omit<ChildProgram, 'does'> & {
    readonly does: ChildProgram['does'] | 'own' | 'recover';
    readonly freezeAt?: ChildProgram['killAt'];
  };

const RECOVERY_MS = 20_000; // many sweeps; a child that is killed in one of them does not wait so long

const { settings, log, does, ...rest } = JSON.parse(process.argv[2] ?? '{}') as MongoProgram;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const platform = await openMongoPlatform({ settings, log }, { faults: injector() });

switch (does) {
  case 'recover':
    await openSamples(platform);
    await platform.stores.eraseFromOutbox(() => 'keep');
    await pause(RECOVERY_MS);
    break;
  case 'own':
    await runProgram(platform, { ...rest, does: 'commit' }, say).catch((error: unknown) => {
      if (!isPlatformError(error) || error.code !== 'version-conflict') throw error;
      say(FENCED);
    });
    break;
  default:
    await runProgram(platform, { ...rest, does }, say);
}
await platform.close();

function injector() {
  if (rest.killAt !== undefined) return killAt(rest.killAt.point, rest.killAt.hit);
  return rest.freezeAt === undefined ? undefined : freezeAt(rest.freezeAt.point, rest.freezeAt.hit);
}
