import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { ingestionService } from '@evenground/ingestion';
import { runProcess } from '@evenground/host';

/** Ingestion in a process of its own; any number of copies of it may run. */
runProcess({ services: [ingestionService], adapters: ADAPTERS });
