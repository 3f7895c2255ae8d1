import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { ADAPTERS } from '@evenground/composition';
import { runProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from './services.js';

/** All five services in one process, and the pages, behind one port. */
runProcess({
  services: SERVICES_OF_THE_PROCESS,
  adapters: ADAPTERS,
  pages: fileURLToPath(new URL('../../web/dist/pages', import.meta.url)),
});
