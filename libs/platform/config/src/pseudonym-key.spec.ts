import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveKey, openPseudonymKey } from './pseudonym-key.js';
import { systemRandom } from './runtime.js';

describe('the pseudonym key', () => {
  let folder: string;
  const open = (mayCreate = true) =>
    openPseudonymKey({
      file: join(folder, 'keys', 'pseudonym.key'),
      checkFile: join(folder, 'pseudonym-key.check'),
      mayCreate,
      random: systemRandom,
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenground-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner only, and stays the same', () => {
    const first = open();
    expect(first).toHaveLength(32);
    expect(statSync(join(folder, 'keys', 'pseudonym.key')).mode & 0o777).toBe(0o600);
    expect(open(false)).toEqual(first);
  });

  test('is not made where it may not be', () => {
    expect(() => open(false)).toThrow('key-invalid');
  });

  test('that others can read is refused', () => {
    open();
    chmodSync(join(folder, 'keys', 'pseudonym.key'), 0o644);
    expect(() => open()).toThrow('mode 644');
  });

  test('that is lost is never replaced silently', () => {
    open();
    rmSync(join(folder, 'keys', 'pseudonym.key'));
    expect(() => open()).toThrow('there is data made with it');
  });

  test('that is another one is refused', () => {
    open();
    writeFileSync(join(folder, 'keys', 'pseudonym.key'), Buffer.alloc(32, 7).toString('base64url'));
    expect(() => open()).toThrow('not the one');
  });

  test('that is too short is refused', () => {
    open();
    writeFileSync(join(folder, 'keys', 'pseudonym.key'), 'c2hvcnQ');
    expect(() => open()).toThrow('32 bytes');
  });

  test('keys of two purposes differ, and one purpose keeps its own', () => {
    const key = Buffer.alloc(32, 1);
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
    expect(deriveKey(key, 'a')).toHaveLength(32);
  });
});
