import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillKeep, type KnownServices } from '@evenground/archive';
import { instant } from '@evenground/config';
import { streamId } from '@evenground/contracts';
import { collection, type DocumentStore } from '@evenground/document-store';
import {
  DATABASE_FILE,
  openEmbedded,
  openEmbeddedKeep,
  type EmbeddedOptions,
  type EmbeddedPlatform,
} from '@evenground/embedded';
import { runProgram, wholeSteps } from '../suites/kill-programs.js';
import { REFERENCE, TOUCHED, perStream, replayed, run } from '../suites/sequenced-events.js';
import { OTHERS, SAMPLES, SERVICE } from '../suites/store-samples.js';

/** What a round says when it was acknowledged; `1`, `2`, … are its commits. */
export const ROUND_STAGES = ['appended', 'worked', 'removed', 'erased', 'backed up', 'moved', 'closed'] as const;

const COPIES = collection<{ last: number }>('copies', { 'by-last': ['last'] });
const KEPT: KnownServices = [
  { service: SERVICE, collections: [SAMPLES, OTHERS] },
  { service: 'reporting', collections: [COPIES] },
  { service: 'diagnostics', collections: [] },
];
const GROUP = 'reporting.round';
const STREAM = { topic: REFERENCE, stream: 'd' };
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const SECRET = 'only-in-this-test';
const EVENTS_PER_ROUND = 3;

/** Does one of each thing that the embedded platform can do, so that every crash point is reached. */
export async function embeddedRound(options: EmbeddedOptions, say: (line: string) => void): Promise<void> {
  const platform = await openEmbedded(options);
  try {
    await runProgram(platform, { does: 'commit', steps: 2 }, say);
    const store = await platform.stores.open('reporting', [COPIES]);
    const last = await newest(platform);
    const data = { says: SECRET };
    await platform.log.append(
      run(STREAM.stream, last + 1, last + EVENTS_PER_ROUND, { topic: REFERENCE, data, time: instant(options.clock) }),
    );
    say('appended');
    await copyAll(platform, store, last + EVENTS_PER_ROUND);
    say('worked');
    await platform.log.append(run('old', 1, EVENTS_PER_ROUND, { topic: TOUCHED, time: LONG_AGO }));
    await platform.log.enforceRetention(options.clock.nowMs());
    say('removed');
    await platform.eraseFromLog((event) => (holdsSecret(event.data) ? { ...event, data: { says: 'erased' } } : 'keep'));
    say('erased');
    const backup = backupOf(options.directory);
    rmSync(backup, { recursive: true, force: true });
    await platform.backup(backup);
    say('backed up');
    await moveTo(movedTo(options.directory), options);
    say('moved');
  } finally {
    await platform.close();
  }
  say('closed');
}

/** What must hold whatever instant a round was cut off at, given what it had said. */
export async function expectWholeRound(options: EmbeddedOptions, said: readonly string[]): Promise<void> {
  const { faults: _, ...sound } = options;
  if (said.includes('erased')) expect(filesWith(SECRET, options.directory)).toEqual([]);
  const platform = await openEmbedded(sound);
  try {
    await platform.log.verify();
    const steps = await wholeSteps(platform, 'commit');
    expect(steps).toBeGreaterThanOrEqual(Number(said.filter((line) => /^\d+$/.test(line)).at(-1) ?? 0));
    const reference =
      perStream((await replayed(platform.log, REFERENCE)).map(({ event }) => event))[STREAM.stream] ?? [];
    expect(reference).toEqual(reference.map((_sequence, at) => at + 1));
    const copied = await lastCopied(await platform.stores.open('reporting', [COPIES]));
    if (said.includes('worked')) expect(copied).toBe(reference.length);
    const old = (await replayed(platform.log, TOUCHED)).length;
    expect([0, EVENTS_PER_ROUND]).toContain(old);
    if (said.includes('removed')) expect(old).toBe(0);
  } finally {
    await platform.close();
  }
  await expectWholeBackup(sound, said);
  await expectWholeMove(sound, said);
}

/** Carries everything into another directory; what a former round has brought there whole is removed, a half is not. */
async function moveTo(directory: string, { directory: source, faults }: EmbeddedOptions): Promise<void> {
  if (existsSync(join(directory, DATABASE_FILE))) rmSync(directory, { recursive: true });
  const from = openEmbeddedKeep({ directory: source, whileInUse: true });
  const to = openEmbeddedKeep({ directory, whileInUse: false, faults });
  try {
    await fillKeep({ keep: to, services: KEPT, items: (await from.cut()).items() });
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/** A consumer as it must be: it drops what it has handled and records the sequence in the commit that it makes. */
async function copyAll(platform: EmbeddedPlatform, store: DocumentStore, until: number): Promise<void> {
  let failed: (error: unknown) => void = () => undefined;
  let done: () => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => {
    failed = reject;
    done = resolve;
  });
  const consumption = await platform.log.work({
    group: GROUP,
    topics: [REFERENCE],
    onFault: (error) => failed(error),
    handle: async (events) => {
      const handled = await lastCopied(store);
      const last = Math.max(handled, ...events.map(({ envelope }) => envelope.sequence));
      if (last > handled) {
        await store.commit({
          writes: [{ collection: COPIES, id: STREAM.stream, expected: 'any', body: { last } }],
          handled: [{ group: GROUP, ...STREAM, expected: handled, sequence: last }],
        });
      }
      if (last === until) done();
    },
  });
  await finished;
  await consumption.close();
}

/** The consumer's document and its mark, which must agree. */
async function lastCopied(store: DocumentStore): Promise<number> {
  const [copy] = await store.load(COPIES, [STREAM.stream]);
  const handled = (await store.handled(GROUP, [STREAM])).get(streamId(STREAM)) ?? 0;
  if ((copy?.body.last ?? 0) !== handled) throw new Error(`the copy is at ${copy?.body.last}, its mark at ${handled}`);
  return handled;
}

async function expectWholeBackup(options: EmbeddedOptions, said: readonly string[]): Promise<void> {
  const directory = backupOf(options.directory);
  const isThere = existsSync(join(directory, DATABASE_FILE));
  if (said.includes('backed up')) expect(isThere).toBe(true);
  if (!isThere) return;
  const copy = await openEmbedded({ ...options, directory });
  try {
    await copy.log.verify();
    await wholeSteps(copy, 'commit');
  } finally {
    await copy.close();
  }
}

/** A place that was filled half is refused, a whole one can be used. */
async function expectWholeMove(options: EmbeddedOptions, said: readonly string[]): Promise<void> {
  const directory = movedTo(options.directory);
  const isThere = existsSync(join(directory, DATABASE_FILE));
  if (said.includes('moved')) expect(isThere).toBe(true);
  if (!existsSync(directory)) return;
  const opening = openEmbedded({ ...options, directory });
  if (!isThere) return expect(opening).rejects.toMatchObject({ code: 'configuration-invalid' });
  const moved = await opening;
  try {
    await moved.log.verify();
    await wholeSteps(moved, 'commit');
  } finally {
    await moved.close();
  }
}

async function newest({ log }: EmbeddedPlatform): Promise<number> {
  return (await replayed(log, REFERENCE)).at(-1)?.event.envelope.sequence ?? 0;
}

function holdsSecret(data: unknown): boolean {
  return JSON.stringify(data).includes(SECRET);
}

function filesWith(text: string, directory: string): readonly string[] {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => name).filter((name) => readFileSync(join(directory, name)).includes(text));
}

function movedTo(directory: string): string {
  return join(directory, 'moved');
}

function backupOf(directory: string): string {
  return join(directory, 'backup');
}
