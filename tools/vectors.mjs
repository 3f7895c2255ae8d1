// Runs every vector file of a folder against libs/statistics: npm run vectors -- <folder>
import { readFileSync, readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { differences, vectorMeasures } from '../libs/statistics/dist/index.js';

const SCHEMA = 'equity-vectors/1';

const given = process.argv[2];
if (!given) stop('Usage: npm run vectors -- <folder of *.json test vectors>');
const folder = isAbsolute(given) ? given : resolve(process.env.INIT_CWD ?? process.cwd(), given);
const files = vectorFiles(folder);
if (files.length === 0) stop(`No vector files (*.json) in ${folder}`);

let passed = 0;
let failed = 0;
for (const file of files) {
  for (const { id, problems } of outcomes(file)) {
    if (problems.length === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    for (const { path, got, want } of problems) {
      console.log(`FAILED ${id} ${path}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function vectorFiles(directory) {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (cause) {
    return stop(`Cannot read the folder ${directory}: ${cause.message}`);
  }
}

/** One outcome per case; a file that cannot be used is one failed outcome. */
function outcomes(file) {
  const broken = (got, want) => [{ id: file, problems: [{ path: '(file)', got, want }] }];
  let vectors;
  try {
    vectors = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  } catch (cause) {
    return broken(cause.message, 'a JSON file');
  }
  if (vectors?.schema !== SCHEMA) return broken(vectors?.schema ?? null, SCHEMA);
  if (!Array.isArray(vectors.cases) || vectors.cases.length === 0) return broken('no cases', 'a list of cases');
  return vectors.cases.map((vector) => ({ id: vector.id, problems: problemsOf(vectors.measure, vector) }));
}

function problemsOf(measure, { inputs, expected, tolerance }) {
  if (!Object.hasOwn(vectorMeasures, measure)) return [{ path: '(measure)', got: 'unknown measure', want: measure }];
  try {
    return differences(vectorMeasures[measure](inputs), expected, tolerance);
  } catch (cause) {
    return [{ path: '(threw)', got: `${cause.name}: ${cause.message}`, want: expected }];
  }
}

function stop(message) {
  console.error(message);
  console.log('0 passed, 0 failed');
  process.exit(1);
}
