// npm run openapi: writes the OpenAPI 3.1 and AsyncAPI 3.0 documents into docs/api and checks them against their standards.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asyncApiParser from '@asyncapi/parser';
import { compileErrors, validate } from '@readme/openapi-parser';
import { ADAPTERS } from '@evenground/composition';
import { describeProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from '../apps/evenground/dist/services.js';

const SEVERITY_ERROR = 0;
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'api');
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
