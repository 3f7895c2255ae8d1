import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { interventionsService } from '@evenground/interventions';
import { runProcess } from '@evenground/host';

/** Interventions in a process of its own; any number of copies of it may run. */
runProcess({ services: [interventionsService], adapters: ADAPTERS });
