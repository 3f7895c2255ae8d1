import { isPlatformError } from '@evenground/contracts';
import { randomId, type Clock, type Random } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import type { DiagnosticsAlarms } from '../alarms.js';
import { Scope } from '../domain/affected-scope.js';
import { MEASURED_FAMILIES } from '../domain/contributions.js';
import type { BucketTurns } from '../measure-students/bucket-turns.js';
import { recomputePack } from '../measure-students/change-packs.js';
import { buckets, packHeaders, type PackHeader } from '../measure-students/collections.js';
import { bucketId, commitPacks } from '../measure-students/commit-packs.js';
import { REFERENCE_BUCKET, bucketStream, idOf } from '../measure-students/identifiers.js';
import { columnNamed, type Pack } from '../measure-students/pack.js';
import { yearOfContribution } from '../domain/contributions.js';
import type { PackRepository } from '../measure-students/pack-repository.js';
import { referenceHeaders } from './collections.js';
import type { CurrentReference, ReferenceStore } from './reference-store.js';

const PACKS_AT_ONCE = 20;
const RETRY_MS = 250;

interface PassPorts {
  readonly store: DocumentStore;
  /** Its own, because two at work on one remembered pack would not see each other's changes. */
  readonly packs: PackRepository;
  readonly reference: ReferenceStore;
  readonly turns: BucketTurns;
  readonly clock: Clock;
  readonly random: Random;
  readonly alarms: DiagnosticsAlarms;
}

/**
 * Passes over the packs of a district whose columns were computed under an older version of its reference data. A
 * commit for each pack, so a pass that was cut off goes on where it was; any process may run it, versions decide.
 */
export class RecomputePacks {
  private readonly running = new Map<string, { again: boolean; done: Promise<void> }>();
  private isClosed = false;

  constructor(private readonly ports: PassPorts) {}

  /** Begins a pass, or lets the running one look once more. */
  start(district: string): void {
    const running = this.running.get(district);
    if (running) {
      running.again = true;
      return;
    }
    const pass = { again: true, done: Promise.resolve() };
    this.running.set(district, pass);
    pass.done = this.run(district, pass);
  }

  /** Looks at every district once: a pass that a former process left unfinished goes on. */
  async startAll(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.ports.store.list(referenceHeaders, '', {
        limit: 200,
        ...(after !== undefined && { after }),
      });
      for (const { body } of page.items) this.start(body.district);
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  /** Resolves when no pass is running. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.idle();
  }

  private async run(district: string, pass: { again: boolean }): Promise<void> {
    await Promise.resolve();
    while (pass.again && !this.isClosed) {
      pass.again = false;
      try {
        await this.pass(district);
      } catch (error) {
        if (!isPlatformError(error, 'version-conflict')) {
          this.ports.alarms.raise('background-failed', { what: 'recompute-packs', message: (error as Error).message });
          await new Promise<void>((resolve) => void this.ports.clock.after(RETRY_MS, resolve));
        }
        pass.again = true;
      }
    }
    this.running.delete(district);
  }

  private async pass(district: string): Promise<void> {
    const { reference, store } = this.ports;
    for (;;) {
      const current = await reference.current(district);
      if (this.isClosed) return;
      const range = { equals: [district], below: current.header.version };
      const page = await store.find<PackHeader>(packHeaders, 'by-reference', range, { limit: PACKS_AT_ONCE });
      if (page.items.length === 0) {
        if (current.header.passed >= current.header.version) return;
        await this.ended(current);
        continue;
      }
      for (const { body } of page.items) {
        if (this.isClosed) return;
        await this.ports.turns.take(district, body.bucket, () => this.recompute(body, current));
      }
      this.ports.packs.trim();
    }
  }

  /** A conflict means that records of the pack came meanwhile: it is tried again with what is there then. */
  private async recompute(header: PackHeader, current: CurrentReference): Promise<void> {
    const { store, packs, random } = this.ports;
    const { district, bucket, generation, pack: name } = header;
    for (let attempt = 0; ; attempt += 1) {
      const [stored] = await store.load(buckets, [bucketId({ district, bucket })]);
      const inHand = stored
        ? { body: stored.body, version: stored.version }
        : { body: { district, bucket, generation: 0, columns: {} }, version: 0 };
      const isLiving = inHand.body.generation === generation;
      if (!isLiving && inHand.body.building?.generation !== generation) return; // a generation that is being removed
      packs.forgetBucket({ district, bucket });
      try {
        const pack = (await packs.open({ district, bucket, generation }, [name], current.header.version)).get(name)!;
        if (pack.version === 0 || pack.header.referenceVersion >= current.header.version) return;
        const writes = await recomputePack(packs, pack, scopeSince(pack, current), current);
        await commitPacks(store, {
          bucket: inHand,
          steps: [{ pack: name, isLiving, writes }],
          recomputing: true,
          correlationId: randomId(random),
        });
        return;
      } catch (error) {
        packs.forgetBucket({ district, bucket });
        if (!isPlatformError(error, 'version-conflict') || attempt >= 5) throw error;
      }
    }
  }

  private async ended({ header, headerVersion }: CurrentReference): Promise<void> {
    await this.ports.store.commit({
      writes: [
        {
          collection: referenceHeaders,
          id: idOf(header.district),
          expected: headerVersion,
          body: { ...header, passed: header.version },
        },
      ],
      publish: [
        {
          topic: 'diagnostics.touched',
          stream: bucketStream(header.district, REFERENCE_BUCKET),
          type: 'measures.touched',
          data: { district: header.district, bucket: REFERENCE_BUCKET, handled: [], changes: [], recomputing: false },
          correlationId: randomId(this.ports.random),
        },
      ],
    });
  }
}

/** What the changes since the pack's version may have changed; everything when they are no longer remembered. */
function scopeSince(pack: Pack, { header }: CurrentReference): Scope {
  const years = [
    ...new Set([...pack.years, ...Object.keys(pack.header.columns).map((key) => yearOfContribution(columnNamed(key)))]),
  ];
  const { referenceVersion } = pack.header;
  const oldest = header.changes[0]?.version ?? Number.POSITIVE_INFINITY;
  if (oldest > referenceVersion + 1) return Scope.all(MEASURED_FAMILIES, years);
  const scope = new Scope();
  for (const change of header.changes) {
    if (change.version <= referenceVersion) continue;
    scope.addAll(Scope.all(change.sources, change.years ?? years));
  }
  return scope;
}
