import type { UploadView } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { uploads } from '../collections.js';
import type { FollowVisibility } from '../follow-visibility/follow-visibility.js';
import { viewOf } from './upload-view.js';

/** What became of uploads, as their senders are told. */
export class ShowUploads {
  constructor(private readonly parts: { readonly store: DocumentStore; readonly visibility: FollowVisibility }) {}

  /** With its district, for whoever must know whether the caller may see it. */
  async show(uploadId: string): Promise<{ readonly district: string; readonly view: UploadView } | undefined> {
    const [stored] = await this.parts.store.load(uploads, [uploadId]);
    if (stored === undefined) return undefined;
    return {
      district: stored.body.district,
      view: viewOf(uploadId, stored.body, await this.parts.visibility.isVisible(stored.body)),
    };
  }

  async list(
    district: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly items: readonly UploadView[]; readonly next?: string }> {
    const found = await this.parts.store.find(uploads, 'by-district', { equals: [district] }, page);
    const items: UploadView[] = [];
    for (const { id, body } of found.items) items.push(viewOf(id, body, await this.parts.visibility.isVisible(body)));
    return { items, ...(found.next !== undefined && { next: found.next }) };
  }
}
