export { feedbackService } from './feedback-service.js';
export { FeedbackModule } from './feedback.module.js';
export type { FeedbackOptions } from './feedback.module.js';
export { feedbackCollections, reportPlaces } from './collections.js';
