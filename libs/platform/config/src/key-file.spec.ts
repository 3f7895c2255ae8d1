import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveKey, openKeyFile, writeOwnerOnly } from './key-file.js';
import { systemRandom } from './runtime.js';

describe('the key file', () => {
  let folder: string;
  const file = () => join(folder, 'keys', 'pseudonym.key');
  let known: string[];
  const open = (mayCreate = true) => {
    const opened = openKeyFile({ file: file(), known: [[], known], mayCreate, random: systemRandom });
    known = [...new Set([...known, ...opened.checks])];
    return opened;
  };
  const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64');
  beforeEach(() => {
    known = [];
    folder = mkdtempSync(join(tmpdir(), 'evenground-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner only, and stays the same', () => {
    const first = open();
    expect(Buffer.from(first.bytes).toString()).toMatch(/^1:[A-Za-z0-9+/]{43}=\n$/);
    expect(first.oldestSecret).toHaveLength(32);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(open(false)).toEqual(first);
  });

  test('is not made where it may not be', () => {
    expect(() => open(false)).toThrow('key-invalid');
  });

  test('that others can read is refused', () => {
    open();
    chmodSync(file(), 0o644);
    expect(() => open()).toThrow('mode 644');
  });

  test('that is lost is never replaced silently', () => {
    open();
    rmSync(file());
    expect(() => open()).toThrow('there is data made with it');
  });

  test('with other secrets is refused', () => {
    open();
    writeFileSync(file(), `1:${secret(7)}`);
    expect(() => open()).toThrow('not those');
  });

  test('takes a newer secret in front, and then may lose the old one', () => {
    const first = open();
    const old = readFileSync(file(), 'utf8');
    writeFileSync(file(), `2:${secret(2)}\n${old}`);
    expect(open().oldestSecret).toEqual(first.oldestSecret);
    writeFileSync(file(), `2:${secret(2)}\n`);
    expect(open().oldestSecret).toEqual(Buffer.alloc(32, 2));
  });

  test.each(['', '1:c2hvcnQ=', 'no version at all', `1:${'A'.repeat(44)}\nrubbish`])(
    'malformed as %j is refused',
    (text) => {
      open();
      writeFileSync(file(), text);
      expect(() => open()).toThrow('32 bytes');
    },
  );

  test('keys of two purposes differ, and one purpose keeps its own', () => {
    const key = Buffer.alloc(32, 1);
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
    expect(deriveKey(key, 'a')).toHaveLength(32);
  });

  test('a new file never overwrites an old one', () => {
    writeOwnerOnly(join(folder, 'a'), 'one');
    expect(() => writeOwnerOnly(join(folder, 'a'), 'two')).toThrow('EEXIST');
    writeOwnerOnly(join(folder, 'a'), 'two', { replace: true });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('two\n');
  });
});
