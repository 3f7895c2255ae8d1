import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { UploadStatus } from '../deployment/api-client.js';
import type { Deployment, RunningDeployment, StartOptions } from '../deployment/deployment.js';
import { Actor, UnexpectedAnswer, csvOf } from './actor.js';
import { type Difference, differences } from './compare-answers.js';
import { StreamFollower, reflectionDifferences } from './compare-reflections.js';
import { CycleActor } from './cycle-actor.js';
import { type PlannedFile, correctionOf, deliveriesOf, filesOf } from './round-files.js';
import { READING, READING_STATEMENT, TUTORING, checkOf, daysAgo, readingRows } from './small-cycles.js';
import { DISTRICT, STUDENTS, YEARS, calendarRows, mix, studentRow } from './small-district.js';
import { GIVES_UP_MS, UntiringClient } from './untiring-client.js';

/** What a fault does harm to. */
export interface Ground {
  readonly product: RunningDeployment;
  /** The round's own, for everything that a fault chooses. */
  readonly seed: number;
  /** Resolves when every file of the round is acknowledged; corrections still come until the fault is over. */
  readonly filesSent: Promise<void>;
  /** Ends nothing by itself: starts all of a killed product again, on the same data and port. */
  startAgain(): Promise<void>;
  /** Sends files that share no natural key at the same moment, each until it is acknowledged. */
  sendTogether(files: readonly PlannedFile[]): Promise<void>;
}

/** Ends the harm; resolves when everything that ran before runs again, with what is worth telling of it. */
export type Mend = () => Promise<string | void>;

export interface Fault {
  readonly name: string;
  /** Does the harm while work is under way. */
  inflict(ground: Ground): Promise<Mend>;
}

export interface FaultRound {
  readonly round: number;
  readonly seed: number;
  readonly fault: string;
  /** What the fault tells of itself. */
  readonly told: string;
  /** Whether work was under way at the harm: a request not yet answered or an upload not yet visible. */
  readonly hurt: boolean;
  /** Requests that were under way at the harm. */
  readonly unanswered: number;
  /** Uploads that were acknowledged and not yet visible when they could first be asked for. */
  readonly unfinished: number;
  /** Requests that had to be sent again; none of them failed in the end. */
  readonly repeated: number;
  /** The slowest acknowledgement, with all its repeats. */
  readonly stallMs: number;
  /** From the harm until everything ran again. */
  readonly mendedMs: number;
  /** From then until everything was visible. */
  readonly visibleMs: number;
  /** The slowest start of a process that was started again; 0 where none was. */
  readonly readyMs: number;
  readonly differences: readonly Difference[];
  /** Of the cycle's reflection and its history. */
  readonly reflection: readonly string[];
}

export interface FaultRoundsOptions {
  readonly rounds: number;
  readonly seed: number;
  /** A round has one of these; each comes as often as the others, in an order that the seed gives. */
  readonly faults: readonly Fault[];
  /** People work on a cycle meanwhile: they deliver, observe and report, and its reflection is compared too. */
  readonly withCycle?: boolean;
  /** A round in which nothing was under way does not count, and is done again. Otherwise it only says so. */
  readonly untilHurt?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** How long acknowledgement and visibility may take; what takes longer fails the run. */
  readonly patienceMs?: number;
  /** Within a second after the files began to be sent, unless the fault waits by itself. */
  readonly harmWithinMs?: number;
  readonly onRound?: (round: FaultRound, product: RunningDeployment) => void;
}

const PATIENCE_MS = 120_000;
const HARM_WITHIN_MS = 400;
const BETWEEN_CORRECTIONS_MS = 400;
const MOST_TOLD = 20;
const TRIES_PER_ROUND = 3;

/**
 * Sends files, does harm at a random instant, sends what had no answer again under the same Idempotency-Key, mends, and
 * compares every answer with the oracle. The first round that differs ends the run.
 */
