// node tools/sample-district/cli.mjs <directory> [--students 5000] [--seed 20260701] [--today 2026-11-24]
import { parseArgs } from 'node:util';
import { generateSampleDistrict } from './generate.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    students: { type: 'string' },
    seed: { type: 'string' },
    today: { type: 'string' },
    'no-present-rows': { type: 'boolean' },
  },
});
if (positionals.length !== 1) {
  console.error(
    'Say where to write: node tools/sample-district/cli.mjs <directory> [--students 5000] [--seed 20260701] [--today 2026-11-24] [--no-present-rows]',
  );
  process.exit(2);
}
const { files, answers } = await generateSampleDistrict({
  directory: positionals[0],
  ...(values.students && { students: Number(values.students) }),
  ...(values.seed && { seed: Number(values.seed) }),
  ...(values.today && { today: values.today }),
  presentRows: values['no-present-rows'] !== true,
});
console.log(`${files.length} files and answer-sheet.json (${answers.cells.length} cells) in ${positionals[0]}`);
