import type {
  AssessmentDefined,
  CompletenessStated,
  EventEnvelope,
  ReferenceBlock,
  RestatementBegun,
  RestatementEnded,
} from '@evenground/contracts';
import type { Collection, DocumentStore, OutgoingEvent, Write } from '@evenground/document-store';
import type { Delivery, HandledMark, ReceivedEvent } from '@evenground/event-log';
import { MEASURED_FAMILIES, type MeasuredFamily } from '../domain/contributions.js';
import { REFERENCE_BUCKET, bucketStream, idOf, prefixOf } from '../measure-students/identifiers.js';
import { rebuilds } from '../rebuild-measures/collections.js';
import { rebuildOf } from '../rebuild-measures/rebuild-measures.js';
import { countsDocuments, referenceDocuments, referenceHeaders } from './collections.js';
import type { CountsDocument, ReferenceDocument, ReferenceHeader } from './collections.js';
import {
  assessmentChange,
  completenessChanges,
  countsChanges,
  referenceChanges,
  type DocumentChange,
} from './evolve-reference.js';
import { emptyHeader, referenceId, withChange, type ReferenceStore } from './reference-store.js';

// Calendars of a school and year are some kilobytes; so many stay far below the limits of a commit.
const DOCUMENTS_AT_ONCE = 100;

/** Starts the pass over a district's packs that a change asks for. */
export interface PassStarter {
  start(district: string): void;
}

interface Touched {
  readonly indicator: string;
  readonly period: string;
}

interface Changed {
  readonly collection: Collection<ReferenceDocument> | Collection<CountsDocument>;
  readonly id: string;
  readonly expected: number;
  readonly body: ReferenceDocument | CountsDocument | null;
  readonly change?: { sources: readonly MeasuredFamily[]; year?: string };
  readonly touched?: Touched;
}

/** Keeps what a district says of itself, and lets its packs be computed anew when a change of it asks for that. */
export class KeepReference {
  constructor(
    private readonly store: DocumentStore,
    private readonly reference: ReferenceStore,
    private readonly passes: PassStarter,
  ) {}

  async handle({ events, handled, progress }: Delivery): Promise<void> {
    for (const mark of handled) {
      const ofStream = events.filter(
        ({ envelope }) => envelope.stream === mark.stream && envelope.topic === mark.topic,
      );
      await this.keep(ofStream, mark);
      await progress();
    }
  }

  private async keep(events: readonly ReceivedEvent[], mark: HandledMark): Promise<void> {
    const district = mark.stream;
    const cause = events.at(-1)!.envelope;
    let run: ReceivedEvent[] = [];
    for (const event of events) {
      if (!event.envelope.type.startsWith('restatement.')) {
        run.push(event);
        continue;
      }
      await this.apply(district, run, cause);
      run = [];
      await this.markRestatement(district, event);
    }
    await this.apply(district, run, cause, mark);
    this.passes.start(district);
  }

