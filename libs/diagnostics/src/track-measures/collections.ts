import type { MeasuresMeasured } from '@evenground/contracts';
import { collection } from '@evenground/document-store';

/** What was published last of a cycle's measures. */
export const publishedMeasures = collection<MeasuresMeasured>('published-measures');
