import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { runProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from './services.js';

/** All five services in one process, behind one port. */
runProcess({ services: SERVICES_OF_THE_PROCESS, adapters: ADAPTERS });
