import type { ServiceDefinition } from '@evenground/host';
import { feedbackCollections, reportPlaces } from './collections.js';
import { FeedbackModule } from './feedback.module.js';

/** How feedback is put into a process. */
export const feedbackService: ServiceDefinition = {
  service: 'feedback',
  collections: feedbackCollections,
  places: { things: [reportPlaces] },
  assemble: ({ store, clock, random, positions }) => ({
    module: FeedbackModule.register({ store, clock, random, positions }),
  }),
};
