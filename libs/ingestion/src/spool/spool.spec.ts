import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '@evenground/config';
import { piecesOf } from '../ingestion.double.js';
import { openText, sealText } from './sealed-text.js';
import { Spool } from './spool.js';

const key = Buffer.alloc(32, 3);

describe('the spool', () => {
  let directory: string;
  let spool: Spool;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'spool-'));
    spool = new Spool(directory, systemRandom);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const read = async (id: string, by = key) => {
    const parts: Uint8Array[] = [];
    for await (const part of spool.read(id, by)) parts.push(part);
    return Buffer.concat(parts);
  };

  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_001])('gives %d bytes back as they came', async (size) => {
    const body = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
    const { bytes } = await spool.write('u', key, piecesOf(body, 7777));
    expect(bytes).toBe(size);
    expect((await read('u')).equals(body)).toBe(true);
  });

  it('shows nothing, opens by no other key, and only to its owner', async () => {
    await spool.write('u', key, piecesOf(Buffer.from('CANARY'.repeat(1000))));
    const path = join(directory, 'u.spool');
    expect(readFileSync(path).includes('CANARY')).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(read('u', Buffer.alloc(32, 4))).rejects.toThrow('key-invalid');
  });

  it('notices when it was cut at a frame, changed or moved to another upload', async () => {
    await spool.write('u', key, piecesOf(Buffer.alloc(200_000, 1), 50_000));
    const path = join(directory, 'u.spool');
    const whole = readFileSync(path);
    truncateSync(path, 8 + 2 * (65_536 + 16));
    await expect(read('u')).rejects.toThrow('key-invalid');
    const changed = Buffer.from(whole);
    changed[100_000]! ^= 1;
    writeFileSync(path, changed);
    await expect(read('u')).rejects.toThrow('key-invalid');
    writeFileSync(join(directory, 'v.spool'), whole);
    await expect(read('v')).rejects.toThrow('key-invalid');
  });

  it('leaves no file of a body that breaks off', async () => {
    const broken = (async function* () {
      yield Buffer.alloc(100_000);
      await Promise.reject(new Error('cut off'));
    })();
    await expect(spool.write('u', key, broken)).rejects.toThrow('cut off');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('seals short texts to their place', () => {
    const sealed = sealText(key, 'Ñ', 'here', systemRandom);
    expect(openText(key, sealed, 'here')).toBe('Ñ');
    expect(() => openText(key, sealed, 'there')).toThrow();
  });
});
