import type { ServiceDefinition } from '@evenground/host';
import type { DiagnosticsRooms } from './diagnostics-rooms.js';
import { DiagnosticsModule, ROOMS, diagnosticsCollections, diagnosticsFollowsTopics } from './diagnostics.module.js';
import { idOf } from './measure-students/identifiers.js';
import { statements } from './state-problem/collections.js';

const MINUTE_MS = 60_000;

/** How diagnostics is put into a process. */
export const diagnosticsService: ServiceDefinition = {
  service: 'diagnostics',
  collections: diagnosticsCollections,
  places: { things: [statements], thingId: idOf },
  followsTopics: diagnosticsFollowsTopics,
  assemble: ({ store, log, clock, random, positions, logger }) => ({
    module: DiagnosticsModule.register({
      ...{ store, log, clock, random, positions },
      alarms: { raise: (alarm, detail) => logger.error({ alarm, ...detail }, 'alarm') },
    }),
    work: [{ name: 'go-on', everyMs: MINUTE_MS, run: (app) => app.get<DiagnosticsRooms>(ROOMS).goOn() }],
  }),
};
