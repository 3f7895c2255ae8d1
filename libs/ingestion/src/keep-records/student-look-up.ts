import type { Clock, Random } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import type { DocumentStore, Write } from '@evenground/document-store';
import { keyChecks, lookUps, type LookUpDocument } from '../collections.js';
import { placeStudent } from '../domain/bucket-header.js';
import { bucketOfSchool } from '../domain/place-record.js';
import { keyedHash, type PseudonymKeys } from '../pseudonym-keys.js';
import { headerWrite, isConflict, loadHeaders, retrying } from './record-keeper.js';

/** A student as the door knows them: by key, or erased for good. */
export type FoundStudent = { readonly student: string } | { readonly erased: true };

const RANDOM_BYTES = 12; // 96 bits
const DOCUMENTS_PER_COMMIT = 180; // look-ups and bucket headers; a commit holds 200

/** From identifiers to pseudonyms; what is looked up is an HMAC, and nothing of the identifier rests. */
export class StudentLookUp {
  constructor(
    private readonly store: DocumentStore,
    private readonly keys: PseudonymKeys,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** The look-up id under the newest key. */
  idOf(district: string, identifier: string, version = this.keys.versions[0]): string {
    return `${district}/${keyedHash(this.keys.derive(version, district, 'student'), identifier)}`;
  }

  /** The look-up ids under every key version that is not retired, newest first. */
  idsOf(district: string, identifier: string): readonly string[] {
    return this.keys.versions.map((version) => this.idOf(district, identifier, version));
  }

  staffPseudonym(district: string): (staffId: string) => string {
    const key = this.keys.derive(this.keys.versions.at(-1)!, district, 'staff');
    return (staffId) => keyedHash(key, staffId).slice(0, 22);
  }

  /** Those that are known; others are left out. */
  async find(district: string, identifiers: readonly string[]): Promise<ReadonlyMap<string, FoundStudent>> {
    const found = new Map<string, FoundStudent>();
    const take = (identifier: string, body: LookUpDocument): void => {
      found.set(identifier, 'erased' in body ? { erased: true } : { student: body.student });
    };
    const [newest, ...older] = this.keys.versions;
    const asked = [...new Set(identifiers)];
    for (const [index, stored] of (await this.load(district, asked, newest)).entries()) {
      if (stored !== undefined) take(asked[index]!, stored.body);
    }
    for (const version of older) {
      const missing = asked.filter((identifier) => !found.has(identifier));
      const stored = await this.load(district, missing, version);
      for (const [index, document] of stored.entries()) {
        if (document === undefined) continue;
        take(missing[index]!, document.body);
        await this.rekey(district, missing[index]!, document);
      }
    }
    return found;
  }

  /** Every one of them, given a place when seen for the first time: inserted if absent, then read back. */
  async findOrPlace(
    district: string,
    students: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, FoundStudent>> {
    return retrying(this.clock, async () => {
      const found = await this.find(district, [...students.keys()]);
      const unknown = [...students].filter(([identifier]) => !found.has(identifier));
      if (unknown.length === 0) return found;
      const ordered = unknown
        .map(([identifier, schoolId]) => ({ identifier, schoolId, bucket: bucketOfSchool(district, schoolId) }))
        .sort(
          (left, right) =>
            left.bucket - right.bucket ||
            (left.schoolId < right.schoolId ? -1 : left.schoolId > right.schoolId ? 1 : 0),
        );
      for (const some of commitSized(ordered)) await this.place(district, some);
      return this.find(district, [...students.keys()]);
    });
  }

  private async place(
    district: string,
    newcomers: readonly { identifier: string; schoolId: string; bucket: number }[],
  ): Promise<void> {
    const buckets = [...new Set(newcomers.map(({ bucket }) => bucket))];
    const headers = await loadHeaders(this.store, district, buckets);
    const bodies = new Map([...headers].map(([shelf, { body }]) => [shelf, body]));
    const version = this.keys.versions[0];
    const inserts = newcomers.map(({ identifier, schoolId, bucket }): Write => {
      const random = Buffer.from(this.random.bytes(RANDOM_BYTES)).toString('base64url');
      const { header, student } = placeStudent(bodies.get(bucket)!, bucket, schoolId, random);
      bodies.set(bucket, header);
      return {
        collection: lookUps,
        id: this.idOf(district, identifier),
        expected: 0,
        body: { student, version } satisfies LookUpDocument,
      };
    });
    const guards = buckets.map((bucket) =>
      headerWrite(district, bucket, headers.get(bucket)!.version, bodies.get(bucket)!),
    );
    await this.store.commit({ writes: [...inserts, ...guards] });
  }

  private load(district: string, identifiers: readonly string[], version: string) {
    return this.store.load(
      lookUps,
      identifiers.map((identifier) => this.idOf(district, identifier, version)),
    );
  }

  /** An identifier that was found under an older key moves to the newest; who is faster does it. */
  private async rekey(
    district: string,
    identifier: string,
    older: { readonly id: string; readonly version: number; readonly body: LookUpDocument },
  ): Promise<void> {
    const body: LookUpDocument = { ...older.body, version: this.keys.versions[0] };
    const writes: Write[] = [
      { collection: lookUps, id: this.idOf(district, identifier), expected: 0, body },
      { collection: lookUps, id: older.id, expected: older.version, body: null },
    ];
    await this.store.commit({ writes }).catch((error: unknown) => {
      if (!isConflict(error)) throw error;
    });
  }

  /**
   * Refuses a key file that is not the one the look-up was made with.
   * @throws PlatformError `key-invalid`
   */
  async checkKeys(): Promise<void> {
    const stored = await this.store.load(keyChecks, this.keys.versions);
    for (const [index, version] of this.keys.versions.entries()) {
      const check = keyedHash(this.keys.derive(version, '', 'check'), 'evenground');
      const known = stored[index]?.body.check;
      if (known === undefined)
        await this.store.commit({ writes: [{ collection: keyChecks, id: version, expected: 'any', body: { check } }] });
      else if (known !== check)
        throw new PlatformError(
          'key-invalid',
          `the key file is not the one that this data was taken in with (version ${version})`,
        );
    }
  }
}

/** Cuts so that newcomers and the headers of their buckets fit in a commit. */
function commitSized<Newcomer extends { readonly bucket: number }>(
  ordered: readonly Newcomer[],
): readonly (readonly Newcomer[])[] {
  const cuts: Newcomer[][] = [];
  let documents = Infinity;
  let bucket: number | undefined;
  for (const newcomer of ordered) {
    const added = newcomer.bucket === bucket ? 1 : 2;
    if (documents + added > DOCUMENTS_PER_COMMIT) {
      cuts.push([newcomer]);
      documents = 2;
    } else {
      cuts.at(-1)!.push(newcomer);
      documents += added;
    }
    bucket = newcomer.bucket;
  }
  return cuts;
}
