import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { reportingService } from '@evenground/reporting';
import { runProcess } from '@evenground/host';

/** Reporting in a process of its own; any number of copies of it may run. */
runProcess({ services: [reportingService], adapters: ADAPTERS });
