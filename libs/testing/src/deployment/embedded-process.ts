import { cp, rm } from 'node:fs/promises';
import { ApiClient } from './api-client.js';
import type { Deployment } from './deployment.js';
import { entryOf, freePort, startProduct } from './product-process.js';

export const LOCAL_TOKEN = 'local-token-of-the-test-suites-0001';

/** The all-in-one process with the embedded adapters, from its built entry point. */
export const embeddedDeployment: Deployment = {
  name: 'embedded',
  async start(options) {
    const port = options.port ?? (await freePort());
    const product = await startProduct({
      ...{ name: 'evenground', entry: options.entry ?? entryOf('evenground'), args: options.args, port },
      directory: options.dataDirectory,
      environment: {
        EVENGROUND_DATA_DIR: options.dataDirectory,
        EVENGROUND_LOCAL_TOKEN: LOCAL_TOKEN,
        ...options.environment,
      },
    });
    const api = new ApiClient(`http://127.0.0.1:${port}`, LOCAL_TOKEN, options.district);
    return { ...product, api, processes: [product] };
  },
  backUp: ({ dataDirectory }, to) => cp(dataDirectory, to, { recursive: true }),
  restore: async ({ dataDirectory }, from) => {
    await rm(dataDirectory, { recursive: true });
    await cp(from, dataDirectory, { recursive: true });
  },
  remove: () => Promise.resolve(),
};
