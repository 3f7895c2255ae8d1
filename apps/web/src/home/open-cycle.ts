import type { Cycle } from '../api/shapes.js';

/** Work goes on in it, or will again. */
export function isOpen({ state }: Pick<Cycle, 'state'>): boolean {
  return state !== 'decided' && state !== 'closed-early';
}
