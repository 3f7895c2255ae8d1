import { diagnosticsService } from '@evenground/diagnostics';
import { feedbackService } from '@evenground/feedback';
import type { ServiceDefinition } from '@evenground/host';
import { ingestionService } from '@evenground/ingestion';
import { interventionsService } from '@evenground/interventions';
import { reportingService } from '@evenground/reporting';

/** The services of the all-in-one process, publishers before those who listen to them. */
export const SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[] = [
  ingestionService,
  diagnosticsService,
  interventionsService,
  feedbackService,
  reportingService,
];
