import type { ServiceDefinition } from '@evenground/host';
import { cycles, interventionPlaces, interventionsCollections, openings } from './collections.js';
import { InterventionsModule } from './interventions.module.js';
import { ReviewWhenDue } from './review-when-due/review-when-due.js';

const HOUR_MS = 3_600_000;

/** How interventions is put into a process. */
export const interventionsService: ServiceDefinition = {
  service: 'interventions',
  collections: interventionsCollections,
  places: { districts: openings, things: [cycles, interventionPlaces] },
  assemble: ({ store, clock, random, positions }) => ({
    module: InterventionsModule.register({ store, clock, random, positions }),
    work: [{ name: 'review-when-due', everyMs: HOUR_MS, run: (app) => app.get(ReviewWhenDue).run() }],
  }),
};
