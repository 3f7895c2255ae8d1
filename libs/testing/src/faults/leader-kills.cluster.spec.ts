import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster } from '../../../../tools/cluster/start-cluster.mjs';
import { leaderKills } from './leader-kills.js';

describe('killing partition leaders of three brokers', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'evenground-leader-kills-'));
    cluster = await startCluster({ brokers: 3, mongods: 0, directory, prefer: 'processes', heapMb: 384 });
  }, 120_000);
  afterAll(() => cluster.stop({ discard: true }), 60_000);

  it('loses nothing that was acknowledged', async () => {
    const run = await leaderKills({ brokers: cluster.processes, rounds: 2, seed: 1 });
    expect(run.rounds.every(({ underWay }) => underWay > 0)).toBe(true);
    expect(run.acknowledged).toBeGreaterThan(1_000);
    expect(run.absent).toEqual([]);
  }, 240_000);

  it('would lose some without the guard of the adapter', async () => {
    const options = { brokers: cluster.processes, rounds: 10, seed: 1, withoutGuard: true, untilLost: true };
    const { absent } = await leaderKills(options);
    expect(absent.length).toBeGreaterThan(0);
  }, 600_000);
});
