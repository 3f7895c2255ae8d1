// npm run pages-report: what the journeys in a browser measured last, as docs/pages-measured.md. They are run by
// `node tools/test.mjs pages`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const measured = join(root, 'test-results', 'pages-report.json');
if (!existsSync(measured)) throw new Error('nothing was measured yet: node tools/test.mjs pages');
const { axe, firstLoad, journeys, complaints } = JSON.parse(readFileSync(measured, 'utf8'));

const looks = [...new Set(Object.values(axe).flatMap((found) => Object.keys(found)))];
const line = (cells) => `| ${cells.join(' | ')} |`;
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

writeFileSync(
  join(root, 'docs', 'pages-measured.md'),
  `# The pages, measured

Written by \`npm run pages-report\` from what \`node tools/test.mjs pages\` measured in Chromium against \`npm run demo\`.

| measured | result | limit |
|---|---|---|
| compressed script of the first load | ${kib(firstLoad.firstLoad)} | ${kib(firstLoad.limit)} |
| errors in the console, refused policies and requests to third parties, in ${journeys} journeys | ${complaints} | 0 |

Violations that axe finds (WCAG 2.2 A and AA, and its best practices), everything unfolded:

${line(['view', ...looks])}
${line(['---', ...looks.map(() => '---')])}
${Object.entries(axe)
  .map(([view, found]) => line([view, ...looks.map((look) => found[look] ?? '–')]))
  .join('\n')}
`,
);
console.log('docs/pages-measured.md');
