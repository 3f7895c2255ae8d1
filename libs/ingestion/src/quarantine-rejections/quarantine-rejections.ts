import type { Clock, Random } from '@evenground/config';
import { recordTypeNamed } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { quarantine, type QuarantinePage } from '../collections.js';
import { withdrawn } from '../domain/current-records.js';
import { placeOf } from '../domain/place-record.js';
import { RecordChunk } from '../keep-records/record-chunk.js';
import { headerWrite, loadHeaders, retrying } from '../keep-records/record-keeper.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';
import { pageId } from '../quarantine-rows/quarantine-pages.js';
import { UploadMarks } from '../replay-waiting/upload-marks.js';
import { sealText } from '../spool/sealed-text.js';

interface Rejected {
  readonly district: string;
  readonly interventionId: string;
  readonly uploadId: string;
  readonly rejections: readonly {
    readonly deliveryId: string;
    readonly line: number;
    readonly code: string;
    readonly field?: string;
    readonly message: string;
  }[];
}

export interface RejectionParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: PseudonymKeys;
}

/** A delivery that its cycle's rules refuse goes to its upload's quarantine, and is current no longer: sent again, it is asked again. */
export class QuarantineRejections {
  constructor(private readonly parts: RejectionParts) {}

  async handle(delivery: Delivery): Promise<void> {
    for (const { envelope, data } of delivery.events) {
      if (envelope.type !== 'delivery.rejected') continue;
      const rejected = data as Rejected;
      for (const rejection of rejected.rejections) await this.reject(rejected, rejection);
      await delivery.progress();
    }
    await this.parts.store.commit({ handled: delivery.handled });
  }

  /** Repeated, it finds the record gone and changes nothing. */
  private async reject({ district, uploadId }: Rejected, rejection: Rejected['rejections'][number]): Promise<void> {
    const { store, clock, keys, random } = this.parts;
    await retrying(clock, async () => {
      const key = { student: '', key: [rejection.deliveryId] };
      const place = placeOf(recordTypeNamed('deliveries')!, { deliveryId: rejection.deliveryId }, undefined);
      const header = (await loadHeaders(store, district, [place.shelf])).get(place.shelf)!;
      const [chunk] = await RecordChunk.load(store, district, [{ place, keys: [key] }]);
      const current = chunk!.get(key);
      if (current?.isLive !== true) return;
      chunk!.set(withdrawn(current));
      const marks = await UploadMarks.load(store, [uploadId, current.uploadId]);
      const owner = marks.document(uploadId) === undefined ? current.uploadId : uploadId;
      marks.move(owner, 'accepted', 'quarantined');
      const { code, field, message, line } = rejection;
      const { student, ...content } = current.content;
      const version = keys.versions[0];
      const sealed = sealText(
        keys.derive(version, district, 'quarantine'),
        JSON.stringify(stringsOf(content)),
        `${owner}/${line}`,
        random,
      );
      const row = {
        line,
        code,
        message,
        sealed,
        state: 'held' as const,
        ...(field !== undefined && { field }),
        schoolId: String(content['schoolId']),
        ...(student !== undefined && { student: String(student) }),
      };
      const page: QuarantinePage = {
        district,
        uploadId: owner,
        type: 'deliveries',
        file: '',
        version,
        rows: [row],
        since: clock.nowMs(),
        notices: [],
        rest: 'raw',
      };
      const number = marks.nextPage(owner);
      const { writes } = await chunk!.writes(store);
      await store.commit({
        writes: [
          ...writes,
          headerWrite(district, place.shelf, header.version, header.body),
          { collection: quarantine, id: pageId(owner, number), expected: 0, body: page },
          ...marks.writes(),
        ],
      });
    });
  }
}

function stringsOf(content: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, String(value)]));
}
