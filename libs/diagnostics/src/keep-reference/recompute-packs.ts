import { setImmediate } from 'node:timers/promises';
import { BUILT_IN_VERSION, isPlatformError } from '@evenground/contracts';
import { randomId, type Clock, type Random } from '@evenground/config';
import type { Collection, DocumentStore } from '@evenground/document-store';
import type { DiagnosticsAlarms } from '../alarms.js';
import { Scope } from '../domain/affected-scope.js';
import { MEASURED_FAMILIES } from '../domain/contributions.js';
import type { BucketTurns } from '../measure-students/bucket-turns.js';
import { recomputePack } from '../measure-students/change-packs.js';
import { buckets, packHeaders, type BucketDocument, type PackHeader } from '../measure-students/collections.js';
import { bucketId, commitPacks, type PackStep } from '../measure-students/commit-packs.js';
import { REFERENCE_BUCKET, bucketStream, idOf } from '../measure-students/identifiers.js';
import { columnNamed, type Pack } from '../measure-students/pack.js';
import { yearOfContribution } from '../domain/contributions.js';
import type { PackRepository } from '../measure-students/pack-repository.js';
import { referenceHeaders } from './collections.js';
import { referencePositions } from './reference-positions.js';
import { emptyHeader, withChange, type CurrentReference, type ReferenceStore } from './reference-store.js';

const PACKS_AT_ONCE = 20;
const RETRY_MS = 250;

interface PassPorts {
  readonly store: DocumentStore;
  /** That of whoever measures: turns on a bucket keep the two apart. */
  readonly packs: PackRepository;
  readonly reference: ReferenceStore;
  readonly turns: BucketTurns;
  readonly clock: Clock;
  readonly random: Random;
  readonly alarms: DiagnosticsAlarms;
}

/**
 * Passes over the packs of a district whose columns were computed under an older version of its reference data.
 * Some packs of a bucket at a time are one commit, so a pass that was cut off goes on where it was; any process may run
 * it, versions decide.
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

  /** Looks at every district once: what a former process left unfinished, or computed under older definitions, goes on. */
  async startAll(): Promise<void> {
    for (const district of await this.districts()) {
      await this.renewDefinitions(district);
      this.start(district);
    }
  }

  private async districts(): Promise<Set<string>> {
    const { store } = this.ports;
    const found = new Set<string>();
    for (const kept of [referenceHeaders, buckets] as Collection<{ readonly district: string }>[]) {
      for (let after: string | undefined; ;) {
        const page = await store.list(kept, '', { limit: 200, ...(after !== undefined && { after }) });
        for (const { body } of page.items) found.add(body.district);
        if (page.next === undefined) break;
        after = page.next;
      }
    }
    return found;
  }

  /** Another process may do the same at once: one of the two commits, and both see it. */
  private async renewDefinitions(district: string): Promise<void> {
    const { store } = this.ports;
    const [stored] = await store.load(referenceHeaders, [idOf(district)]);
    if ((stored?.body.builtIn ?? 1) >= BUILT_IN_VERSION) return;
    const header = { ...(stored?.body ?? emptyHeader(district)), builtIn: BUILT_IN_VERSION };
    const body = withChange(header, { sources: MEASURED_FAMILIES });
    const write = { collection: referenceHeaders, id: idOf(district), expected: stored?.version ?? 0, body };
    try {
      await store.commit({ writes: [write] });
    } catch (error) {
      if (!isPlatformError(error, 'version-conflict')) throw error;
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
      for (const headers of byBucket(page.items.map(({ body }) => body))) {
        if (this.isClosed) return;
        await this.ports.turns.take(district, headers[0]!.bucket, () => this.recompute(headers, current));
      }
      this.ports.packs.trim();
    }
  }

  /** A conflict means that records of a pack came meanwhile: it is tried again with what is there then. */
  private async recompute(headers: readonly PackHeader[], current: CurrentReference): Promise<void> {
    const { store, packs, random } = this.ports;
    const { district, bucket } = headers[0]!;
    for (let attempt = 0; ; attempt += 1) {
      const [stored] = await store.load(buckets, [bucketId({ district, bucket })]);
      const inHand = stored
        ? { body: stored.body, version: stored.version }
        : { body: { district, bucket, generation: 0, columns: {} }, version: 0 };
      try {
        const steps = await this.stepsOf(headers, inHand.body, current);
        if (steps.length === 0) return;
        await commitPacks(store, { bucket: inHand, steps, recomputing: true, correlationId: randomId(random) });
        return;
      } catch (error) {
        packs.forgetBucket({ district, bucket });
        if (!isPlatformError(error, 'version-conflict') || attempt >= 5) throw error;
      }
    }
  }

  private async stepsOf(
    headers: readonly PackHeader[],
    bucket: BucketDocument,
    current: CurrentReference,
  ): Promise<PackStep[]> {
    const { packs } = this.ports;
    const steps: PackStep[] = [];
    for (const header of headers) {
      const isLiving = bucket.generation === header.generation;
      if (!isLiving && bucket.building?.generation !== header.generation) continue; // one that is being removed
      const pack = await this.open(header, current);
      if (pack.version === 0 || pack.header.referenceVersion >= current.header.version) continue;
      const writes = await recomputePack(packs, pack, scopeSince(pack, current), current);
      steps.push({ pack: header.pack, isLiving, writes });
      await setImmediate(); // so that requests are answered while many packs are computed
    }
    return steps;
  }

  /** The pack as the pass has found it, or newer: what is remembered may be older. */
  private async open(header: PackHeader, current: CurrentReference): Promise<Pack> {
    const { packs } = this.ports;
    const { version } = current.header;
    const pack = (await packs.open(header, [header.pack], version)).get(header.pack)!;
    if (pack.version > 0 && pack.header.referenceVersion === header.referenceVersion) return pack;
    packs.forgetBucket(header);
    return (await packs.open(header, [header.pack], version)).get(header.pack)!;
  }

  /** Says that the pass is over, and how far it included the streams that ask for passes. */
  private async ended({ header, headerVersion }: CurrentReference): Promise<void> {
    // Read after the header: what was handled later and asks for a pass has changed it, and this commit then conflicts.
    const handled = await referencePositions(this.ports.store, header.district);
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
          data: { district: header.district, bucket: REFERENCE_BUCKET, handled, changes: [], recomputing: false },
          correlationId: randomId(this.ports.random),
        },
      ],
    });
  }
}

function byBucket(headers: readonly PackHeader[]): readonly (readonly PackHeader[])[] {
  const buckets = new Map<number, PackHeader[]>();
  for (const header of headers) {
    const known = buckets.get(header.bucket);
    if (known) known.push(header);
    else buckets.set(header.bucket, [header]);
  }
  return [...buckets.values()];
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
