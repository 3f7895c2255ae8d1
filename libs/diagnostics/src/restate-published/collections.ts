import { collection } from '@evenground/document-store';
import type { RestatementProgress } from '@evenground/event-log';

/** How far each restatement of our own streams has come. */
export const restatements = collection<RestatementProgress>('restatements');
