import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterDeployment } from '@evenground/testing';
it('starts', async () => {
  const d = clusterDeployment(1);
  const o = { dataDirectory: mkdtempSync(join(tmpdir(), 'eg-try-')), district: 'x' };
  const t = performance.now();
  const run = await d.start(o);
  console.log('start', Math.round(performance.now() - t), run.processes.map((p) => [p.name, p.readyMs, /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${p.pid}/status`, 'utf8'))?.[1]].join(' ')).join('; '));
  const s = performance.now();
  await run.stop();
  console.log('stop', Math.round(performance.now() - s), run.output().slice(-3000));
  await d.remove(o);
}, 120000);
