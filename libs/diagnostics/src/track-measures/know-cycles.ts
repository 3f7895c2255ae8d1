import type { CycleSummary } from '@evenground/contracts';
import type { DocumentStore, Write } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { idOf } from '../measure-students/identifiers.js';
import { knownCycles } from '../state-problem/collections.js';
import type { AdoptionListener } from '../state-problem/state-problem.js';

/** Knows the cycles that interventions tells of: that they exist, their state, schools and leading indicators. */
export class KnowCycles {
  constructor(
    private readonly store: DocumentStore,
    private readonly tracking: AdoptionListener,
  ) {}

  async handle({ events, handled }: Delivery): Promise<void> {
    for (const mark of handled) {
      const newest = new Map<string, CycleSummary>();
      for (const { envelope, data } of events) {
        if (envelope.stream !== mark.stream) continue;
        const cycle = (data as { readonly cycle?: CycleSummary }).cycle;
        if (cycle) newest.set(idOf(cycle.district, cycle.id), cycle);
      }
      // Each event holds the whole cycle, so that whatever is there is replaced.
      const writes = [...newest].map(([id, body]): Write => ({ collection: knownCycles, id, expected: 'any', body }));
      await this.store.commit({ writes, handled: [mark] });
      for (const { district, id } of newest.values()) this.tracking.adopted(district, id);
    }
  }
}
