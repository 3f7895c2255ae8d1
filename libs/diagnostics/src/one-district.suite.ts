import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal, Role } from '@evenground/auth';
import { isRefusal, type GapsAnswer, type IndicatorPut, type RecordValue } from '@evenground/contracts';
import { systemClock, systemRandom, wait } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { openEmbedded, type EmbeddedPlatform } from '@evenground/embedded';
import { ConsumerLoop, PositionWaiter, type Feature } from '@evenground/event-log';
import { createServiceApp, type ServiceApp } from '@evenground/http';
import { canonicalDump, type DumpedCube } from './canonical-dump.js';
import type { DiagnosticsAlarm } from './alarms.js';
import { DiagnosticsModule, diagnosticsCollections } from './diagnostics.module.js';
import { DiagnosticsRooms } from './diagnostics-rooms.js';
import { filtersOf, itemsOf } from './show-gaps/read-query.js';

export const DISTRICT = 'd1';
export type Row = Readonly<Record<string, RecordValue>> & { readonly student: string };

/** Diagnostics on an embedded platform of its own, told by a test what ingestion would tell. */
export class OneDistrict {
  private sequence = 0;
  private readonly loops: ConsumerLoop[] = [];
  private readonly apps: ServiceApp[] = [];
  readonly alarms: DiagnosticsAlarm[] = [];
  private last = new Map<string, { topic: string; stream: string; sequence: number }>();

  /** The same service behind HTTP; a token is `<role>` or `<role>:<school>`. */
  async http(): Promise<ServiceApp> {
    const module = DiagnosticsModule.register({
      ...{
        store: this.store,
        log: this.platform.log,
        clock: systemClock,
        random: systemRandom,
        positions: this.positions,
      },
    });
    const app = await createServiceApp({
      ...{ service: 'diagnostics', module, clock: systemClock, random: systemRandom, positions: this.positions },
      authenticator: { authenticate: (authorization) => Promise.resolve(principalOf(authorization ?? '')) },
    });
    this.apps.push(app);
    return app;
  }

  private constructor(
    private readonly directory: string,
    readonly platform: EmbeddedPlatform,
    readonly store: DocumentStore,
    /** The stores that publish what this service handles, by service. */
    private readonly publishers: ReadonlyMap<string, DocumentStore>,
    readonly positions: PositionWaiter,
    readonly rooms: DiagnosticsRooms,
  ) {}

  static async open(): Promise<OneDistrict> {
    const directory = mkdtempSync(join(tmpdir(), 'diagnostics-'));
    const platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    const store = await platform.stores.open('diagnostics', diagnosticsCollections);
    const publishers = new Map<string, DocumentStore>();
    for (const service of ['ingestion', 'interventions'])
      publishers.set(service, await platform.stores.open(service, []));
    const positions = new PositionWaiter({ clock: systemClock });
    const raised: DiagnosticsAlarm[] = [];
    const rooms = new DiagnosticsRooms({
      ...{ store, log: platform.log, clock: systemClock, random: systemRandom, positions },
      alarms: { raise: (alarm) => raised.push(alarm) },
    });
    const district = new OneDistrict(directory, platform, store, publishers, positions, rooms);
    raised.push = (...alarms) => district.alarms.push(...alarms);
    await rooms.start();
    await district.consume('diagnostics.measure-students', ['ingestion.records'], rooms.measureStudents);
    await district.consume('diagnostics.keep-reference', ['ingestion.reference'], rooms.keepReference);
    await district.consume('diagnostics.track-measures', ['interventions.cycles'], rooms.knowCycles);
    return district;
  }

