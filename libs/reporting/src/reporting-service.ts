import type { ServiceDefinition } from '@evenground/host';
import { errorFields } from '@evenground/telemetry';
import { ReflectionPositions } from './await-positions/reflection-positions.js';
import { reportingCollections } from './reflection-documents.js';
import { releases } from './publish-releases/collections.js';
import { ReportingModule } from './reporting.module.js';

/** How reporting is put into a process. */
export const reportingService: ServiceDefinition = {
  service: 'reporting',
  collections: reportingCollections,
  places: { things: [releases] },
  assemble: ({ store, log, clock, random, authenticator, logger, soleOperatorId }) => {
    const positions = new ReflectionPositions(store, log, clock);
    const onFault = (error: unknown): void => logger.error(errorFields(error), 'work in the background failed');
    return {
      positions,
      module: ReportingModule.register({
        ...{ store, log, clock, random, authenticator, positions, onFault },
        ...(soleOperatorId !== undefined && { soleOperatorId }),
        onAlarm: ({ code, ...where }) => logger.error({ alarm: code, ...where }, 'alarm'),
      }),
    };
  },
};
