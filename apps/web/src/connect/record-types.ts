import type { paths } from '../api/openapi.js';

export type RecordType = NonNullable<paths['/api/ingestion/v1/uploads']['post']['parameters']['query']>['type'];

/** What a file may hold, in the order in which a district usually sends it. */
export const RECORD_TYPES = [
  ...(['schools', 'students', 'enrollments', 'calendar', 'rosters', 'attendance', 'discipline'] as const),
  ...(['courses', 'assessments', 'graduation', 'observations', 'counts', 'deliveries'] as const),
] satisfies readonly RecordType[];
