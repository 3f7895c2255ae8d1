import { BUILT_IN_INDICATORS } from '@evenground/contracts';
import { Cube, canonicalCells, type CanonicalCell } from '@evenground/cube';
import type { Collection, DocumentStore } from '@evenground/document-store';
import { definitions } from './keep-reference/collections.js';
import { buckets, packColumns } from './measure-students/collections.js';
import { idOf, prefixOf } from './measure-students/identifiers.js';

/** The cells of one indicator and period. */
export interface DumpedCube {
  readonly indicator: string;
  readonly period: string;
  readonly cells: readonly CanonicalCell[];
}

/**
 * Everything a district's cubes hold, sorted by indicator and period, without versions, positions or clocks: two stores
 * that were told the same give the same bytes.
 */
export async function canonicalDump(store: DocumentStore, district: string): Promise<DumpedCube[]> {
  const generations = new Map<number, number>();
  const wanted = new Map<string, Set<string>>();
  for await (const { body } of every(store, buckets, prefixOf(district))) {
    generations.set(body.bucket, body.generation);
    for (const [indicator, periods] of Object.entries(body.columns)) {
      const known = wanted.get(indicator) ?? new Set();
      for (const period of Object.keys(periods)) known.add(period);
      wanted.set(indicator, known);
    }
  }
  const dumped: DumpedCube[] = [];
  for (const indicator of [...wanted.keys()].sort()) {
    for (const period of [...wanted.get(indicator)!].sort()) {
      const cube = Cube.for({
        district,
        indicator,
        period,
        attribution: await attributionOf(store, district, indicator),
      });
      for await (const { body } of every(store, packColumns, prefixOf(district, indicator, period))) {
        if (body.generation === (generations.get(body.bucket) ?? 0)) cube.replacePack(body.pack, body.column);
      }
      dumped.push({ indicator, period, cells: canonicalCells(cube) });
    }
  }
  return dumped;
}

async function attributionOf(store: DocumentStore, district: string, indicator: string) {
  if (BUILT_IN_INDICATORS.some(({ id }) => id === indicator)) return 'accountable';
  return (await store.load(definitions, [idOf(district, indicator)]))[0]?.body.attribution ?? 'accountable';
}

async function* every<Body>(store: DocumentStore, of: Collection<Body>, prefix: string) {
  for (let after: string | undefined; ;) {
    const page = await store.list(of, prefix, { limit: 200, ...(after !== undefined && { after }) });
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
