import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaSettings, systemClock, systemRandom } from '@evenground/config';
import { openEmbedded } from '@evenground/embedded';
import { ConsumerLoop } from '@evenground/event-log';
import { openKafkaEventLog } from '@evenground/event-log-kafka';
import { runProgram } from '../suites/kill-programs.js';
import type { ChildProgram } from '../suites/platform-under-test.js';
import { applying, openApplied } from './applied-events.js';
import { killAt } from './fault-injectors.js';
import { SUITE_TOPICS } from './kafka-backend.js';

/**
 * The argument of this program, as JSON: where the log and the documents lie, what to do there and where to be killed.
 * `apply` is a member of a group, until nothing is left for it.
 */
export type KafkaProgram = Omit<ChildProgram, 'does'> & {
  readonly does: ChildProgram['does'] | 'apply';
  readonly settings: KafkaSettings;
  readonly directory: string;
  /** Absent: what the product has. */
  readonly sessionMs?: number;
};

const LOOK_EVERY_MS = 100;

const { settings, directory, does, sessionMs, ...rest } = JSON.parse(process.argv[2] ?? '{}') as KafkaProgram;
const faults = rest.killAt === undefined ? undefined : killAt(rest.killAt.point, rest.killAt.hit);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { stores, close } = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
const log = await openKafkaEventLog({
  ...{ settings, topics: SUITE_TOPICS, instance: 'child', clock: systemClock, random: systemRandom, faults },
  times: { idleFetchMs: 100, ...(sessionMs !== undefined && { sessionMs }) },
});

if (does === 'apply') {
  const store = await openApplied(stores);
  const loop = new ConsumerLoop(applying(store), { log, store, clock: systemClock, random: systemRandom });
  await loop.start();
  while ((await loop.lag()) > 0) await pause(LOOK_EVERY_MS);
  await loop.close();
} else {
  await runProgram({ log, stores, close }, { ...rest, does }, say);
}
await log.close();
await close();
