import type { Clock } from '@evenground/config';
import { wait } from '@evenground/config';
import type { DocumentStore, Write } from '@evenground/document-store';
import { references, waitingRows, type ReferenceDocument, type UploadDocument } from '../collections.js';
import type { CheckedRow } from '../domain/check-row.js';
import { schoolYearOf } from '../domain/place-record.js';
import type { Verdict } from '../domain/current-records.js';
import type { RowRefusal } from '../domain/refuse-row.js';
import { SettledRows, withFinding, withOne, withVerdict } from '../domain/upload-state.js';
import type { JudgedRow, RecordKeeper } from '../keep-records/record-keeper.js';
import { retrying } from '../keep-records/record-keeper.js';
import type { QuarantinePages } from '../quarantine-rows/quarantine-pages.js';
import { paged, type RefusedRow, type SealedRow } from '../quarantine-rows/quarantine-pages.js';
import type { Door } from './admit-rows.js';
import { type Admission, type RowAtDoor } from './admit-rows.js';
import type { SourcedRow } from './row-source.js';
import type { UploadHandle } from './upload-handle.js';

const WAITING_PAGE_ROWS = 300;
const WAITING_PAGE_BYTES = 120_000;
const PAGES_PER_COMMIT = 10;

export interface BatchParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly door: Door;
  readonly keeper: RecordKeeper;
  readonly pages: QuarantinePages;
}

/**
 * Settles the rows of one batch: each into the quarantine, the waiting room or the current records, in commits that
 * also say in the upload's document which rows they settle and how they count. A batch that was cut off goes on with
 * the rows that are not settled, so nothing is lost or counted twice.
 */
export class BatchSettler {
  constructor(private readonly parts: BatchParts) {}

  async settle(
    upload: UploadHandle,
    batch: readonly SourcedRow[],
    header: readonly string[] | undefined,
  ): Promise<void> {
    await this.settleAll(upload, batch, { ...(header !== undefined && { header }) });
    // A note, because until the next commit says so a conflict would bring back that this batch is the one in hand.
    const rows = upload.document.progress.rows + batch.length;
    upload.note(({ progress }) => (progress.rows < rows ? { progress: { rows, settled: '' } } : {}));
    await wait(this.parts.clock, 0); // lets others have the process
  }

  /** The same for records of a call: what is refused is answered, not kept. Says what became of each row. */
  async settleStrictly(upload: UploadHandle, batch: readonly SourcedRow[]): Promise<ReadonlyMap<number, RowOutcome>> {
    const outcomes = new Map<number, RowOutcome>();
    await this.settleAll(upload, batch, { outcomes });
    return outcomes;
  }

  private async settleAll(upload: UploadHandle, batch: readonly SourcedRow[], how: Settling): Promise<void> {
    await retrying(this.parts.clock, async (attempt) => {
      if (attempt > 1) await upload.reload(this.parts.store);
      await this.settleRest(upload, batch, how, attempt);
    });
  }

  private async settleRest(
    upload: UploadHandle,
    batch: readonly SourcedRow[],
    { header, outcomes }: Settling,
    attempt: number,
  ): Promise<void> {
    const { district, uploadSequence, source, countDate, mode } = upload.document;
    const settled = SettledRows.read(upload.document.progress.settled, batch.length);
    const open = batch.flatMap((sourced, row): RowAtDoor[] =>
      settled.has(row) ? [] : [{ row, sourced, line: sourced.raw.line }],
    );
    if (open.length === 0) return;
    const isReplace = mode === 'replace';
    const admissions = await this.parts.door.admit({ district, uploadId: upload.id, uploadSequence, source }, open, {
      countDate,
      isReplace,
    });
    const marks = new Marks(upload, settled, outcomes);
    if (outcomes === undefined) await this.quarantineRows(marks, admissions, batch, header);
    else
      for (const admission of admissions)
        if (admission.kind === 'refused')
          outcomes.set(admission.row, { status: 'refused', refusal: admission.refusal });
    await this.letWait(marks, admissions);
    await this.keep(marks, admissions, attempt, isReplace);
  }

  private async quarantineRows(
    marks: Marks,
    admissions: readonly Admission[],
    batch: readonly SourcedRow[],
    header: readonly string[] | undefined,
  ): Promise<void> {
    const { upload } = marks;
    const refused = admissions.flatMap((admission): RefusedRow[] =>
      admission.kind === 'refused' ? [{ ...admission, sourced: batch[admission.row]! }] : [],
    );
    if (refused.length === 0) return;
    const { district } = upload.document;
    const byTable = groupedBy(
      refused,
      ({ sourced }) => `${sourced.shape?.type.name ?? upload.document.type ?? ''}|${sourced.file}`,
    );
    const pages = [...byTable].flatMap(([table, rows]) => {
      const [type = '', file = ''] = table.split('|');
      return paged(this.parts.pages.seal(district, upload.id, rows, header)).map((sealed) => ({ type, file, sealed }));
    });
    for (let at = 0; at < pages.length; at += PAGES_PER_COMMIT) {
      const some = pages.slice(at, at + PAGES_PER_COMMIT);
      const first = upload.document.quarantinePages;
      const since = this.parts.clock.nowMs();
      const writes = some.map(({ type, file, sealed }, index) =>
        this.parts.pages.page({ district, uploadId: upload.id, type, file, since }, first + index, sealed),
      );
      marks.quarantined(some.flatMap(({ sealed }) => sealed));
      upload.change({ quarantinePages: first + some.length });
      await upload.save(this.parts.store, { writes });
    }
  }

