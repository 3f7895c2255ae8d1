import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentStore } from '@evenground/document-store';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { Cluster, ClusterProcess } from '../../../../tools/cluster/start-cluster.mjs';
import { replayed } from '../suites/sequenced-events.js';
import { SAMPLES, TOPIC, begun, openSamples, put } from '../suites/store-samples.js';
import { until } from '../suites/until.js';
import { mongoBackend } from './mongo-backend.js';
import { whileWriting } from './while-writing.js';

const WRITERS = 4;
const LOADED_AT_ONCE = 500;
const LONGEST_DOWN_MS = 9_000;
const FROZEN_MS = 30_000;
const PATIENT = { patienceMs: 120_000, everyMs: 100 };

/** What is done to the primary. */
export const PRIMARY_HARMS = ['kill', 'step-down', 'freeze'] as const;
export type PrimaryHarm = (typeof PRIMARY_HARMS)[number];

export interface PrimaryKillOptions {
  /** With three mongods. */
  readonly cluster: Cluster;
  readonly rounds: number;
  readonly seed: number;
  /** Each round has one of them, in turn. */
  readonly harms: readonly PrimaryHarm[];
  readonly onRound?: (round: PrimaryKillRound) => void;
}

export interface PrimaryKillRound {
  readonly round: number;
  readonly harm: PrimaryHarm;
  readonly harmedPort: number;
  /** Commits that were under way at the harm. */
  readonly underWay: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly longestMs: number;
}

export interface PrimaryKillRun {
  readonly rounds: readonly PrimaryKillRound[];
  readonly acknowledged: number;
  /** Acknowledged commits of which the documents or the log lack something. */
  readonly absent: readonly string[];
  /** Commits that the log has under two sequences, or whose document was written twice. */
  readonly twice: readonly string[];
  /** Of the outbox: the same event again, which consumers drop. */
  readonly repeated: number;
}

/**
 * Harms the primary of three again and again while documents and events are committed, and then reads back every
 * document and the whole log.
 */
export async function primaryKills(options: PrimaryKillOptions): Promise<PrimaryKillRun> {
  const { cluster, rounds, seed, harms } = options;
  const random = xoroshiro128plus(seed);
  const backend = await mongoBackend(cluster.mongoUrl);
  const platform = await backend.open();
  const acknowledged = new Set<string>();
  const next = new Map<number, number>();
  const done: PrimaryKillRound[] = [];
  try {
    const store = await openSamples(platform);
    for (let round = 1; round <= rounds; round += 1) {
      const one = await harmOnce(store, round, harms[(round - 1) % harms.length] ?? 'kill');
      done.push(one);
      options.onRound?.(one);
    }
    const stored = await versionsOf(store, acknowledged);
    const logged = await loggedAll();
    const absent = [...acknowledged].filter((name) => stored.get(name) === undefined || !logged.has(name));
    const twice = [...logged.keys(), ...stored.keys()].filter(
      (name) => (logged.get(name)?.size ?? 0) > 1 || (stored.get(name) ?? 1) > 1,
    );
    const repeated = (await log()).length - [...logged.values()].reduce((sum, { size }) => sum + size, 0);
    return { rounds: done, acknowledged: acknowledged.size, absent, twice: [...new Set(twice)], repeated };
  } finally {
    await platform.close();
    await backend.dispose();
  }

  async function harmOnce(store: DocumentStore, round: number, harm: PrimaryHarm): Promise<PrimaryKillRound> {
    const before = acknowledged.size;
    const { harmed, ...told } = await whileWriting(
      WRITERS,
      async (writer) => {
        const nth = (next.get(writer) ?? 0) + 1;
        next.set(writer, nth);
        const name = `w${writer}/${nth}`;
        try {
          await store.commit({
            writes: [put(name, { value: nth }, 0), put(`last w${writer}`, { value: nth })],
            publish: [begun(`w${writer}`, name)],
          });
        } catch (error) {
          await pause(50); // it may be there or not, and is not tried again under this name
          throw error;
        }
        acknowledged.add(name);
      },
      async (underWay) => {
        await pause(uniformInt(random, 300, 1_500));
        const victim = await primary();
        const found = { harmedPort: victim.port, underWay: underWay() };
        await harmTo(victim, harm);
        const known = acknowledged.size;
        await until('commits go on', () => acknowledged.size > known + WRITERS, PATIENT);
        await pause(300);
        return found;
      },
    );
    return { round, harm, ...harmed, ...told, acknowledged: acknowledged.size - before };
  }

  /** Ends when the harm is over and some member takes writes. */
  async function harmTo(victim: ClusterProcess, harm: PrimaryHarm): Promise<void> {
    switch (harm) {
      case 'kill':
        await victim.kill('SIGKILL');
        await pause(uniformInt(random, 500, LONGEST_DOWN_MS));
        await victim.restart();
        break;
      case 'step-down':
        await cluster.stepDown();
        break;
      case 'freeze':
        await victim.kill('SIGSTOP');
        await pause(FROZEN_MS);
        await victim.kill('SIGCONT');
        break;
      default:
        throw new Error(`there is no harm ${String(harm satisfies never)}`);
    }
    await primary();
  }

  async function primary(): Promise<ClusterProcess> {
    let found: ClusterProcess | undefined;
    await until('a mongod takes writes', async () => (found = await cluster.primary()) !== undefined, PATIENT);
    return found as ClusterProcess;
  }

  async function log() {
    return (await replayed(platform.log, TOPIC)).map(({ event }) => event);
  }

  /** The sequences of each commit's event, when all that was acknowledged has had the time to come. */
  async function loggedAll(): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
    let found = new Map<string, Set<number>>();
    const read = async (): Promise<boolean> => {
      found = new Map();
      for (const { data, envelope } of await log()) {
        const name = (data as { restatementId: string }).restatementId;
        found.set(name, (found.get(name) ?? new Set()).add(envelope.sequence));
      }
      return [...acknowledged].every((name) => found.has(name));
    };
    // What never comes is told as absent, not as a wait in vain.
    await until('the log has all', read, { patienceMs: 60_000, everyMs: 1_000 }).catch(() => undefined);
    return found;
  }
}

/** The versions of the documents that are there. */
async function versionsOf(store: DocumentStore, names: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const ids = [...names];
  for (let at = 0; at < ids.length; at += LOADED_AT_ONCE)
    for (const document of await store.load(SAMPLES, ids.slice(at, at + LOADED_AT_ONCE)))
      if (document !== undefined) found.set(document.id, document.version);
  return found;
}
