import type { KnownServices } from '@evenground/archive';
import { diagnosticsService } from '@evenground/diagnostics';
import { feedbackService } from '@evenground/feedback';
import { collectionsOf } from '@evenground/host';
import { ingestionService } from '@evenground/ingestion';
import { interventionsService } from '@evenground/interventions';
import { reportingService } from '@evenground/reporting';

/** Everything that this version can open. */
export const KNOWN_SERVICES: KnownServices = [
  ingestionService,
  diagnosticsService,
  interventionsService,
  feedbackService,
  reportingService,
].map((one) => ({ service: one.service, collections: collectionsOf(one) }));
