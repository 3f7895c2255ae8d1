import type { DocumentStore, Write } from '@evenground/document-store';
import type { UploadDocument } from '../collections.js';
import { withOne, withVerdict, withoutOne } from '../domain/upload-state.js';
import type { JudgedRow } from '../keep-records/record-keeper.js';
import { UploadHandle } from '../process-uploads/upload-handle.js';

/** The uploads whose rows are judged after their end: each row moves from one count to another, in the judging commit. */
export class UploadMarks {
  private constructor(private readonly handles: ReadonlyMap<string, UploadHandle>) {}

  static async load(store: DocumentStore, ids: Iterable<string>): Promise<UploadMarks> {
    const handles = new Map<string, UploadHandle>();
    for (const id of new Set(ids)) {
      const handle = await UploadHandle.load(store, id);
      if (handle !== undefined) handles.set(id, handle);
    }
    return new UploadMarks(handles);
  }

  private changed = new Set<UploadHandle>();

  judged(judged: readonly JudgedRow[], from: 'quarantined' | 'waiting', streams: ReadonlySet<string>): void {
    for (const { incoming, verdict } of judged) {
      this.change(incoming.uploadId, ({ counts, streams: known }) => ({
        counts: withVerdict(withoutOne(counts, from), verdict, incoming.content['suppressed'] === true),
        streams: [...new Set([...known, ...streams])],
        isPositionsBehind: true,
      }));
    }
  }

  move(uploadId: string, from: 'quarantined' | 'waiting' | 'accepted', to: 'quarantined' | 'waiting'): void {
    this.change(uploadId, ({ counts }) => ({ counts: withOne(withoutOne(counts, from), to) }));
  }

  /** The next free quarantine page of an upload. */
  nextPage(uploadId: string): number {
    const page = this.handles.get(uploadId)?.document.quarantinePages ?? 0;
    this.change(uploadId, () => ({ quarantinePages: page + 1 }));
    return page;
  }

  document(uploadId: string): UploadDocument | undefined {
    return this.handles.get(uploadId)?.document;
  }

  writes(): readonly Write[] {
    return [...this.changed].map((handle) => handle.write());
  }

  committed(): void {
    for (const handle of this.changed) handle.committed();
    this.changed = new Set();
  }

  private change(uploadId: string, change: (document: UploadDocument) => Partial<UploadDocument>): void {
    const handle = this.handles.get(uploadId);
    if (handle === undefined) return;
    handle.change(change(handle.document));
    this.changed.add(handle);
  }
}
