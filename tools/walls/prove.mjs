// Proves that each wall bites: every fixture must be refused by the rule that it names, as if it lay where it says.
import { ESLint } from 'eslint';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const eslint = new ESLint({ cwd: root });
const fixtures = readdirSync(join(here, 'fixtures')).filter((name) => /[.]tsx?$/.test(name));
const toothless = [];
for (const name of fixtures) {
  const text = readFileSync(join(here, 'fixtures', name), 'utf8');
  const as = /^\/\/ as: (.+)$/m.exec(text)?.[1];
  const rule = /^\/\/ breaks: (.+)$/m.exec(text)?.[1];
  if (!as || !rule) throw new Error(`${name}: needs the lines "// as: <path>" and "// breaks: <rule>"`);
  const [result] = await eslint.lintText(text, { filePath: join(root, as) });
  const bites = result.messages.some((message) => message.ruleId === rule && message.severity === 2);
  if (!bites)
    toothless.push(
      `${name}: ${rule} did not refuse it (said: ${result.messages.map((m) => m.ruleId).join(', ') || 'nothing'})`,
    );
}
for (const line of toothless) console.error(line);
console.log(`walls: ${fixtures.length - toothless.length} of ${fixtures.length} bite`);
process.exit(toothless.length === 0 && fixtures.length > 0 ? 0 : 1);
