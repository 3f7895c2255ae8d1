import type { FidelityCheck } from '@evenground/contracts';
import type { PackedWindow } from '../collections.js';

type Met = FidelityCheck['items'][number]['met'];

const LETTERS: Readonly<Record<Met, string>> = { yes: 'y', partly: 'p', no: 'n', notSeen: 's' };
const MET: Readonly<Record<string, Met>> = { y: 'yes', p: 'partly', n: 'no', s: 'notSeen' };

/** Packs checks to about a third, so that 400 of them with 12 items each stay far below the size of a document. */
export function packWindow(checks: readonly FidelityCheck[]): PackedWindow {
  const criteria = [...new Set(checks.flatMap(({ items }) => items.map(({ criterionId }) => criterionId)))];
  const places = new Map(criteria.map((id, place) => [id, place]));
  return {
    criteria,
    checks: checks.map(({ items, ...rest }) => ({
      ...rest,
      items: items.map(({ criterionId, met }) => [places.get(criterionId) ?? 0, LETTERS[met]] as const),
    })),
  };
}

export function unpackWindow({ criteria, checks }: PackedWindow): FidelityCheck[] {
  return checks.map(({ items, ...rest }) => ({
    ...rest,
    items: items.map(([place, letter]) => ({ criterionId: criteria[place] ?? '', met: MET[letter] ?? 'notSeen' })),
  }));
}
