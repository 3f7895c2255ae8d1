// Runs every suite that can run on this machine and adds up one line: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const kinds = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['unit', 'int', 'e2e'];
const known = ['unit', 'int', 'e2e'];
for (const kind of kinds)
  if (!known.includes(kind)) throw new Error(`unknown kind of test ${kind}; there are ${known.join(', ')}`);

const total = { passed: 0, failed: 0, skipped: 0 };
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });

step('build', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
for (const kind of kinds) {
  const report = join(results, `${kind}.json`);
  rmSync(report, { force: true });
  const started = Date.now();
  const done = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--config',
      join(root, 'jest.config.mjs'),
      '--passWithNoTests',
      '--json',
      `--outputFile=${report}`,
      ...(kind === 'unit' ? ['--maxWorkers=2'] : ['--runInBand']),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_KIND: kind, NODE_ENV: 'test' } },
  );
  if (!existsSync(report)) {
    console.error(`${kind}: the test runner ended without a report (exit ${done.status ?? done.signal})`);
    total.failed += 1;
    continue;
  }
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += counts.numPassedTests;
  // A suite that cannot even start has no failed test of its own; it counts as one.
  total.failed += counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  total.skipped += counts.numPendingTests + counts.numTodoTests;
  if (done.status !== 0 && counts.numFailedTests + counts.numRuntimeErrorTestSuites === 0) total.failed += 1;
  console.log(
    `${kind}: ${counts.numPassedTests} passed, ${counts.numFailedTests} failed in ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
}
if (total.passed === 0) {
  console.error('No test was executed.');
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

function step(name, command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) {
    console.error(`${name} failed`);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  }
}
