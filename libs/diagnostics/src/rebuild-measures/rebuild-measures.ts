import type { RebuildStatus } from '@evenground/contracts';
import { instant, randomId, type Clock, type Random } from '@evenground/config';
import type { Committed, DocumentStore } from '@evenground/document-store';
import { requestFor, serviceOf } from '@evenground/event-log';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import { REFERENCE_BUCKET, bucketStream } from '../measure-students/identifiers.js';
import { rebuilds, type RebuildDocument } from './collections.js';

const GROUP = 'diagnostics.measure-students';

/** Asks ingestion to say everything of a district again, so that its projections are built anew beside the living. */
export class RebuildMeasures {
  constructor(
    private readonly store: DocumentStore,
    private readonly cubes: CubeRegistry,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async begin(
    district: string,
    correlationId: string,
  ): Promise<{ status: RebuildStatus; positions: Committed['positions'] }> {
    const rebuildId = randomId(this.random);
    const known = await this.cubes.bucketsOf(district);
    const streams = [
      { topic: 'ingestion.reference', stream: district },
      ...known
        .filter(({ bucket }) => bucket !== REFERENCE_BUCKET)
        .map(({ bucket }) => ({ topic: 'ingestion.records', stream: bucketStream(district, bucket) })),
    ];
    const body: RebuildDocument = {
      ...{ rebuildId, district, requestedAt: instant(this.clock) },
      streams: streams.map(({ stream }) => stream),
      ended: {},
    };
    const { positions } = await this.store.commit({
      writes: [{ collection: rebuilds, id: rebuildId, expected: 0, body }],
      publish: streams.map(({ topic, stream }) => {
        const restatementId = restatementIdOf(rebuildId, stream);
        const asked = { topic, stream, requestedBy: GROUP, reason: 'rebuild', restatementId } as const;
        return requestFor(asked, serviceOf(GROUP), correlationId);
      }),
    });
    return { status: statusOf(body), positions: positions.slice(0, 8) };
  }

  /** The newest rebuilds of a district first. */
  async list(district: string): Promise<RebuildStatus[]> {
    const page = await this.store.find(rebuilds, 'by-district', { equals: [district] }, { limit: 200 });
    return page.items.map(({ body }) => statusOf(body)).reverse();
  }
}

/** A restatement is of one stream; its publisher keeps its progress under this id. */
export function restatementIdOf(rebuildId: string, stream: string): string {
  return `${rebuildId}:${stream}`;
}

/** The rebuild that a restatement belongs to. */
export function rebuildOf(restatementId: string): string {
  return restatementId.split(':')[0]!;
}

function statusOf({ rebuildId, district, requestedAt, streams, ended }: RebuildDocument): RebuildStatus {
  const all = streams.map((stream) => ({
    stream,
    ...(ended[stream] ?? { outcome: 'pending' as const, differences: 0 }),
  }));
  const state = all.some(({ outcome }) => outcome === 'pending')
    ? 'running'
    : all.some(({ outcome }) => outcome === 'refused')
      ? 'refused'
      : 'completed';
  return { rebuildId, district, requestedAt, state, streams: all };
}