  async close(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.close()));
    await Promise.all(this.apps.map((app) => app.close()));
    await this.rooms.close();
    await this.platform.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Blocks of rows, one for each bucket; a row without values besides its key fields may be withdrawn. */
  async rows(type: string, rows: readonly Row[], outcome: 'accepted' | 'corrected' | 'withdrawn' = 'accepted') {
    const byBucket = new Map<number, Row[]>();
    for (const row of rows) {
      const bucket = Number(row.student.split('.')[0]);
      byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), row]);
    }
    for (const [bucket, ofBucket] of byBucket) {
      for (let from = 0; from < ofBucket.length; from += 500) {
        await this.publish('ingestion.records', `${DISTRICT}/${bucket}`, 'records.accepted', {
          ...this.origin(),
          ...{ bucket, type },
          ...blockOf(ofBucket.slice(from, from + 500), outcome),
        });
      }
    }
  }

  async erase(student: string): Promise<void> {
    const bucket = student.split('.')[0]!;
    await this.publish('ingestion.records', `${DISTRICT}/${bucket}`, 'student.erased', {
      ...{ district: DISTRICT, erasureId: 'e1', student },
    });
  }

  async reference(
    type: 'schools' | 'calendar' | 'counts',
    rows: readonly Readonly<Record<string, RecordValue>>[],
    table?: string[],
  ) {
    for (let from = 0; from < rows.length; from += 500) {
      const slice = rows.slice(from, from + 500).map((row) => ({ ...row, student: '' }));
      const { columns, rows: blockRows } = blockOf(slice, 'accepted');
      await this.publish('ingestion.reference', DISTRICT, 'reference.accepted', {
        ...this.origin(),
        ...{ type, columns, rows: blockRows.map(({ student: _student, ...row }) => row) },
        ...(table && { table }),
      });
    }
  }

  async declare(
    type: string,
    entries: { schoolId: string; schoolYear: string; complete: boolean }[],
    basis: 'declared' | 'upload' = 'declared',
  ) {
    await this.publish('ingestion.reference', DISTRICT, 'completeness.stated', {
      district: DISTRICT,
      type,
      basis,
      entries,
    });
  }

  async assessment(assessment: string, levels: string[], proficientFrom: string): Promise<void> {
    await this.publish('ingestion.reference', DISTRICT, 'assessment.defined', {
      district: DISTRICT,
      assessment,
      levels,
      proficientFrom,
    });
  }

  async define(id: string, put: Partial<IndicatorPut> = {}): Promise<void> {
    const defined = await this.rooms.defineIndicators.define(
      DISTRICT,
      id,
      {
        ...{ name: id, source: 'observations', kind: 'rate', direction: 'higher-is-better', timing: 'lagging' },
        ...{ scale: 6, attribution: 'accountable' },
        ...put,
      },
      'c1',
    );
    if (isRefusal(defined)) throw new Error(defined.refused);
  }

  /** Waits as a read does that names the writes before it, and tells whether every pass they ask for is over. */
  async isPassedOnceIncluded(): Promise<boolean> {
    if (!(await this.positions.waitFor([...this.last.values()], 30_000))) throw new Error('not included within 30 s');
    const { header } = await this.rooms.reference.current(DISTRICT);
    return header.passed >= header.version;
  }

  /** Until everything told is measured and no pass is running. */
  async settled(): Promise<void> {
    for (;;) {
      const told = [...this.last.values()];
      if (!(await this.positions.waitFor(told, 30_000))) throw new Error('not measured within 30 s');
      await this.rooms.passes.idle();
      const { header } = await this.rooms.reference.current(DISTRICT);
      if (header.passed >= header.version) break;
      this.rooms.passes.start(DISTRICT);
    }
    // The cubes follow what is touched: the newest of it is included once its own position is.
    const buckets = [...(await this.rooms.cubes.bucketsOf(DISTRICT)).map(({ bucket }) => bucket), -1];
    const streams = [...new Set(buckets)].map((bucket) => ({
      topic: 'diagnostics.touched',
      stream: `${DISTRICT}/${bucket}`,
    }));
    const heads = await this.store.heads(streams);
    await this.positions.waitFor(
      [...heads].map(([id, sequence]) => ({
        topic: 'diagnostics.touched',
        stream: id.slice(id.indexOf('|') + 1),
        sequence,
      })),
      30_000,
    );
  }

  async gaps(query: {
    indicator: string;
    period?: string;
    by?: string;
    where?: string;
    school?: string;
    reference?: string;
    rolling?: number;
    multirace?: GapsAnswer['multirace'];
  }): Promise<GapsAnswer> {
    await this.settled();
    const definition = await this.rooms.catalogue.definition(DISTRICT, query.indicator);
    const where = filtersOf(query.where);
    if (!definition || isRefusal(where)) throw new Error('bad query');
    const answer = await this.rooms.showGaps.gaps({
      ...{ district: DISTRICT, definition, by: itemsOf(query.by), where, reference: query.reference ?? 'others' },
      ...(query.period !== undefined && { period: query.period }),
      ...(query.school !== undefined && { schools: itemsOf(query.school) }),
      ...(query.rolling !== undefined && { rolling: query.rolling }),
      ...(query.multirace !== undefined && { multirace: query.multirace }),
    });
    if (isRefusal(answer)) throw new Error(answer.refused);
    return answer;
  }

  async dump(): Promise<DumpedCube[]> {
    await this.settled();
    return canonicalDump(this.store, DISTRICT);
  }

  async publish(topic: string, stream: string, type: string, data: unknown, causationId?: string): Promise<void> {
    const { positions } = await this.publishers.get(topic.split('.')[0]!)!.commit({
      publish: [{ topic, stream, type, data, correlationId: 'c1', ...(causationId !== undefined && { causationId }) }],
    });
    for (const position of positions)
      if (position.topic.startsWith('ingestion.')) this.last.set(position.topic + position.stream, position);
  }

  /** Waits until a claim holds; for what follows in the background. */
  async until(claim: () => Promise<boolean>, timeoutMs = 10_000): Promise<void> {
    const giveUpMs = systemClock.nowMs() + timeoutMs;
    while (!(await claim())) {
      if (systemClock.nowMs() > giveUpMs) throw new Error('what was waited for did not come true');
      await wait(systemClock, 5);
    }
  }

  private origin() {
    this.sequence += 1;
    return { district: DISTRICT, uploadId: `u${this.sequence}`, uploadSequence: this.sequence };
  }

  private async consume(group: string, topics: string[], feature: Pick<Feature, 'handle'>): Promise<void> {
    const loop = new ConsumerLoop(
      { group, topics, batch: true, handle: (delivery) => feature.handle(delivery) },
      { log: this.platform.log, store: this.store, clock: systemClock, random: systemRandom },
    );
    await loop.start();
    this.loops.push(loop);
  }
}

function principalOf(authorization: string): Principal {
  const [role, school] = authorization.replace('Bearer ', '').split(':');
  return {
    ...{ id: role!, roles: [role as Role], districts: [DISTRICT], clientScopes: [] },
    schools: school === undefined ? '*' : [school],
  };
}

export function blockOf(rows: readonly Row[], outcome: string) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== 'student').sort();
  return {
    columns,
    rows: rows.map((row, line) => ({
      student: row.student,
      outcome,
      line,
      values: columns.map((column) => row[column] ?? null),
    })),
  };
}
