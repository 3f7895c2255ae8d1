import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { diagnosticsService } from '@evenground/diagnostics';
import { runProcess } from '@evenground/host';

/** Diagnostics in a process of its own; any number of copies of it may run. */
runProcess({ services: [diagnosticsService], adapters: ADAPTERS });
