import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@evenground/testing';
import { mongodBinary } from '../../../../tools/cluster/mongod-binary.mjs';
import { connect } from './connect.js';

describe('MongoDB: a mongod that stands alone', () => {
  let directory: string;
  let mongod: ChildProcess;
  let port: number;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'evenground-standalone-'));
    port = await freePort();
    const told = ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
    mongod = spawn(await mongodBinary(), [...told, '--wiredTigerCacheSizeGB', '0.25'], { stdio: 'ignore' });
    await until('it listens', () => listens(port), { patienceMs: 30_000, everyMs: 50 });
  }, 60_000);
  afterAll(async () => {
    mongod.kill('SIGKILL');
    await once(mongod, 'exit');
    await rm(directory, { recursive: true, force: true });
  });

  it.each(['', '?directConnection=true'])('is refused, with what would be right (%s)', async (options) => {
    const url = `mongodb://127.0.0.1:${port}/${options}`;
    await expect(connect({ url, databasePrefix: 't' }, { instance: 'suite' })).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringMatching(
        /standalone mongod.* start it with --replSet rs0 and run rs\.initiate\(\)/,
      ) as unknown,
    });
  });
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
