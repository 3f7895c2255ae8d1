import type { Clock } from '@evenground/config';
import type { DocumentStore, Stored } from '@evenground/document-store';
import { quarantine, uploads, type QuarantinePage } from '../collections.js';
import { isConflict } from '../keep-records/record-keeper.js';

const DAY_MS = 86_400_000;
const NOTICE_DAYS = [7, 23] as const;
const ERASE_AFTER_LAST_NOTICE_DAYS = 30;

/** What is due on a page: a notice, the erasure of its raw rows, or nothing yet. */
export function dueOn(page: Pick<QuarantinePage, 'since' | 'notices'>, nowMs: number): 'notice' | 'erase' | undefined {
  const next = NOTICE_DAYS[page.notices.length];
  if (next !== undefined) return nowMs >= page.since + next * DAY_MS ? 'notice' : undefined;
  return nowMs >= page.notices.at(-1)! + ERASE_AFTER_LAST_NOTICE_DAYS * DAY_MS ? 'erase' : undefined;
}

/** Reminds on day 7 and 23 of rows in quarantine; 30 days after the last notice the raw rows are erased, their reasons stay. */
export class RetainQuarantine {
  constructor(
    private readonly parts: {
      readonly store: DocumentStore;
      readonly clock: Clock;
      readonly notify: (district: string, uploadId: string) => void;
    },
  ) {}

  /** To be called daily; doing it again changes nothing. */
  async run(): Promise<void> {
    const { store, clock } = this.parts;
    const nowMs = clock.nowMs();
    let after: string | undefined;
    do {
      const page = await store.find(
        quarantine,
        'by-rest',
        { equals: ['raw'], below: nowMs - NOTICE_DAYS[0] * DAY_MS + 1 },
        { limit: 100, ...(after !== undefined && { after }) },
      );
      for (const stored of page.items) await this.retain(stored, nowMs);
      after = page.next;
    } while (after !== undefined);
  }

  private async retain({ id, version, body }: Stored<QuarantinePage>, nowMs: number): Promise<void> {
    const due = dueOn(body, nowMs);
    if (due === undefined) return;
    const next: QuarantinePage =
      due === 'notice'
        ? { ...body, notices: [...body.notices, nowMs] }
        : {
            ...body,
            rest: 'erased',
            rows: body.rows.map(({ sealed: _erased, lookUpId: _forgotten, student: _whose, ...row }) => row),
          };
    const [upload] = due === 'notice' ? await this.parts.store.load(uploads, [body.uploadId]) : [];
    const notice = new Date(nowMs).toISOString();
    // One notice a day, however many pages an upload has and whichever copy comes to them.
    const isNew =
      upload !== undefined && !upload.body.notices.some((given) => given.slice(0, 10) === notice.slice(0, 10));
    try {
      await this.parts.store.commit({
        writes: [
          { collection: quarantine, id, expected: version, body: next },
          ...(isNew
            ? [
                {
                  collection: uploads,
                  id: body.uploadId,
                  expected: upload.version,
                  body: { ...upload.body, notices: [...upload.body.notices, notice] },
                },
              ]
            : []),
        ],
      });
    } catch (error) {
      if (!isConflict(error)) throw error; // somebody works on it: the next run finds it again
      return;
    }
    if (isNew) this.parts.notify(body.district, body.uploadId);
  }
}
