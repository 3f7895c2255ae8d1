import { PlatformError, type StreamPosition } from '@evenground/contracts';
import type { Committed, DocumentStore, Write } from '@evenground/document-store';
import { uploads, type UploadDocument } from '../collections.js';

/** An upload's document in hand: changed in memory, written with each commit that covers the change. */
export class UploadHandle {
  private notes: ((document: UploadDocument) => Partial<UploadDocument>)[] = [];

  private constructor(
    readonly id: string,
    private version: number,
    private body: UploadDocument,
  ) {}

  static async load(store: DocumentStore, id: string): Promise<UploadHandle | undefined> {
    const [stored] = await store.load(uploads, [id]);
    return stored === undefined ? undefined : new UploadHandle(id, stored.version, stored.body);
  }

  get document(): UploadDocument {
    return this.body;
  }

  get spoolId(): string {
    return this.body.spoolId ?? this.id;
  }

  /** Reads what others made of it meanwhile; of what was not committed only notes hold. */
  async reload(store: DocumentStore): Promise<void> {
    const [stored] = await store.load(uploads, [this.id]);
    if (stored === undefined) throw new PlatformError('not-json', `upload ${this.id} is gone`);
    this.version = stored.version;
    this.body = stored.body;
    for (const note of this.notes) this.change(note(this.body));
  }

  /**
   * A change that the next commit takes along and that holds until then, whatever somebody else makes of the document
   * meanwhile: it is made again on what is read anew, so it must not count.
   */
  note(note: (document: UploadDocument) => Partial<UploadDocument>): void {
    this.notes.push(note);
    this.change(note(this.body));
  }

  change(changes: Partial<UploadDocument>): void {
    this.body = { ...this.body, ...changes };
  }

  write(): Write {
    return { collection: uploads, id: this.id, expected: this.version, body: this.body };
  }

  committed(): void {
    this.version += 1;
    this.notes = [];
  }

  /** A commit of the upload's document and little else. */
  async save(store: DocumentStore, more: { readonly writes?: readonly Write[] } = {}): Promise<Committed> {
    const committed = await store.commit({ writes: [this.write(), ...(more.writes ?? [])] });
    this.committed();
    return committed;
  }
}

/** The newest position of each stream, as it is now. */
export async function positionsOf(
  store: DocumentStore,
  streams: readonly string[],
): Promise<readonly StreamPosition[]> {
  const names = streams.map((name) => {
    const at = name.indexOf('|');
    return { topic: name.slice(0, at), stream: name.slice(at + 1) };
  });
  const heads = await store.heads(names);
  return names.map((name) => ({ ...name, sequence: heads.get(`${name.topic}|${name.stream}`) ?? 0 }));
}
