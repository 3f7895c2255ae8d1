import { PlatformError } from '@evenground/contracts';
import type { Collection, DocumentStore, DocumentStores } from '@evenground/document-store';
import { openCollection, type CollectionTable } from './collection-table.js';
import { EmbeddedDocumentStore, type EmbeddedDocumentStoreOptions } from './embedded-document-store.js';

type StoresOptions = Omit<EmbeddedDocumentStoreOptions, 'service' | 'tables' | 'requireOpen'>;

/** The document stores of all services, in one file. */
export class EmbeddedDocumentStores implements DocumentStores {
  readonly #columns = new Map<string, CollectionTable['columns']>();
  #isClosed = false;

  constructor(private readonly options: StoresOptions) {}

  async open(service: string, collections: readonly Collection[]): Promise<DocumentStore> {
    this.#requireOpen();
    const { db, faults } = this.options;
    const tables = new Map<string, CollectionTable>();
    for (const collection of collections) {
      tables.set(
        collection.name,
        openCollection(db, service, collection, this.#columnsOf(service, collection), faults),
      );
    }
    return new EmbeddedDocumentStore({ ...this.options, service, tables, requireOpen: () => this.#requireOpen() });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #columnsOf(service: string, collection: Collection): CollectionTable['columns'] {
    const name = `${service}/${collection.name}`;
    const columns = this.#columns.get(name) ?? { fields: [] };
    this.#columns.set(name, columns);
    return columns;
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new PlatformError('closed', 'the document stores are closed');
  }
}
