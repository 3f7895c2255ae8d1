export { FeedbackModule } from './feedback.module.js';
export type { FeedbackOptions } from './feedback.module.js';
export { feedbackCollections } from './collections.js';
