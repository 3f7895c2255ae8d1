import { join } from 'node:path';
import {
  DiagnosticsModule,
  diagnosticsCollections,
  diagnosticsFollowsTopics,
  statementId,
  statements,
} from '@evenground/diagnostics';
import { FeedbackModule, feedbackCollections, reportPlaces } from '@evenground/feedback';
import {
  IngestionModule,
  erasedListFile,
  ingestionCollections,
  ingestionDistricts,
  readKeyFile,
} from '@evenground/ingestion';
import {
  InterventionsModule,
  ReviewWhenDue,
  cycles,
  interventionPlaces,
  interventionsCollections,
  openings,
} from '@evenground/interventions';
import { ReflectionPositions, ReportingModule, reportingCollections } from '@evenground/reporting';
import { errorFields } from '@evenground/telemetry';
import type { ServiceDefinition } from './service-definition.js';

const HOUR_MS = 3_600_000;

const ingestion: ServiceDefinition = {
  service: 'ingestion',
  collections: ingestionCollections,
  places: { districts: ingestionDistricts },
  assemble: ({ store, clock, random, logger, keyFile, keyFilePath, soleOperatorId, dataDir, eraseFromLog }) => ({
    module: IngestionModule.register({
      ...{ store, clock, random, soleOperatorId, keys: readKeyFile(keyFile) },
      spoolDirectory: join(dataDir, 'spool'),
      eraser: eraseFromLog && { eraseFromLog },
      erasedList: erasedListFile(`${keyFilePath}.erased`),
      log: logger,
    }),
  }),
};

const diagnostics: ServiceDefinition = {
  service: 'diagnostics',
  collections: diagnosticsCollections,
  places: { things: [statements], thingId: statementId },
  followsTopics: diagnosticsFollowsTopics,
  assemble: ({ store, log, clock, random, positions, logger }) => ({
    module: DiagnosticsModule.register({
      ...{ store, log, clock, random, positions },
      alarms: { raise: (alarm, detail) => logger.error({ alarm, ...detail }, 'alarm') },
    }),
  }),
};

const interventions: ServiceDefinition = {
  service: 'interventions',
  collections: interventionsCollections,
  places: { districts: openings, things: [cycles, interventionPlaces] },
  assemble: ({ store, clock, random, positions }) => ({
    module: InterventionsModule.register({ store, clock, random, positions }),
    work: [{ name: 'review-when-due', everyMs: HOUR_MS, run: (app) => app.get(ReviewWhenDue).run() }],
  }),
};

const feedback: ServiceDefinition = {
  service: 'feedback',
  collections: feedbackCollections,
  places: { things: [reportPlaces] },
  assemble: ({ store, clock, random, positions }) => ({
    module: FeedbackModule.register({ store, clock, random, positions }),
  }),
};

const reporting: ServiceDefinition = {
  service: 'reporting',
  collections: reportingCollections,
  assemble: ({ store, log, clock, random, authenticator, logger }) => {
    const positions = new ReflectionPositions(store, log, clock);
    const onFault = (error: unknown): void => logger.error(errorFields(error), 'work in the background failed');
    return {
      positions,
      module: ReportingModule.register({
        ...{ store, log, clock, random, authenticator, positions, onFault },
        onAlarm: ({ code, ...where }) => logger.error({ alarm: code, ...where }, 'alarm'),
      }),
    };
  },
};

/** The services of the all-in-one process, publishers before those who listen to them. */
export const SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[] = [
  ingestion,
  diagnostics,
  interventions,
  feedback,
  reporting,
];
