import { setImmediate } from 'node:timers/promises';
import {
  isPlatformError,
  schoolYearOfPeriod,
  ENROLLED,
  type IndicatorDefinition,
  type ReleaseRequested,
  type ReleasedSubject,
} from '@evenground/contracts';
import type { Cube } from '@evenground/cube';
import {
  frameOf,
  protectFrame,
  publishFrame,
  type CountedStudents,
  type Frame,
  type Shown,
} from '@evenground/disclosure';
import type { DocumentStore, OutgoingEvent, Stored, Write } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import type { DiagnosticsAlarms } from '../alarms.js';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { idOf } from '../measure-students/identifiers.js';
import { releaseJobs, type ReleaseJob } from './collections.js';
import { ReleaseLedgers, cellOf, partsOf, type LedgerPlace } from './release-ledger.js';

export interface MakeReleaseTablesPorts {
  readonly store: DocumentStore;
  readonly cubes: CubeRegistry;
  readonly catalogue: IndicatorCatalogue;
  readonly reference: ReferenceStore;
  readonly alarms: DiagnosticsAlarms;
}

const TOPIC = 'diagnostics.tables';
const MOST_UNLISTED_CELLS = 300;
const CELLS_BETWEEN_TURNS = 20_000; // a few milliseconds of adding up before others get their turn

/**
 * Makes the tables of releases in the background, one indicator and period at a time: adds them up from the cube, passes
 * them through disclosure control together with what earlier releases have shown, keeps what was decided, and says it.
 * Every step is one commit, so that a job that was cut off goes on where it was, in whatever process; the ledger's
 * version decides between two releases that are made at once.
 */
export class MakeReleaseTables {
  private readonly ledgers: ReleaseLedgers;
  private running: Promise<void> | undefined;
  private isAsked = false;
  private isClosed = false;

  constructor(private readonly ports: MakeReleaseTablesPorts) {
    this.ledgers = new ReleaseLedgers(ports.store);
  }

  /** Takes up what was asked for. */
  async handle({ events, handled }: Delivery): Promise<void> {
    const writes = new Map<string, Write>();
    for (const { envelope, data } of events) {
      if (envelope.type !== 'release.requested') continue;
      const { district, releaseId, indicators, periods, breakdowns, policy } = data as ReleaseRequested;
      const id = idOf(district, releaseId);
      if ((await this.ports.store.load(releaseJobs, [id]))[0]) continue; // said again
      const body: ReleaseJob = {
        ...{ district, releaseId, breakdowns, policy, subjects: null, next: 0, saying: null, state: 'making' },
        ...(indicators && { indicators }),
        ...(periods && { periods }),
        ...{ requestedAt: envelope.time, correlationId: envelope.correlationId, causationId: envelope.id },
      };
      writes.set(id, { collection: releaseJobs, id, expected: 0, body });
    }
    await this.ports.store.commit({ writes: [...writes.values()], handled });
    if (writes.size > 0) this.start();
  }

