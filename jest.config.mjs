import { existsSync, readdirSync } from 'node:fs';

/** All projects in one run; `nx test` runs one at a time with its own configuration. */
const projects = ['apps', 'libs', 'libs/platform'].flatMap((folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}/${entry.name}/jest.config.mjs`))
    .map((entry) => `<rootDir>/${folder}/${entry.name}`),
);

export default { projects };
