// The long form of the cut-connection test: node tools/cut-uploads.mjs 1000 [seed]
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutUploads, embeddedDeployment } from '../libs/testing/dist/index.js';

const cuts = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 1);
if (!Number.isInteger(cuts) || cuts < 1 || !Number.isInteger(seed)) {
  console.error('node tools/cut-uploads.mjs <cuts> [seed]');
  process.exit(2);
}
const directory = mkdtempSync(join(tmpdir(), 'evenground-cut-'));
const started = Date.now();
const product = await embeddedDeployment.start({ dataDirectory: directory, district: 'cut' });
try {
  const run = await cutUploads(product, { cuts, seed });
  const left = readdirSync(join(directory, 'spool')).length;
  for (const upload of run.wrong.slice(0, 5)) console.error(JSON.stringify(upload));
  console.log(
    `${run.cuts} connections cut, ${run.begun} uploads begun: ${run.wrong.length} ended wrongly, ${run.visible} students visible, ${left} spool files left; ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
  process.exitCode = run.wrong.length + run.visible + left === 0 ? 0 : 1;
} finally {
  await product.stop();
  rmSync(directory, { recursive: true, force: true });
}
