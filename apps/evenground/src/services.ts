import type { ServiceDefinition } from './service-definition.js';

/** The services of the all-in-one process, publishers before those who listen to them. */
export const SERVICES_OF_THE_PROCESS: readonly ServiceDefinition[] = [];