export async function faultRounds(deployment: Deployment, options: FaultRoundsOptions): Promise<FaultRound[]> {
  const district = await RoundsDistrict.open(deployment, options);
  const rounds: FaultRound[] = [];
  const order = options.faults
    .map((fault, at) => ({ fault, at: mix(at + options.seed, 'fault') }))
    .sort((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
  try {
    await district.settleIn();
    let counted = 0;
    for (let round = 1; counted < options.rounds && round <= options.rounds * TRIES_PER_ROUND; round += 1) {
      const fault = order[counted % order.length];
      if (fault === undefined) throw new Error('there is no fault to choose');
      const done = await district.live(round, fault);
      rounds.push(done);
      options.onRound?.(done, district.product);
      if (done.hurt || options.untilHurt !== true) counted += 1;
      if (done.differences.length + done.reflection.length > 0) break;
    }
    return rounds;
  } finally {
    await district.close();
  }
}

/** One district over all rounds, so that what one of them lost or doubled shows in all that follow. */
class RoundsDistrict {
  readonly #actor: Actor;
  readonly #people: CycleActor;
  readonly #follower = new StreamFollower(READING.id);

  private constructor(
    private readonly deployment: Deployment,
    private readonly options: FaultRoundsOptions,
    private readonly directory: string,
    private readonly journalFile: number,
    private readonly places: StartOptions,
    public product: RunningDeployment,
  ) {
    this.#actor = new Actor(product.api);
    this.#people = new CycleActor(this.#actor);
  }

  static async open(deployment: Deployment, options: FaultRoundsOptions): Promise<RoundsDistrict> {
    const directory = await mkdtemp(join(tmpdir(), 'evenground-rounds-'));
    const dataDirectory = join(directory, 'data');
    await mkdir(dataDirectory);
    const places: StartOptions = {
      ...{ dataDirectory, district: DISTRICT },
      environment: { ...options.environment, EVENGROUND_PSEUDONYM_KEY_FILE: join(directory, 'keys') },
    };
    const journal = openSync(join(directory, 'client-journal.ndjson'), 'a');
    return new RoundsDistrict(deployment, options, directory, journal, places, await deployment.start(places));
  }

  async close(): Promise<void> {
    closeSync(this.journalFile);
    await this.product.stop();
    await this.deployment.remove(this.places);
    await rm(this.directory, { recursive: true, force: true });
  }

  async settleIn(): Promise<void> {
    const actor = this.#actor;
    const settled = async (type: string, rows: PlannedFile['rows']): Promise<void> => {
      await actor.settle(await actor.begin(type, rows), this.#patienceMs);
    };
    await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 6 });
    await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '3');
    await settled('calendar', calendarRows());
    const years = this.options.withCycle === true ? YEARS : [YEARS[1]];
    for (const year of years)
      await settled(
        'students',
        STUDENTS.map((index) => studentRow(index, year)),
      );
    if (this.options.withCycle !== true) return;
    await settled('assessments', readingRows(YEARS[0], { learners: 0.1, others: 0.9 }));
    await this.#people.startCycle(READING, READING_STATEMENT, [TUTORING]);
  }

  async live(round: number, fault: Fault): Promise<FaultRound> {
    const seed = this.options.seed + round;
    const client = new UntiringClient(this.#patienceMs);
    const sent: string[] = [];
    let isOver = false;
    const send = async (file: PlannedFile, of = seed): Promise<void> => {
      const key = `${of}-${file.type}-${file.name}`;
      const uploadId = await client.acknowledged(`${file.type} ${file.name}`, () => this.#send(file, key));
      this.#acknowledged({ round, key, uploadId });
      // The order of the files is that of their acknowledgements: each waits for that of the one before.
      this.#actor.note(file.type, file.rows, file.query);
      sent.push(uploadId);
    };
    const files = [...filesOf(seed), ...(this.options.withCycle === true ? [deliveriesOf(seed)] : [])];
    const filesSent = inTurn(files, (file) => send(file));
    const sending = filesSent.then(async () => {
      for (let n = 1; !isOver; n += 1) {
        await pause(BETWEEN_CORRECTIONS_MS);
        if (!isOver) await send(correctionOf(seed * 1_000 + n));
      }
    });
    const working = this.options.withCycle === true ? this.#work(seed, client, () => isOver) : Promise.resolve();
    // What fails is told by the round, when the harm is mended.
    for (const one of [filesSent, sending, working]) one.catch(() => undefined);

    await pause(mix(seed, 'instant') * (this.options.harmWithinMs ?? HARM_WITHIN_MS));
    const unanswered = client.inFlight;
    const before = new Set(this.product.processes.map(({ pid }) => pid));
    const harmedAt = performance.now();
    const mend = await fault.inflict({
      ...{ seed, filesSent },
      product: this.product,
      startAgain: () => this.#startAgain(),
      sendTogether: async (together) => void (await Promise.all(together.map((file) => send(file)))),
    });
    const asked = Promise.all(sent.map((uploadId) => this.#firstStatus(uploadId)));
    asked.catch(() => undefined);
    const told = (await mend()) ?? '';
    const mendedAt = performance.now();
    const startedAgain = this.product.processes.filter(({ pid }) => !before.has(pid));
    const unfinished = (await asked).filter(({ status, visible }) => status !== 'completed' || !visible).length;
    isOver = true;
    await Promise.all([sending, working]);
    for (const uploadId of sent) await this.#actor.settle(uploadId, this.#patienceMs);
    return {
      ...{ round, seed, told, fault: fault.name, hurt: unanswered + unfinished > 0, unanswered, unfinished },
      ...{ repeated: client.repeated, stallMs: client.longestMs },
      ...{ mendedMs: mendedAt - harmedAt, visibleMs: performance.now() - mendedAt },
      readyMs: Math.max(0, ...startedAgain.map(({ readyMs }) => readyMs)),
      ...(await this.#compare()),
    };
  }

  get #patienceMs(): number {
    return this.options.patienceMs ?? PATIENCE_MS;
  }

  async #compare(): Promise<Pick<FaultRound, 'differences' | 'reflection'>> {
    const { api } = this.product;
    const { journal } = this.#actor;
    const { isSpread = false } = this.deployment;
    const found = await differences(api, journal, { attributes: ['attribute:house'], isSpread, atMost: MOST_TOLD });
    if (this.options.withCycle !== true) return { differences: found, reflection: [] };
    const reflected = await reflectionDifferences(api, journal, READING.id, this.#patienceMs);
    return { differences: found, reflection: [...reflected, ...(await this.#history())].slice(0, MOST_TOLD) };
  }

  /** Of the cycle's stream: every change once, in order. */
  async #history(): Promise<string[]> {
    const { api } = this.product;
    const { body } = await api.get<{ asOf: { sequence: number } }>(`/api/reporting/v1/cycles/${READING.id}/reflection`);
    await this.#follower.readTo(api, body.asOf.sequence, this.#patienceMs);
    const { sequences } = this.#follower;
    const at = sequences.findIndex((sequence, place) => sequence !== place + 1);
    return at < 0 ? [] : [`the history of ${READING.id} has ${sequences[at]} in the place of ${at + 1}`];
  }

  async #send({ type, rows, query }: PlannedFile, key: string): Promise<string> {
    const answer = await this.product.api.send(type, csvOf(rows), query, { 'idempotency-key': key }, GIVES_UP_MS);
    if (answer.status !== 202) throw new UnexpectedAnswer(answer.status, `${type} ${key}: ${answer.text}`);
    return answer.body.uploadId;
  }

  /** What people do at the same time, in each round a little else. */
  async #work(seed: number, client: UntiringClient, isOver: () => boolean): Promise<void> {
    const schools = ['north', 'south'] as const;
    for (let n = 0; n === 0 || !isOver(); n += 1) {
      const school = schools[(seed + n) % 2] ?? 'north';
      const options = { headers: { 'idempotency-key': `${seed}-${n}` }, timeoutMs: GIVES_UP_MS };
      await client.acknowledged('a report', () =>
        this.#people.report(READING.id, TUTORING.id, school, n % 2 === 0 ? 'no-time' : 'working', options),
      );
      const seen = mix(seed + n, 'seen') < 0.5 ? 'yes' : 'partly';
      const check = checkOf(`f-${seed % 5}-${n % 4}`, school, daysAgo(40 - (n % 4)), ['yes', seen, 'notSeen'], {
        quality: 1 + Math.floor(mix(seed + n, 'observed') * 4),
      });
      await client.acknowledged('a check', () => this.#people.check(TUTORING.id, check, options));
      await pause(BETWEEN_CORRECTIONS_MS / 2);
    }
  }

  async #firstStatus(uploadId: string): Promise<UploadStatus> {
    const path = `/api/ingestion/v1/uploads/${uploadId}`;
    return new UntiringClient(this.#patienceMs).acknowledged(path, async () => {
      const answer = await this.product.api.get<UploadStatus & Record<string, unknown>>(
        path,
        {},
        { timeoutMs: GIVES_UP_MS },
      );
      if (answer.status !== 200) throw new UnexpectedAnswer(answer.status, answer.text);
      return answer.body;
    });
  }

  async #startAgain(): Promise<void> {
    this.product = await this.deployment.start({ ...this.places, port: this.product.port });
    this.#actor.api = this.product.api;
  }

  #acknowledged(line: object): void {
    appendFileSync(this.journalFile, `${JSON.stringify(line)}\n`);
    fsyncSync(this.journalFile);
  }
}

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
}