  /** Begins to work on what is left, or lets the running work look once more. */
  start(): void {
    this.isAsked = true;
    if (this.isClosed) return;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.isAsked && !this.isClosed) this.start();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.running;
  }

  private async run(): Promise<void> {
    this.isAsked = false;
    try {
      for (;;) {
        const page = await this.ports.store.find(releaseJobs, 'by-state', { equals: ['making'] }, { limit: 1 });
        const [job] = page.items;
        if (!job || this.isClosed) return;
        await this.step(job);
        await setImmediate();
      }
    } catch (error) {
      // Of another copy that works on the same: what is left is looked at again with the next turn.
      if (isPlatformError(error, 'version-conflict')) return;
      this.ports.alarms.raise('background-failed', { what: 'make-release-tables', message: (error as Error).message });
    }
  }

  private async step(job: Stored<ReleaseJob>): Promise<void> {
    const { body } = job;
    if (body.subjects === null) {
      const subjects = await this.subjectsOf(body);
      await this.commit(job, { ...body, subjects }, []);
      return;
    }
    const subject = body.subjects[body.next];
    if (!subject) {
      const completed = { district: body.district, releaseId: body.releaseId, made: body.subjects.length };
      await this.commit(job, { ...body, state: 'completed' }, [
        this.event(body, 'release-tables.completed', completed),
      ]);
      return;
    }
    await (body.saying === null ? this.make(job, subject) : this.say(job, subject));
  }

  /** Indicators whose unit is a student and that are made from students' rows, each of its newest or the asked periods. */
  private async subjectsOf({
    district,
    indicators,
    periods,
  }: ReleaseJob): Promise<NonNullable<ReleaseJob['subjects']>> {
    const subjects: { indicator: string; period: string }[] = [];
    for (const definition of await this.ports.catalogue.all(district)) {
      if (definition.id === ENROLLED.id) continue;
      if (indicators && !indicators.includes(definition.id)) continue;
      const known = await this.ports.catalogue.periods(district, definition);
      const wanted = periods ? known.filter((period) => periods.includes(period)) : known.slice(-1);
      subjects.push(...wanted.map((period) => ({ indicator: definition.id, period })));
    }
    return subjects;
  }

  private async make(job: Stored<ReleaseJob>, { indicator, period }: { indicator: string; period: string }) {
    const { body } = job;
    const place: LedgerPlace = { district: body.district, indicator, period };
    const definition = await this.ports.catalogue.definition(body.district, indicator);
    if (!definition) return this.skip(job, place, undefined, 'indicator-unknown');
    const refused = await this.reasonAgainst(place, definition);
    if (refused) return this.skip(job, place, definition, refused);
    const before = await this.ledgers.head(place);
    const policy = before?.body.policy ?? body.policy;
    const earlier = before ? await this.ledgers.earlier(place, before.body) : [];
    const frame = await this.frame(place, definition, body);
    if (frame.cells.length === 0) return this.skip(job, place, definition, 'no-data');
    // Whom a pair ties to every school is one large program: it would hold up everybody else for minutes.
    if (frame.cells.filter(({ isListed }) => !isListed).length > MOST_UNLISTED_CELLS)
      return this.skip(job, place, definition, 'pairs-of-too-many-schools');
    const made = protectFrame(frame, earlier, policy);
    if (made.outcome === 'withheld') return this.skip(job, place, definition, 'cannot-be-protected');
    if (made.outcome === 'carried') {
      const { releaseId } = before!.body.releases.at(-1)!;
      await this.commit(job, { ...body, saying: { releaseId, part: 0 } }, []);
      return;
    }
    const parts = partsOf(frame.cells, made.shown);
    await this.ledgers.keepParts(place, body.releaseId, parts);
    const release = { releaseId: body.releaseId, breakdowns: body.breakdowns, parts: parts.length };
    const ledger = { policy, releases: [...(before?.body.releases ?? []), release] };
    const saying = { releaseId: body.releaseId, part: 0 };
    await this.commit(job, { ...body, saying }, [], [this.ledgers.headWrite(place, before, ledger)]);
  }

  /** Says the next part of what was decided, out of what was kept. */
  private async say(job: Stored<ReleaseJob>, { indicator, period }: { indicator: string; period: string }) {
    const { body } = job;
    const { releaseId, part } = body.saying!;
    const place: LedgerPlace = { district: body.district, indicator, period };
    const [definition, head] = await Promise.all([
      this.ports.catalogue.definition(body.district, indicator),
      this.ledgers.head(place),
    ]);
    const said = head?.body.releases.find((release) => release.releaseId === releaseId);
    if (!definition || !head || !said) throw new Error(`the ledger of ${indicator} has lost release ${releaseId}`);
    const [kept] = await this.ledgers.parts(place, releaseId, part, part + 1);
    const cells = kept!.cells.map(cellOf);
    const shown = kept!.cells.map((cell): Shown => cell[7]);
    const rows = publishFrame({ plan: said.breakdowns, cells }, shown, head.body.policy, definition);
    const isLast = part + 1 === said.parts;
    const subject: ReleasedSubject = {
      ...subjectOf(definition, period),
      ...(releaseId === body.releaseId
        ? { outcome: 'protected' }
        : { outcome: 'carried', carriedFrom: releaseId, reason: 'changed-too-little' }),
      ...{ tables: await this.tablesOf(place, said), parts: said.parts },
    };
    const made = body.next + (isLast ? 1 : 0);
    const data = { ...this.of(body), subject, part, rows, made, of: body.subjects!.length };
    const next = isLast
      ? { ...body, next: body.next + 1, saying: null }
      : { ...body, saying: { releaseId, part: part + 1 } };
    await this.commit(job, next, [this.event(body, 'release-tables.made', data)]);
  }

  private async tablesOf(place: LedgerPlace, { releaseId, parts }: { releaseId: string; parts: number }) {
    const tables = new Set<string>();
    for (const part of await this.ledgers.parts(place, releaseId, 0, parts))
      for (const [schoolId, by, , , , , , shown] of part.cells)
        if (shown !== 'unlisted') tables.add(JSON.stringify([schoolId, by]));
    return tables.size;
  }

  private async skip(
    job: Stored<ReleaseJob>,
    place: LedgerPlace,
    definition: IndicatorDefinition | undefined,
    reason: string,
  ) {
    const { body } = job;
    const named = definition ? subjectOf(definition, place.period) : unknownSubject(place);
    const subject: ReleasedSubject = { ...named, outcome: 'withheld', reason, tables: 0, parts: 0 };
    const made = body.next + 1;
    const data = { ...this.of(body), subject, part: 0, rows: [], made, of: body.subjects!.length };
    await this.commit(job, { ...body, next: made }, [this.event(body, 'release-tables.made', data)]);
  }

  /** Why an indicator is not published at all. */
  private async reasonAgainst(
    { district, period }: LedgerPlace,
    { unit, source, needsDeclaration }: IndicatorDefinition,
  ): Promise<string | undefined> {
    // Of these a minimum n protects nobody: ten incidents may be of one student.
    if (unit === 'incident' || unit === 'school') return 'unit-is-not-people';
    // Tables that the source made hide what the source decided; how they hang together is not known here.
    if (source === 'counts') return 'tables-of-the-source';
    const { header, reference } = await this.ports.reference.current(district);
    if (header.passed < header.version) return 'recomputing';
    if (needsDeclaration && reference.declaredSchools(source, schoolYearOfPeriod(period)).length === 0)
      return 'not-declared';
    return undefined;
  }

  private async frame({ district, indicator, period }: LedgerPlace, definition: IndicatorDefinition, job: ReleaseJob) {
    const cube = await this.ports.cubes.cube({ district, indicator, period, attribution: definition.attribution });
    const students: CountedStudents[] = [];
    for (const cell of cube.cells()) {
      students.push(cell);
      if (students.length % CELLS_BETWEEN_TURNS === 0) await setImmediate();
    }
    return presentOnly(frameOf(students, presentPlan(job, cube), definition.kind));
  }

  private of({ district, releaseId }: ReleaseJob) {
    return { district, releaseId };
  }

  private event(job: ReleaseJob, type: string, data: unknown): OutgoingEvent {
    const { district, releaseId, correlationId, causationId } = job;
    return { topic: TOPIC, stream: `${district}/${releaseId}`, type, data, correlationId, causationId };
  }

  private async commit(
    job: Stored<ReleaseJob>,
    body: ReleaseJob,
    publish: readonly OutgoingEvent[],
    writes: readonly Write[] = [],
  ): Promise<void> {
    const kept = { collection: releaseJobs, id: job.id, expected: job.version, body };
    await this.ports.store.commit({ writes: [kept, ...writes], publish });
  }
}

/** Breakdowns by attributes that somebody has; the others would be of "unknown" alone. */
function presentPlan({ breakdowns }: ReleaseJob, cube: Cube) {
  const present = new Set(cube.attributes());
  return breakdowns.filter(({ by }) => by.every((attribute) => present.has(attribute)));
}

function presentOnly(frame: Frame): Frame {
  return { ...frame, cells: frame.cells.filter(({ n, isListed }) => n > 0 || !isListed) };
}

function subjectOf({ id, name, kind, direction }: IndicatorDefinition, period: string) {
  return { indicator: id, indicatorName: name, kind, direction, period };
}

function unknownSubject({ indicator, period }: LedgerPlace) {
  return { indicator, indicatorName: indicator, kind: 'rate', direction: 'parity', period } as const;
}
