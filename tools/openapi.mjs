// npm run openapi: writes the OpenAPI 3.1 and AsyncAPI 3.0 documents into docs/api and checks them against their standards,
// and the types of the pages' client from them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asyncApiParser from '@asyncapi/parser';
import { compileErrors, validate } from '@readme/openapi-parser';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { ADAPTERS } from '@evenground/composition';
import { describeProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from '../apps/evenground/dist/services.js';

const SEVERITY_ERROR = 0;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'api');
const CLIENT = join(root, 'apps', 'web', 'src', 'api', 'openapi.ts');
const described = await describeProcess(SERVICES_OF_THE_PROCESS, ADAPTERS);
const openApi = {
  ...Object.fromEntries(
    Object.entries(described.openApi).map(([service, document]) => [`openapi-${service}`, document]),
  ),
  openapi: described.merged,
};

mkdirSync(folder, { recursive: true });
const problems = [];
for (const [name, document] of Object.entries(openApi)) {
  write(name, document);
  const checked = await validate(structuredClone(document));
  if (!checked.valid) problems.push(`${name}: ${compileErrors(checked)}`);
}
write('asyncapi', described.asyncApi);
const client = `// Written by \`npm run openapi\` from docs/api/openapi.json.\n${astToString(await openapiTypeScript(structuredClone(described.merged)))}`;
mkdirSync(dirname(CLIENT), { recursive: true });
writeFileSync(CLIENT, await format(client, { ...(await resolveConfig(CLIENT)), filepath: CLIENT }));
const diagnostics = await new asyncApiParser.Parser().validate(JSON.stringify(described.asyncApi));
for (const { severity, message, path } of diagnostics) {
  if (severity === SEVERITY_ERROR) problems.push(`asyncapi: ${path.join('.')}: ${message}`);
}

for (const problem of problems) console.error(problem);
const operations = Object.values(described.merged.paths).reduce((sum, item) => sum + Object.keys(item).length, 0);
const messages = Object.keys(described.asyncApi.components.messages).length;
console.log(
  `${operations} operations of ${Object.keys(described.openApi).length} services, ${messages} messages, ${problems.length} errors`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function write(name, document) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}