  /** Removes what a former process left of generations that are neither living nor being built. */
  async sweepLeft(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.store.list(referenceHeaders, '', { limit: 200, ...(after !== undefined && { after }) });
      for (const { body } of page.items) {
        for (let generation = 0; generation < body.generation; generation += 1)
          await this.sweep(body.district, generation);
      }
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  /** Applies events to the living generation and, while a restatement says everything again, to the one being built. */
  private async apply(
    district: string,
    events: readonly ReceivedEvent[],
    cause: EventEnvelope,
    mark?: HandledMark,
  ): Promise<void> {
    if (events.length === 0 && !mark) return;
    const { header } = await this.reference.current(district);
    const generations = [header.generation, ...(header.building ? [header.building.generation] : [])];
    const changed: Changed[] = [];
    for (const generation of generations)
      changed.push(...(await this.changes(district, generation, events, generation === header.generation)));
    const slices: Changed[][] = [];
    for (let from = 0; from < changed.length; from += DOCUMENTS_AT_ONCE)
      slices.push(changed.slice(from, from + DOCUMENTS_AT_ONCE));
    if (slices.length === 0) slices.push([]);
    for (const [index, slice] of slices.entries()) {
      const isLast = index === slices.length - 1;
      await this.commitSlice(district, slice, cause, isLast ? mark : undefined);
    }
  }

  private async changes(
    district: string,
    generation: number,
    events: readonly ReceivedEvent[],
    isLiving: boolean,
  ): Promise<Changed[]> {
    const data = events.map(({ envelope, data: ofEvent }) => ({ type: envelope.type, data: ofEvent }));
    const reference = data.flatMap(({ type, data: of }): DocumentChange<ReferenceDocument>[] => {
      if (type === 'reference.accepted') return referenceChanges(of as ReferenceBlock);
      if (type === 'completeness.stated') return completenessChanges(of as CompletenessStated);
      return type === 'assessment.defined' ? [assessmentChange(of as AssessmentDefined)] : [];
    });
    const counts = data.flatMap(({ type, data: of }) =>
      type === 'reference.accepted' && (of as ReferenceBlock).type === 'counts'
        ? countsChanges(of as ReferenceBlock)
        : [],
    );
    const nameReference = (document: ReferenceDocument) => referenceId(district, generation, document);
    const nameCounts = (document: CountsDocument) => countsId(district, generation, document);
    return [
      ...(await this.evolve(referenceDocuments, reference, nameReference)).map((changed) => ({
        ...changed,
        ...(isLiving && { change: effectOf(changed.of, changed.former, changed.body ?? undefined) }),
      })),
      ...(await this.evolve(countsDocuments, counts, nameCounts)).map((changed) => ({
        ...changed,
        ...(isLiving && { touched: { indicator: changed.of.indicator, period: changed.of.period } }),
      })),
    ];
  }

  private async evolve<Body extends ReferenceDocument | CountsDocument>(
    of: Collection<Body>,
    changes: readonly DocumentChange<Body>[],
    idOfDocument: (document: Body) => string,
  ): Promise<
    (Omit<Changed, 'collection' | 'body'> & {
      collection: Changed['collection'];
      body: Body | null;
      of: Body;
      former: Body | undefined;
    })[]
  > {
    const ids = [...new Set(changes.map(({ empty }) => idOfDocument(empty)))];
    const stored = new Map<string, { version: number; body: Body | undefined }>();
    for (let from = 0; from < ids.length; from += 500) {
      const slice = ids.slice(from, from + 500);
      (await this.store.load(of, slice)).forEach((document, index) => {
        stored.set(slice[index]!, { version: document?.version ?? 0, body: document?.body });
      });
    }
    const after = new Map<string, { body: Body | undefined; of: Body }>();
    for (const { empty, evolve } of changes) {
      const id = idOfDocument(empty);
      const known = after.has(id) ? after.get(id)!.body : stored.get(id)!.body;
      const next = evolve(known ?? empty);
      after.set(id, { body: next === empty ? known : next, of: empty });
    }
    return [...after]
      .filter(([id, { body }]) => body !== stored.get(id)!.body)
      .map(([id, { body, of: document }]) => ({
        collection: of as unknown as Changed['collection'],
        id,
        expected: stored.get(id)!.version,
        body: body ?? null,
        of: document,
        former: stored.get(id)!.body,
      }));
  }

  private async commitSlice(
    district: string,
    slice: readonly Changed[],
    cause: EventEnvelope,
    mark: HandledMark | undefined,
  ): Promise<void> {
    const [stored] = await this.store.load(referenceHeaders, [idOf(district)]);
    const before = stored?.body ?? emptyHeader(district);
    const header = headerAfter(before, slice);
    await this.store.commit({
      writes: [
        ...slice.map(({ collection, id, expected, body }): Write => ({ collection, id, expected, body })),
        // While a pass runs, its end tells of this mark: one of the two sees the other, by the header's version.
        ...(header === before && (mark === undefined || header.passed >= header.version)
          ? []
          : [{ collection: referenceHeaders, id: idOf(district), expected: stored?.version ?? 0, body: header }]),
      ],
      publish: [touchedReference(header, slice, cause, mark)],
      ...(mark && { handled: [mark] }),
    });
  }

  private async markRestatement(district: string, { envelope, data }: ReceivedEvent): Promise<void> {
    const [stored] = await this.store.load(referenceHeaders, [idOf(district)]);
    const header = stored?.body ?? emptyHeader(district);
    const marker = data as RestatementBegun | RestatementEnded;
    const isBeginning = envelope.type === 'restatement.begun';
    const next = isBeginning
      ? await this.begun(header, marker as RestatementBegun)
      : header.building?.restatementId === marker.restatementId
        ? takenOver(header)
        : header;
    if (next === header) return;
    const [rebuild] = isBeginning ? [] : await this.store.load(rebuilds, [rebuildOf(marker.restatementId)]);
    await this.store.commit({
      writes: [
        { collection: referenceHeaders, id: idOf(district), expected: stored?.version ?? 0, body: next },
        ...(rebuild
          ? [
              {
                collection: rebuilds,
                id: rebuild.id,
                expected: rebuild.version,
                body: {
                  ...rebuild.body,
                  ended: { ...rebuild.body.ended, [envelope.stream]: { outcome: 'taken-over', differences: 0 } },
                },
              } satisfies Write,
            ]
          : []),
      ],
    });
    const left = isBeginning ? header.building?.generation : header.generation;
    if (left !== undefined) await this.sweep(district, left);
  }

  private async begun(header: ReferenceHeader, { restatementId, reset }: RestatementBegun): Promise<ReferenceHeader> {
    const isOurs = reset || (await this.store.load(rebuilds, [rebuildOf(restatementId)]))[0] !== undefined;
    if (!isOurs || header.building?.restatementId === restatementId) return header;
    const generation = Math.max(header.generation, header.building?.generation ?? 0) + 1;
    await this.sweep(header.district, generation); // what one that was cut off may have left
    return { ...header, building: { restatementId, generation } };
  }

  private async sweep(district: string, generation: number): Promise<void> {
    for (const collection of [referenceDocuments, countsDocuments] as readonly Collection[]) {
      for (;;) {
        const { items } = await this.store.list(collection, prefixOf(district, generation), { limit: 150 });
        if (items.length === 0) break;
        await this.store.commit({
          writes: items.map(({ id }) => ({ collection, id, expected: 'any' as const, body: null })),
        });
      }
    }
  }
}

export function countsId(district: string, generation: number, document: CountsDocument): string {
  const { indicator, period, columns, schoolId } = document;
  return idOf(district, generation, indicator, period, columns.join(';'), schoolId);
}

/** Everything is computed anew, because no change tells what differs between two generations. */
function takenOver({ building, ...header }: ReferenceHeader): ReferenceHeader {
  const version = header.version + 1;
  return { ...header, generation: building!.generation, version, changes: [], shown: (header.shown ?? 0) + 1 };
}

function headerAfter(header: ReferenceHeader, slice: readonly Changed[]): ReferenceHeader {
  let next = header;
  const effects = new Map<string, { sources: Set<MeasuredFamily>; years: Set<string> | undefined }>();
  let isShownAnew = false;
  for (const { change, touched } of slice) {
    if (touched || change?.sources.length === 0) isShownAnew = true;
    if (!change || change.sources.length === 0) continue;
    const key = change.sources.join();
    const effect = effects.get(key) ?? { sources: new Set(change.sources), years: new Set<string>() };
    if (change.year === undefined) effect.years = undefined;
    else effect.years?.add(change.year);
    effects.set(key, effect);
  }
  for (const { sources, years } of effects.values()) {
    next = withChange(next, { sources: [...sources], ...(years && { years: [...years].sort() }) });
  }
  return isShownAnew ? { ...next, shown: (next.shown ?? 0) + 1 } : next;
}

function effectOf(
  document: ReferenceDocument,
  before: ReferenceDocument | undefined,
  after: ReferenceDocument | undefined,
): { sources: readonly MeasuredFamily[]; year?: string } {
  switch (document.kind) {
    case 'calendar':
      return { sources: ['attendance'], year: document.year };
    case 'completeness': {
      const sources = MEASURED_FAMILIES.filter((source) => source === document.type);
      // A first declaration ends that uploads count, in every year.
      return isDeclared(before) === isDeclared(after) ? { sources, year: document.year } : { sources };
    }
    case 'assessment':
      return { sources: ['assessments'] };
    case 'school':
      return { sources: [] };
  }
}

function isDeclared(document: ReferenceDocument | undefined): boolean {
  return document?.kind === 'completeness' && Object.keys(document.declared).length > 0;
}

function touchedReference(
  header: ReferenceHeader,
  slice: readonly Changed[],
  cause: EventEnvelope,
  mark: HandledMark | undefined,
): OutgoingEvent {
  const changes = new Map<string, Touched>();
  const isPassed = header.passed >= header.version;
  for (const { touched } of slice) if (touched) changes.set(`${touched.indicator}|${touched.period}`, touched);
  return {
    topic: 'diagnostics.touched',
    stream: bucketStream(header.district, REFERENCE_BUCKET),
    type: 'measures.touched',
    data: {
      district: header.district,
      bucket: REFERENCE_BUCKET,
      // What a pass has yet to work in is not included: the end of the pass says how far everything is.
      handled: mark && isPassed ? [{ topic: mark.topic, stream: mark.stream, sequence: mark.sequence }] : [],
      changes: [...changes.values()].map((column) => ({ ...column, packs: [] })),
      ...(!isPassed && { recomputing: true }),
    },
    correlationId: cause.correlationId,
    causationId: cause.id,
  };
}
