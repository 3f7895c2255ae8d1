import { isPlatformError } from '@evenground/contracts';
import type {
  EventEnvelope,
  RecordBlock,
  RestatementBegun,
  RestatementEnded,
  StudentErased,
} from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import type { Delivery, HandledMark, ReceivedEvent } from '@evenground/event-log';
import { contentOf, isFamily } from '../domain/student-rows.js';
import type { PassStarter } from '../keep-reference/keep-reference.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import type { Restatements } from '../rebuild-measures/restatements.js';
import { buckets } from './collections.js';
import { bucketId, commitPacks, type BucketInHand, type PackStep } from './commit-packs.js';
import type { BucketTurns } from './bucket-turns.js';
import { packOf } from './identifiers.js';
import { changePacks, type StudentStep } from './change-packs.js';
import type { PackRepository } from './pack-repository.js';

/** The ports and rooms that measuring needs. */
export interface Measuring {
  readonly store: DocumentStore;
  readonly packs: PackRepository;
  readonly reference: ReferenceStore;
  readonly restatements: Restatements;
  readonly passes: PassStarter;
  readonly turns: BucketTurns;
}

type Marker = (
  | { readonly kind: 'begun'; readonly data: RestatementBegun }
  | { readonly kind: 'ended'; readonly data: RestatementEnded }
) & { readonly envelope: EventEnvelope };

/** Students' rows between two markers of a restatement. */
interface Segment {
  readonly steps: StudentStep[];
  marker?: Marker;
}

/** Applies blocks of records to their students. A block that was applied before changes nothing. */
export class MeasureStudents {
  constructor(private readonly room: Measuring) {}

  /** One final commit for each stream of the delivery. */
  async handle({ events, handled, progress }: Delivery): Promise<void> {
    for (const mark of handled) {
      const ofStream = events.filter(
        ({ envelope }) => envelope.stream === mark.stream && envelope.topic === mark.topic,
      );
      const { district, bucket } = placeOfStream(mark.stream);
      await this.room.turns.take(district, bucket, () => this.measureOrReload(ofStream, mark));
      await progress();
    }
    this.room.packs.trim();
  }

  /** What is remembered of packs may be older than what a pass has written since; then it is read again, once. */
  private async measureOrReload(events: readonly ReceivedEvent[], mark: HandledMark): Promise<void> {
    try {
      await this.measureStream(events, mark);
    } catch (error) {
      if (!isPlatformError(error, 'version-conflict')) throw error;
      await this.measureStream(events, mark);
    }
  }

  /** Applies the events of one bucket, in order, and counts them as handled. */
  async measureStream(events: readonly ReceivedEvent[], mark: HandledMark): Promise<void> {
    const { district, bucket } = placeOfStream(mark.stream);
    const cause = events.at(-1)!.envelope;
    const inHand = await this.bucket(district, bucket);
    const segments = segmentsOf(events);
    for (const [index, { steps, marker }] of segments.entries()) {
      const isLast = index === segments.length - 1;
      await this.applySteps(inHand, steps, cause, isLast && !marker ? mark : undefined);
      if (marker) await this.room.restatements.mark(inHand, marker, marker.envelope, isLast ? mark : undefined);
    }
  }

  private async applySteps(
    bucket: BucketInHand,
    steps: readonly StudentStep[],
    cause: EventEnvelope,
    mark: HandledMark | undefined,
  ): Promise<void> {
    if (steps.length === 0 && !mark) return;
    const { district, generation, building } = bucket.body;
    const current = await this.room.reference.current(district);
    const place = { district, bucket: bucket.body.bucket };
    try {
      const living = await changePacks(this.room.packs, { ...place, generation }, steps, current);
      const besides = building
        ? await changePacks(this.room.packs, { ...place, generation: building.generation }, steps, current, building)
        : [];
      const packSteps: PackStep[] = [
        ...living.map((changed) => ({ ...changed, isLiving: true })),
        ...besides.map((changed) => ({ ...changed, isLiving: false })),
      ];
      await commitPacks(this.room.store, {
        bucket,
        steps: packSteps,
        ...(mark && {
          handled: [mark],
          includes: [{ topic: mark.topic, stream: mark.stream, sequence: mark.sequence }],
        }),
        recomputing: current.header.passed < current.header.version,
        correlationId: cause.correlationId,
        causationId: cause.id,
      });
      await this.lookAgain(district, current.header.version);
    } catch (error) {
      // After any failure what is remembered may be older or newer than what is stored.
      this.room.packs.forgetBucket(place);
      throw error;
    }
  }

  /** Reference data that changed meanwhile may have been passed over the packs before these were there. */
  private async lookAgain(district: string, version: number): Promise<void> {
    const { header } = await this.room.reference.current(district);
    if (header.version !== version) this.room.passes.start(district);
  }

  private async bucket(district: string, bucket: number): Promise<BucketInHand> {
    const [stored] = await this.room.store.load(buckets, [bucketId({ district, bucket })]);
    return stored
      ? { body: stored.body, version: stored.version }
      : { body: { district, bucket, generation: 0, columns: {} }, version: 0 };
  }
}

/** `<district>/<bucket>`. */
export function placeOfStream(stream: string): { district: string; bucket: number } {
  const slash = stream.lastIndexOf('/');
  return { district: stream.slice(0, slash), bucket: Number(stream.slice(slash + 1)) };
}

function segmentsOf(events: readonly ReceivedEvent[]): Segment[] {
  const segments: Segment[] = [{ steps: [] }];
  for (const { envelope, data } of events) {
    switch (envelope.type) {
      case 'records.accepted':
        segments.at(-1)!.steps.push(...stepsOf(data as RecordBlock, envelope));
        break;
      case 'student.erased':
        segments.at(-1)!.steps.push(erasure(data as StudentErased, envelope));
        break;
      case 'restatement.begun':
        segments.at(-1)!.marker = { kind: 'begun', envelope, data: data as RestatementBegun };
        segments.push({ steps: [] });
        break;
      case 'restatement.ended':
        segments.at(-1)!.marker = { kind: 'ended', envelope, data: data as RestatementEnded };
        segments.push({ steps: [] });
        break;
    }
  }
  if (segments.length > 1 && segments.at(-1)!.steps.length === 0) segments.pop();
  return segments;
}

function stepsOf({ type, columns, rows }: RecordBlock, { causationId }: EventEnvelope): StudentStep[] {
  return rows.map(({ student, outcome, values }) => ({
    student,
    pack: packOf(student),
    causationId,
    ...(isFamily(type) && {
      row: { type, content: contentOf(columns, values), withdrawn: outcome === 'withdrawn' },
    }),
  }));
}

function erasure({ student }: StudentErased, { causationId }: EventEnvelope): StudentStep {
  return { student, pack: packOf(student), causationId, erased: true };
}
