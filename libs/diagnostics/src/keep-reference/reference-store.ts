import { BUILT_IN_VERSION, type IndicatorDefinition } from '@evenground/contracts';
import type { Collection, DocumentStore, Stored } from '@evenground/document-store';
import type { Definitions } from '../domain/contributions.js';
import { DistrictReference } from '../domain/district-reference.js';
import { idOf, prefixOf } from '../measure-students/identifiers.js';
import { definitions, referenceDocuments, referenceHeaders } from './collections.js';
import type { ReferenceDocument, ReferenceHeader } from './collections.js';

/** The reference data and the indicators of a district as of one version. */
export interface CurrentReference {
  readonly header: ReferenceHeader;
  /** Version of the header document; 0 = it does not exist yet. */
  readonly headerVersion: number;
  readonly reference: DistrictReference;
  readonly definitions: Definitions;
}

const PAGE = 500;
export const CHANGES_REMEMBERED = 100;

/** Reads a district's reference data; loads it anew only when its version has changed. */
export class ReferenceStore {
  private readonly known = new Map<string, CurrentReference>();
  private readonly loading = new Map<string, Promise<CurrentReference>>();

  constructor(private readonly store: DocumentStore) {}

  async current(district: string): Promise<CurrentReference> {
    const [stored] = await this.store.load(referenceHeaders, [idOf(district)]);
    const header = stored?.body ?? emptyHeader(district);
    const known = this.known.get(district);
    if (known && cacheKey(known.header) === cacheKey(header)) {
      const current = { ...known, header, headerVersion: stored?.version ?? 0 };
      this.known.set(district, current);
      return current;
    }
    return this.load(header, stored?.version ?? 0);
  }

  /** Every document below a prefix. */
  async all<Body>(of: Collection<Body>, prefix: string): Promise<Stored<Body>[]> {
    const found: Stored<Body>[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.store.list(of, prefix, { limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.items);
      if (page.next === undefined) return found;
      after = page.next;
    }
  }

  private async load(header: ReferenceHeader, headerVersion: number): Promise<CurrentReference> {
    const key = cacheKey(header);
    const running = this.loading.get(key);
    if (running) return running;
    const loading = this.loadAll(header, headerVersion).finally(() => this.loading.delete(key));
    this.loading.set(key, loading);
    return loading;
  }

  private async loadAll(header: ReferenceHeader, headerVersion: number): Promise<CurrentReference> {
    const reference = new DistrictReference(header.version);
    for (const { body } of await this.all(referenceDocuments, prefixOf(header.district, header.generation))) {
      apply(reference, body);
    }
    const own = new Map<string, IndicatorDefinition>();
    for (const { body } of await this.all(definitions, prefixOf(header.district))) own.set(body.id, body);
    const current = { header, headerVersion, reference, definitions: { own } };
    this.known.set(header.district, current);
    return current;
  }
}

function cacheKey({ district, version, generation, shown = 0 }: ReferenceHeader): string {
  return `${district}|${version}|${generation}|${shown}`;
}

export function emptyHeader(district: string): ReferenceHeader {
  return { district, version: 0, passed: 0, changes: [], generation: 0, builtIn: BUILT_IN_VERSION };
}

/** The header after a change of what packs are computed from. */
export function withChange(
  header: ReferenceHeader,
  change: Omit<ReferenceHeader['changes'][number], 'version'>,
): ReferenceHeader {
  const version = header.version + 1;
  return { ...header, version, changes: [...header.changes, { version, ...change }].slice(-CHANGES_REMEMBERED) };
}

export function referenceId(district: string, generation: number, document: ReferenceDocument): string {
  switch (document.kind) {
    case 'calendar':
      return idOf(district, generation, document.kind, document.schoolId, document.year);
    case 'completeness':
      return idOf(district, generation, document.kind, document.type, document.year);
    case 'assessment':
      return idOf(district, generation, document.kind, document.assessment);
    case 'school':
      return idOf(district, generation, document.kind, document.schoolId);
  }
}

function apply(reference: DistrictReference, document: ReferenceDocument): void {
  switch (document.kind) {
    case 'calendar':
      reference.calendars.set(`${document.schoolId}|${document.year}`, document.days);
      return;
    case 'completeness':
      reference.setCompleteness(document.type, document.year, document);
      return;
    case 'assessment':
      reference.assessments.set(document.assessment, document.cut);
      return;
    case 'school':
      reference.schools.set(document.schoolId, document.content);
  }
}
