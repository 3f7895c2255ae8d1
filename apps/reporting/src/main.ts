import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { ADAPTERS } from '@evenground/composition';
import { reportingService } from '@evenground/reporting';
import { runProcess } from '@evenground/host';

/** Reporting, and the pages, in a process of its own; any number of copies of it may run. */
runProcess({
  services: [reportingService],
  adapters: ADAPTERS,
  pages: fileURLToPath(new URL('../../web/dist/pages', import.meta.url)),
});
