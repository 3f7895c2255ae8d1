import { streamId, type LogEvent } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import type { ChildProgram, OpenPlatform } from './platform-under-test.js';
import {
  RECORDS,
  REFERENCE,
  count,
  firstOccurrences,
  perStream,
  replayed,
  run,
  sequenced,
} from './sequenced-events.js';
import { SAMPLES, TOPIC, begun, openSamples, put } from './store-samples.js';
import { until } from './until.js';

const GROUP = 'ingestion.killed';
const INCOMING = { topic: REFERENCE, stream: 'd' };
const STREAMS = ['even', 'odd'];

/**
 * What a process that will be killed does, step after step, going on where the one before was cut off. It says the number
 * of a step only when the step was acknowledged.
 */
export async function runProgram(
  platform: OpenPlatform,
  program: ChildProgram,
  say: (line: string) => void,
): Promise<void> {
  const store = await openSamples(platform);
  const done = program.does === 'commit' ? await committed(store) : await appended(platform);
  for (let step = done + 1; step <= done + (program.steps ?? Infinity); step += 1) {
    await (program.does === 'commit' ? commitStep(store, step) : appendStep(platform, step));
    say(String(step));
  }
}

/** The last step that the data hold, which must be whole: acknowledged or the one after. */
export async function wholeSteps(platform: OpenPlatform, does: ChildProgram['does']): Promise<number> {
  return does === 'commit' ? wholeCommits(platform) : wholeAppends(platform);
}

async function commitStep(store: DocumentStore, step: number): Promise<void> {
  await store.commit({
    writes: [
      put('left', { value: step, day: step }),
      put('right', { value: step, day: step }),
      put(`step ${step}`, {}, 0),
    ],
    publish: STREAMS.map((stream) => begun(stream, `step ${step}`)),
    handled: [{ group: GROUP, ...INCOMING, expected: step - 1, sequence: step }],
  });
}

async function appendStep({ log }: OpenPlatform, step: number): Promise<void> {
  await log.append([...run('a', step * 2 - 1, step * 2), sequenced('b', step)]);
}

async function committed(store: DocumentStore): Promise<number> {
  return Number((await store.load(SAMPLES, ['left']))[0]?.body.value ?? 0);
}

/** Where a cut-off append left its streams: a prefix of each may be there, and appending again is allowed. */
async function appended({ log }: OpenPlatform): Promise<number> {
  const { a = [], b = [] } = perStream((await replayed(log, RECORDS)).map(({ event }) => event));
  return Math.min(Math.floor(Math.max(0, ...a) / 2), Math.max(0, ...b));
}

async function wholeCommits(platform: OpenPlatform): Promise<number> {
  const store = await openSamples(platform);
  const step = await committed(store);
  const streams = STREAMS.map((stream) => ({ topic: TOPIC, stream }));
  const [left, right, last, next] = await store.load(SAMPLES, ['left', 'right', `step ${step}`, `step ${step + 1}`]);
  const logged = await loggedThrough(platform, step);
  const found = {
    documents: [left?.version ?? 0, right?.version ?? 0, Number(right?.body.value ?? 0)],
    indexed: (await store.find(SAMPLES, 'by-day', { equals: [step] }, { limit: 10 })).items.map(({ id }) => id),
    steps: [last?.version ?? 0, next?.version ?? 0],
    heads: [...(await store.heads(streams)).values()],
    logged,
    handled: (await store.handled(GROUP, [INCOMING])).get(streamId(INCOMING)),
  };
  const isAny = step > 0;
  expect(found).toEqual({
    documents: [step, step, step],
    indexed: isAny ? ['left', 'right'] : [],
    steps: [isAny ? 1 : 0, 0],
    heads: [step, step],
    logged: isAny ? { even: count(step), odd: count(step) } : {},
    handled: step,
  });
  return step;
}

/** What the log holds of the commits' streams, each event once, when everything committed has had the time to reach it. */
async function loggedThrough(
  platform: OpenPlatform,
  step: number,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const read = async (): Promise<readonly LogEvent[]> =>
    (await replayed(platform.log, TOPIC)).map(({ event }) => event);
  if (platform.bringsLater !== true) return perStream(await read());
  const once = async () => perStream(firstOccurrences(await read()));
  await until('the events reached the log', async () => {
    const streams = await once();
    return STREAMS.every((stream) => (streams[stream]?.length ?? 0) >= step);
  });
  return once();
}

async function wholeAppends(platform: OpenPlatform): Promise<number> {
  const streams = perStream((await replayed(platform.log, RECORDS)).map(({ event }) => event));
  for (const sequences of Object.values(streams)) {
    const known = [...new Set(sequences)];
    expect(known).toEqual(count(known.length));
  }
  return appended(platform);
}
