// Writes docs/record-types.md from the declared record types: node tools/record-types.mjs
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RACE_ETHNICITY, RECORD_TYPES } from '../libs/contracts/dist/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const says = {
  identifier: () => 'identifier, up to 64 characters',
  text: ({ maxLength }) => `text, up to ${maxLength} characters`,
  date: () => 'date, 2026-03-31',
  'school-year': () => 'school year, 2025-26',
  period: () => 'school year 2025-26, term 2025-26/T1, or cohort 2026',
  cohort: () => 'year of expected graduation',
  flag: () => 'yes or no (true/false, y/n, 1/0)',
  integer: ({ min, max }) => `whole number, ${min} to ${max}`,
  decimal: ({ min, max }) =>
    `number${min === undefined ? '' : `, from ${min}`}${max === undefined ? '' : ` to ${max}`}`,
  choice: ({ values }) => values.join(', '),
  choices: ({ values }) => `list with ; of ${values.join(', ')}`,
  texts: () => 'list with ;',
  'race-ethnicity': () => RACE_ETHNICITY.map(({ name }) => name).join(', '),
  'birth-date': ({ becomes }) => `date; becomes ${becomes} at the door and is dropped`,
};
const sections = RECORD_TYPES.map((type) => {
  const keys = new Set([...type.key, ...(type.alternateKey ?? [])]);
  const rows = Object.entries(type.fields).map(
    ([name, { kind }]) => `| ${keys.has(name) ? `**${name}**` : name} | ${says[kind.kind](kind)} |`,
  );
  const open =
    type.openColumns === 'attributes'
      ? '\nAny column `attribute:<name>` is an attribute of your own.\n'
      : type.openColumns === 'subgroups'
        ? '\nAny other column is a subgroup of the table; `*` in it means all.\n'
        : '';
  const other = type.alternateKey ? ` or ${type.alternateKey.join(', ')}` : '';
  return `## ${type.name}\n\nOne row is ${type.says}. A row with the same ${type.key.join(', ')}${other} replaces the former one.\n\n| column | value |\n|---|---|\n${rows.join('\n')}\n${open}`;
});
writeFileSync(
  join(root, 'docs', 'record-types.md'),
  `# Record types\n\nWritten by \`node tools/record-types.mjs\` from \`libs/contracts/src/records.ts\`. CSV headers are these names, JSON uses the same. Bold: the natural key. An empty cell is *unknown*, never *no*.\n\n${sections.join('\n')}`,
);