  private async letWait(marks: Marks, admissions: readonly Admission[]): Promise<void> {
    const waiting = admissions.filter((admission) => admission.kind === 'waits');
    for (const rows of groupedBy(waiting, ({ reference }) => reference.id).values()) {
      let { version, pages } = rows[0]!.reference;
      for (const some of waitingPages(rows)) {
        const body: ReferenceDocument = { pages: pages + 1, replay: 'none' };
        // Written with each page: a definition that comes meanwhile makes this conflict, and the rows are judged by it.
        const writes: Write[] = [
          { collection: references, id: rows[0]!.reference.id, expected: version, body },
          {
            collection: waitingRows,
            id: `${rows[0]!.reference.id}/${pages}`,
            expected: 0,
            body: { rows: some.map(({ keep }) => keep.incoming), district: marks.upload.document.district },
          },
        ];
        marks.waiting(some);
        await marks.upload.save(this.parts.store, { writes });
        version += 1;
        pages += 1;
      }
    }
  }

  private async keep(
    marks: Marks,
    admissions: readonly Admission[],
    attempt: number,
    isReplace: boolean,
  ): Promise<void> {
    const { upload } = marks;
    const checked = new Map<number, CheckedRow>();
    const rows = admissions.flatMap((admission) => {
      if (admission.kind === 'kept') {
        checked.set(admission.row, admission.checked);
        return [admission.keep];
      }
      if (!isReplace) return [];
      if (admission.kind === 'waits') return [{ ...admission.keep, isNameOnly: true as const }];
      return admission.names === undefined ? [] : [admission.names];
    });
    await this.parts.keeper.keep({
      district: upload.document.district,
      rows,
      correlationId: upload.id,
      attempt,
      companion: {
        with: (judged, streams) => {
          marks.judged(judged, checked, streams);
          return { writes: [upload.write()] };
        },
        committed: () => upload.committed(),
      },
    });
  }
}

/** What became of a row. */
export type RowOutcome =
  { readonly status: Verdict | 'waiting' } | { readonly status: 'refused'; readonly refusal: RowRefusal };

interface Settling {
  readonly header?: readonly string[];
  /** Filled where refused rows are answered instead of being kept. */
  readonly outcomes?: Map<number, RowOutcome>;
}

/** Counts rows into the upload's document as they are settled. */
class Marks {
  constructor(
    readonly upload: UploadHandle,
    private settled: SettledRows,
    private readonly outcomes?: Map<number, RowOutcome>,
  ) {}

  quarantined(rows: readonly SealedRow[]): void {
    this.settle(
      rows.map(({ row }) => row),
      { counts: rows.reduce((counts) => withOne(counts, 'quarantined'), this.upload.document.counts) },
    );
  }

  waiting(rows: readonly { readonly row: number }[]): void {
    for (const { row } of rows) this.outcomes?.set(row, { status: 'waiting' });
    this.settle(
      rows.map(({ row }) => row),
      { counts: rows.reduce((counts) => withOne(counts, 'waiting'), this.upload.document.counts) },
    );
  }

  judged(judged: readonly JudgedRow[], checked: ReadonlyMap<number, CheckedRow>, streams: ReadonlySet<string>): void {
    let { counts, quality } = this.upload.document;
    for (const { row, incoming, verdict } of judged) {
      this.outcomes?.set(row, { status: verdict });
      counts = withVerdict(counts, verdict, incoming.content['suppressed'] === true);
      for (const finding of checked.get(row)?.findings ?? [])
        quality = withFinding(quality, finding, incoming.order.line);
    }
    const known = new Set(this.upload.document.streams);
    const added = [...streams].filter((stream) => !known.has(stream));
    this.settle(
      judged.map(({ row }) => row),
      {
        counts,
        quality: { ...quality, unknown: withUnknown(quality.unknown, judged, checked) },
        ...(added.length > 0 && { streams: [...this.upload.document.streams, ...added] }),
        coverage: withCoverage(this.upload.document.coverage, judged),
      },
    );
  }

  private settle(rows: readonly number[], changes: Partial<UploadDocument>): void {
    this.settled = this.settled.with(rows);
    const { progress } = this.upload.document;
    this.upload.change({ ...changes, progress: { rows: progress.rows, settled: this.settled.text() } });
  }
}

const COVERED_TYPES = new Set(['discipline', 'courses']);

/** The schools and school years that a file of events is about. */
function withCoverage(coverage: UploadDocument['coverage'], judged: readonly JudgedRow[]): UploadDocument['coverage'] {
  let changed: Record<string, readonly string[]> | undefined;
  for (const { incoming } of judged) {
    const { schoolId } = incoming.content;
    if (!COVERED_TYPES.has(incoming.type) || typeof schoolId !== 'string') continue;
    const year = `${incoming.type}|${schoolYearOf(incoming.type, incoming.content)}`;
    const schools = (changed ?? coverage)[year] ?? [];
    if (schools.includes(schoolId)) continue;
    changed = { ...(changed ?? coverage), [year]: [...schools, schoolId] };
  }
  return changed ?? coverage;
}

function withUnknown(
  unknown: Readonly<Record<string, number>>,
  judged: readonly JudgedRow[],
  checked: ReadonlyMap<number, CheckedRow>,
): Record<string, number> {
  const counts = { ...unknown };
  for (const { row } of judged) {
    for (const field of checked.get(row)?.emptyFields ?? []) counts[field] = (counts[field] ?? 0) + 1;
  }
  return counts;
}

function waitingPages<Row extends { readonly keep: { readonly incoming: unknown } }>(
  rows: readonly Row[],
): readonly (readonly Row[])[] {
  const pages: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = JSON.stringify(row.keep.incoming).length;
    const last = pages.at(-1);
    if (last === undefined || last.length >= WAITING_PAGE_ROWS || bytes + size > WAITING_PAGE_BYTES) {
      pages.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return pages;
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
