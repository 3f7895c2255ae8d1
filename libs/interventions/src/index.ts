export { InterventionsModule } from './interventions.module.js';
export type { InterventionsOptions } from './interventions.module.js';
export { interventionsCollections } from './collections.js';
export type { InterventionsSettings } from './interventions-settings.js';
export { ReviewWhenDue } from './review-when-due/review-when-due.js';
