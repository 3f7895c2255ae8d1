import type { DocumentStore, Stored, Write } from '@evenground/document-store';
import type { EarlierFrame, FrameCell, Shown } from '@evenground/disclosure';
import { idOf } from '../measure-students/identifiers.js';
import { ledgerParts, releaseLedgers, type LedgerCell, type LedgerPart, type ReleaseLedger } from './collections.js';

/** Of one indicator and period of a district. */
export interface LedgerPlace {
  readonly district: string;
  readonly indicator: string;
  readonly period: string;
}

const CELLS_OF_A_PART = 800; // about 130 bytes each, so that a part stays well below the store's 256 KB
const LOADED_AT_ONCE = 100;

/** What earlier releases have shown. */
export class ReleaseLedgers {
  constructor(private readonly store: DocumentStore) {}

  async head(place: LedgerPlace): Promise<Stored<ReleaseLedger> | undefined> {
    return (await this.store.load(releaseLedgers, [headId(place)]))[0];
  }

  /** The tables of earlier releases, oldest first. */
  async earlier(place: LedgerPlace, ledger: ReleaseLedger): Promise<EarlierFrame[]> {
    const frames: EarlierFrame[] = [];
    for (const { releaseId, breakdowns, parts } of ledger.releases) {
      const cells: FrameCell[] = [];
      const shown: Shown[] = [];
      for (const part of await this.parts(place, releaseId, 0, parts)) {
        for (const cell of part.cells) {
          cells.push(cellOf(cell));
          shown.push(cell[7]);
        }
      }
      frames.push({ plan: breakdowns, cells, shown });
    }
    return frames;
  }

  /** Some parts of a release's tables. */
  async parts(place: LedgerPlace, releaseId: string, from: number, to: number): Promise<LedgerPart[]> {
    const found: LedgerPart[] = [];
    for (let at = from; at < to; at += LOADED_AT_ONCE) {
      const ids = Array.from({ length: Math.min(LOADED_AT_ONCE, to - at) }, (_, k) => partId(place, releaseId, at + k));
      for (const part of await this.store.load(ledgerParts, ids)) if (part) found.push(part.body);
    }
    if (found.length < to - from) throw new Error('a part of an earlier release is missing');
    return found;
  }

  /** Keeps the tables of a release, some parts a commit; said again with the same content it changes nothing. */
  async keepParts(place: LedgerPlace, releaseId: string, parts: readonly LedgerPart[]): Promise<void> {
    for (let from = 0; from < parts.length; from += 10) {
      const writes = parts.slice(from, from + 10).map((body, at): Write => ({
        collection: ledgerParts,
        id: partId(place, releaseId, from + at),
        expected: 'any',
        body,
      }));
      await this.store.commit({ writes });
    }
  }

  /** Adds a release to the ledger; the version is what the decision rested on. */
  headWrite(place: LedgerPlace, before: Stored<ReleaseLedger> | undefined, body: ReleaseLedger): Write {
    return { collection: releaseLedgers, id: headId(place), expected: before?.version ?? 0, body };
  }
}

export function partsOf(cells: readonly FrameCell[], shown: readonly Shown[]): LedgerPart[] {
  const parts: LedgerPart[] = [];
  for (let from = 0; from < cells.length; from += CELLS_OF_A_PART) {
    const slice = cells.slice(from, from + CELLS_OF_A_PART);
    parts.push({ cells: slice.map((cell, at) => rowOf(cell, shown[from + at]!)) });
  }
  return parts;
}

function rowOf(
  { schoolId, by, values, n, events, sum, sumOfSquares, largestSchool }: FrameCell,
  shown: Shown,
): LedgerCell {
  return [schoolId, by, values, n, events, String(sum), String(sumOfSquares), shown, largestSchool ?? null];
}

export function cellOf([schoolId, by, values, n, events, sum, squares, shown, largest]: LedgerCell): FrameCell {
  return {
    ...{ schoolId, by, values, n, events, sum: BigInt(sum), sumOfSquares: BigInt(squares) },
    isListed: shown !== 'unlisted',
    ...(largest !== null && { largestSchool: largest }),
  };
}

function headId({ district, indicator, period }: LedgerPlace): string {
  return idOf(district, indicator, period);
}

function partId({ district, indicator, period }: LedgerPlace, releaseId: string, part: number): string {
  return idOf(district, indicator, period, releaseId, String(part).padStart(5, '0'));
}
