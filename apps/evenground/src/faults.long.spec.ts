import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '@evenground/contracts';
import { type FaultRound, clusterDeployment, faultRounds, quickFaults, verdictOf } from '@evenground/testing';
import { type Cluster, startCluster } from '../../../tools/cluster/start-cluster.mjs';

/** Two copies where copies share work most; `npm run cluster-rounds -- 40` is the long form, on three of everything. */
const COPIES = { ingestion: 2, diagnostics: 2 };
const SEED = 20_261_128;

describe('real processes harmed under load end as the oracle says', () => {
  let cluster: Cluster;
  const told = { ...process.env };
  beforeAll(async () => {
    // Of its own, since its broker and its mongod are killed too.
    const directory = mkdtempSync(join(tmpdir(), 'evenground-faults-'));
    cluster = await startCluster({ brokers: 1, mongods: 1, directory, prefer: 'processes', heapMb: 384 });
    process.env['KAFKA_BROKERS'] = cluster.kafkaBrokers;
    process.env['KAFKA_REPLICATION_FACTOR'] = '1';
    process.env['MONGO_URL'] = cluster.mongoUrl;
  }, 120_000);
  afterAll(async () => {
    Object.assign(process.env, told);
    await cluster.stop({ discard: true });
  }, 60_000);

  it(`seed ${SEED}: each service killed twice, each other quick fault once`, async () => {
    const quick = quickFaults(cluster);
    const faults = [...quick, ...quick.slice(0, SERVICES.length)];
    const rounds: FaultRound[] = [];
    await faultRounds(clusterDeployment(COPIES), {
      ...{ rounds: faults.length, seed: SEED, faults, withCycle: true, untilHurt: true },
      onRound: (round) => rounds.push(round),
    });
    const harmed = rounds.flatMap(({ fault, seed, differences, reflection }) => {
      const verdict = verdictOf(differences);
      const isEqual = Object.values({ ...verdict, reflection: reflection.length }).every((count) => count === 0);
      return isEqual ? [] : [{ fault, seed, verdict, differences: differences.slice(0, 5), reflection }];
    });
    expect(harmed).toEqual([]);
    const hurting = rounds.filter(({ hurt }) => hurt).map(({ fault }) => fault);
    expect(hurting.sort()).toEqual(faults.map(({ name }) => name).sort());
  }, 1_500_000);
});
