import type { ServiceDefinition } from '@evenground/host';
import { errorFields } from '@evenground/telemetry';
import { ReflectionPositions } from './await-positions/reflection-positions.js';
import { reportingCollections } from './reflection-documents.js';
import { ReportingModule } from './reporting.module.js';

/** How reporting is put into a process. */
export const reportingService: ServiceDefinition = {
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
