import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Settings, loadSettings, systemClock, systemRandom } from '@evenground/config';
import { collection } from '@evenground/document-store';
import { createLogger, Metrics } from '@evenground/telemetry';
import { ADAPTERS } from './adapters.js';

const parts = {
  clock: systemClock,
  random: systemRandom,
  services: [],
  metrics: new Metrics(),
  logger: createLogger({ level: 'silent', clock: systemClock }),
};

describe('the choice of adapters', () => {
  let folder: string;
  const settings = (more: Partial<Settings> = {}): Settings => ({
    ...loadSettings({ EVENGROUND_DATA_DIR: join(folder, 'data') }),
    ...more,
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenground-adapters-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['embedded', 'mongo'],
    ['kafka', 'embedded'],
  ] as const)('events in %s and documents in %s would be two commits: the start stops', async (eventLog, store) => {
    const mixed = settings({ eventLog, store });
    await expect(ADAPTERS.open(mixed, parts)).rejects.toThrow('no commit could hold documents and events at once');
    await expect(ADAPTERS.prepare(mixed, [], parts)).rejects.toThrow('EVENGROUND_STORE');
  });

  test('a value that is not one of them stops the start', async () => {
    const unknown = settings({ store: 'paper' as Settings['store'] });
    await expect(ADAPTERS.open(unknown, parts)).rejects.toThrow('embedded+paper is unknown');
  });

  test('preparing embedded makes the file, and gives the directory back', async () => {
    await ADAPTERS.prepare(settings(), [{ service: 'feedback', collections: [collection('notes')] }], parts);
    expect(existsSync(join(folder, 'data', 'evenground.db'))).toBe(true);
    await (await ADAPTERS.open(settings(), parts)).close();
  });
});
