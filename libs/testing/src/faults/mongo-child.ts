import { runProgram } from '../suites/kill-programs.js';
import type { ChildProgram } from '../suites/platform-under-test.js';
import { killAt } from './fault-injectors.js';
import { openMongoPlatform, type MongoPlace } from './mongo-backend.js';

/** The argument of this program, as JSON: where the data lie, what to do there and where to be killed. */
export type MongoProgram = Omit<ChildProgram, 'does'> & MongoPlace & Pick<ChildProgram, 'does'>;

const { settings, directory, does, ...rest } = JSON.parse(process.argv[2] ?? '{}') as MongoProgram;
const faults = rest.killAt === undefined ? undefined : killAt(rest.killAt.point, rest.killAt.hit);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const platform = await openMongoPlatform({ settings, directory }, { faults });

await runProgram(platform, { ...rest, does }, say);
await platform.close();
