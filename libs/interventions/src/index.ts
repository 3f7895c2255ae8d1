export { interventionsService } from './interventions-service.js';
export { InterventionsModule } from './interventions.module.js';
export type { InterventionsOptions } from './interventions.module.js';
export { cycles, interventionPlaces, interventionsCollections, openings } from './collections.js';
export type { InterventionsSettings } from './interventions-settings.js';
export { ReviewWhenDue } from './review-when-due/review-when-due.js';
