// Diagnostics behind HTTP in a process of its own, while columns change: node gaps-server.mjs <directory> <json of the district>
import { DiagnosticsModule, diagnosticsCollections } from '../../libs/diagnostics/dist/index.js';
import { systemClock, systemRandom } from '../../libs/platform/config/dist/index.js';
import { openEmbedded } from '../../libs/platform/embedded/dist/index.js';
import { PositionWaiter } from '../../libs/platform/event-log/dist/index.js';
import { createServiceApp } from '../../libs/platform/http/dist/index.js';
import { DISTRICT, changePack } from './district.mjs';

const [directory, district] = [process.argv[2], JSON.parse(process.argv[3])];
const CHANGE_EVERY_MS = 100;
const UNLIMITED = { burst: 1e9, perSecond: 1e9 };

const [clock, random] = [systemClock, systemRandom];
const platform = await openEmbedded({ directory, clock, random });
const store = await platform.stores.open('diagnostics', diagnosticsCollections);
const positions = new PositionWaiter({ clock });
const principal = {
  ...{ id: 'bench', roles: ['data-steward'], districts: [DISTRICT], schools: '*', clientScopes: [] },
};
const service = await createServiceApp({
  ...{ service: 'diagnostics', clock, random, positions },
  module: DiagnosticsModule.register({ store, log: platform.log, clock, random, positions }),
  authenticator: { authenticate: () => Promise.resolve(principal) },
  limits: { read: UNLIMITED, write: UNLIMITED },
});
await service.app.listen(0, '127.0.0.1');

let changes = 0;
let isOver = false;
const changing = (async () => {
  while (!isOver) {
    await changePack(store, district, (changes * 37) % district.packs, changes % 7);
    changes += 1;
    await new Promise((resolve) => setTimeout(resolve, CHANGE_EVERY_MS));
  }
})();
process.on('message', async () => {
  isOver = true;
  await changing;
  process.send({ changes });
  await service.close();
  await platform.close();
  process.exit(0);
});
process.send({ port: service.app.getHttpServer().address().port });
