import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEntry } from '../../../../tools/oracle/oracle.mjs';
import type { Deployment, RunningDeployment, StartOptions } from '../deployment/deployment.js';
import { until } from '../deployment/api-client.js';
import { Actor, expectStatus } from './actor.js';
import { differences } from './compare-answers.js';
import { type ReflectionBody, StreamFollower, reflectionDifferences } from './compare-reflections.js';
import { CycleActor } from './cycle-actor.js';
import { DISTRICT } from './small-district.js';

export interface ReflectionAnswer extends ReflectionBody {
  readonly baseline: unknown;
  readonly baselineCorrected: unknown;
  readonly current: unknown;
  readonly gap: unknown;
}

/** A copy of the data of a stopped process, and what had been acknowledged by then. */
export interface Backup {
  readonly directory: string;
  readonly journal: readonly JournalEntry[];
}

/** One life of a district: a product that is stopped, killed, rebuilt and restored, and the people who use it. */
export class ScenarioRun {
  /** One for each open cycle: reads its stream on over every restart. */
  #followers: StreamFollower[] = [];
  /** Where the district lives now, and where it lived before each move. */
  #homes: readonly Home[];
  /** Rows of files that the door quarantined say nothing to the oracle; all others are in the actor's journal. */
  private constructor(
    deployment: Deployment,
    readonly directory: string,
    public product: RunningDeployment,
    readonly actor: Actor,
    readonly people: CycleActor,
  ) {
    this.#homes = [{ deployment, places: placesIn(directory, 0) }];
  }

  static async start(deployment: Deployment): Promise<ScenarioRun> {
    const directory = await mkdtemp(join(tmpdir(), 'evenground-scenario-'));
    await mkdir(placesIn(directory, 0).dataDirectory);
    const product = await deployment.start(placesIn(directory, 0));
    const actor = new Actor(product.api);
    return new ScenarioRun(deployment, directory, product, actor, new CycleActor(actor));
  }

  async end(): Promise<void> {
    await this.product.stop();
    for (const { deployment, places } of this.#homes) await deployment.remove(places);
    await rm(this.directory, { recursive: true, force: true });
  }

  async restart(how: 'stop' | 'kill'): Promise<void> {
    await this.product[how]();
    await this.#startAgain();
  }

  async #startAgain(): Promise<void> {
    this.product = await this.deployment.start({ ...this.places, port: this.product.port });
    this.actor.api = this.product.api;
  }

  get deployment(): Deployment {
    return this.#home.deployment;
  }

  get places(): StartOptions {
    return this.#home.places;
  }

  get #home(): Home {
    const home = this.#homes.at(-1);
    if (home === undefined) throw new Error('the district lives nowhere');
    return home;
  }

  /** Goes on, after `how`, as another deployment on the same data. */
  async goOnAs(deployment: Deployment, how: 'stop' | 'kill' = 'stop'): Promise<void> {
    this.#homes = [...this.#homes.slice(0, -1), { ...this.#home, deployment }];
    await this.restart(how);
  }

  /** Goes on, stopped before, in a new place of another deployment, to which `carry` brings everything. */
  async moveTo(deployment: Deployment, carry: (from: StartOptions, to: StartOptions) => Promise<void>): Promise<void> {
    const places = placesIn(this.directory, this.#homes.length);
    const from = this.places;
    await mkdir(places.dataDirectory);
    this.#homes = [...this.#homes, { deployment, places }];
    await carry(from, places);
    await this.#startAgain();
    this.people.forgetTokens();
  }

  /** Stops, copies all data, and goes on. The keys and the list of the erased lie outside of it. */
  async backUp(): Promise<Backup> {
    const directory = join(this.directory, 'backup');
    await this.product.stop();
    await this.deployment.backUp(this.places, directory);
    await this.#startAgain();
    return { directory, journal: [...this.actor.journal] };
  }

  /** Puts a backup in the place of the data; what was acknowledged since is gone, but for erasures. */
  async restore(backup: Backup): Promise<void> {
    const erasures = this.actor.journal.filter((entry) => entry.kind === 'erase');
    await this.product.stop();
    await this.deployment.restore(this.places, backup.directory);
    this.actor.journal.splice(0, Infinity, ...backup.journal, ...erasures);
    this.#followers = this.#followers.map(({ cycleId }) => new StreamFollower(cycleId));
    await this.#startAgain();
  }

  follow(...cycleIds: readonly string[]): void {
    this.#followers.push(...cycleIds.map((cycleId) => new StreamFollower(cycleId)));
  }

  /** Every answer and every reflection equals a recompute. */
  async expectEqual(): Promise<void> {
    const { api, journal } = this.actor;
    const { isSpread = false } = this.deployment;
    const found = await differences(api, journal, { attributes: ['attribute:house'], isSpread });
    expect(found.slice(0, 5)).toEqual([]);
    await this.expectReflections();
  }

  /** Every reflection equals a recompute, and the history of each cycle has no hole and no repeat. */
  async expectReflections(): Promise<void> {
    const { api, journal } = this.actor;
    for (const follower of this.#followers) {
      const { cycleId } = follower;
      expect((await reflectionDifferences(api, journal, cycleId)).slice(0, 10)).toEqual([]);
      const { sequence } = (await this.reflection(cycleId)).asOf;
      await follower.readTo(api, sequence);
      expect(follower.sequences).toEqual(follower.sequences.map((_, at) => at + 1));
      expect(follower.sequences.length).toBeGreaterThanOrEqual(sequence);
    }
  }

  async reflection(cycleId: string): Promise<ReflectionAnswer> {
    return (await this.actor.api.get<ReflectionAnswer>(`/api/reporting/v1/cycles/${cycleId}/reflection`)).body;
  }

  async beginRebuild(service: 'diagnostics' | 'reporting'): Promise<void> {
    const { api } = this.actor;
    const query = { district: api.district };
    await expectStatus(api.post(`/api/${service}/v1/rebuild`, {}, { query }), [202]);
  }

  async awaitRebuild(service: 'diagnostics' | 'reporting'): Promise<void> {
    const { body } = await until(
      () => this.actor.api.get<RebuildBody>(`/api/${service}/v1/rebuild`),
      ({ body: told }) => told.state === 'completed' || (told.finishedAt ?? null) !== null,
      `the rebuild of ${service} ends`,
      60_000,
    );
    expect(body.differing ?? []).toEqual([]);
    expect((body.items?.[0]?.streams ?? []).filter(({ differences: count }) => count > 0)).toEqual([]);
  }

  async rebuild(...services: readonly ('diagnostics' | 'reporting')[]): Promise<void> {
    for (const service of services) {
      await this.beginRebuild(service);
      await this.awaitRebuild(service);
    }
  }
}

interface Home {
  readonly deployment: Deployment;
  readonly places: StartOptions;
}

type RebuildBody = Record<string, unknown> & {
  readonly state?: string;
  readonly finishedAt?: string | null;
  readonly differing?: readonly string[];
  readonly items?: readonly { readonly streams: readonly { readonly differences: number }[] }[];
};

/** The n-th place of a district; keys lie beside all of them. */
function placesIn(directory: string, home: number): StartOptions {
  return {
    dataDirectory: join(directory, `data-${home}`),
    district: DISTRICT,
    environment: { EVENGROUND_PSEUDONYM_KEY_FILE: join(directory, 'keys') },
  };
}
