import { createHash } from 'node:crypto';
import type { ReleaseTablesCompleted, ReleaseTablesMade } from '@evenground/contracts';
import type { DocumentStore, Stored, Write } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import canonicalize from 'canonicalize';
import { type ReleaseDocument, partKey, releaseKey, releaseParts, releases } from './collections.js';

/** Keeps the tables of a release as they are made, and how far it is. */
export class KeepReleases {
  constructor(private readonly store: DocumentStore) {}

  async handle({ events, handled }: Delivery): Promise<void> {
    for (const mark of handled) {
      const writes: Write[] = [];
      const heads = new Map<string, Stored<ReleaseDocument>>();
      for (const { envelope, data } of events) {
        if (envelope.stream !== mark.stream) continue;
        const { district, releaseId } = data as ReleaseTablesCompleted;
        const key = releaseKey(district, releaseId);
        const head = heads.get(key) ?? (await this.store.load(releases, [key]))[0];
        if (!head || head.body.state !== 'making') continue; // nobody asked here, or it was said again
        const isMade = envelope.type === 'release-tables.made';
        if (isMade) writes.push(partWrite(key, data as ReleaseTablesMade));
        heads.set(key, {
          ...head,
          body: isMade ? withTables(head.body, data as ReleaseTablesMade) : prepared(head.body),
        });
      }
      for (const [id, { version, body }] of heads) writes.push({ collection: releases, id, expected: version, body });
      await this.store.commit({ writes, handled: [mark] });
    }
  }
}

function partWrite(key: string, { subject, part, rows }: ReleaseTablesMade): Write {
  return { collection: releaseParts, id: partKey(key, subject, part), expected: 'any', body: { rows } };
}

function withTables(release: ReleaseDocument, made: ReleaseTablesMade): ReleaseDocument {
  const { subject, part, rows } = made;
  const others = release.subjects.filter(
    ({ indicator, period }) => indicator !== subject.indicator || period !== subject.period,
  );
  return {
    ...release,
    subjects: [...others, subject],
    progress: { made: made.made, of: made.of },
    hash: sha256(`${release.hash}\n${canonicalize({ subject, part, rows })}`),
  };
}

function prepared(release: ReleaseDocument): ReleaseDocument {
  const { subjects } = release;
  return { ...release, state: 'prepared', progress: { made: subjects.length, of: subjects.length } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
