import { InterventionsModule, ReviewWhenDue, interventionsCollections } from '@evenground/interventions';
import type { ServiceDefinition } from './service-definition.js';

const HOUR_MS = 3_600_000;

const interventions: ServiceDefinition = {
  service: 'interventions',
  collections: interventionsCollections,
  assemble: ({ store, clock, random, positions }) => ({
    module: InterventionsModule.register({ store, clock, random, positions }),
    work: [{ name: 'review-when-due', everyMs: HOUR_MS, run: (app) => app.get(ReviewWhenDue).run() }],
  }),
};

/** The services of the all-in-one process, publishers before those who listen to them. */
export const SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[] = [interventions];
