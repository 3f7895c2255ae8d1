import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Libsql from 'libsql';
import { systemClock as clock, systemRandom as random } from '@evenground/config';
import { collection } from '@evenground/document-store';
import { embeddedBackend, until, type EmbeddedBackend } from '@evenground/testing';
import { PROCESS_ID_FILE } from './directory-lock.js';
import { DATABASE_FILE } from './data-directory.js';
import { openEmbedded } from './open-embedded.js';
import { FORMAT_VERSION } from './schema.js';

const NOTES = collection<{ says: string }>('notes');
const TOPIC = 'ingestion.records';

let backend: EmbeddedBackend;
beforeEach(async () => {
  backend = await embeddedBackend();
});
afterEach(() => backend.dispose());

function begun(stream: string, restatementId = 'r') {
  return {
    topic: TOPIC,
    stream,
    type: 'restatement.begun',
    data: { restatementId, reset: false },
    correlationId: 'spec',
  };
}

async function inTheFiles(text: string): Promise<boolean> {
  const contents = await Promise.all(
    [DATABASE_FILE, `${DATABASE_FILE}-wal`].map((file) =>
      readFile(join(backend.directory, file)).catch(() => Buffer.alloc(0)),
    ),
  );
  return contents.some((bytes) => bytes.includes(text));
}

describe('the data directory', () => {
  it('belongs to one process: a second is refused by the id of the first, and goes on when it was killed', async () => {
    const child = backend.child({ does: 'commit' });
    await child.said(1);
    const processId = (await readFile(join(backend.directory, PROCESS_ID_FILE), 'utf8')).trim();
    await expect(backend.open()).rejects.toMatchObject({
      code: 'data-directory-in-use',
      message: expect.stringContaining(`process ${processId} (see `) as string,
    });
    expect(processId).not.toBe(String(process.pid));
    child.kill();
    await child.ended;
    await (await backend.open()).close();
  });

  it('cannot be opened twice by one process, nor is it held after a failed opening', async () => {
    const first = await backend.open();
    await expect(backend.open()).rejects.toMatchObject({ code: 'data-directory-in-use' });
    await first.close();
    const failing = {
      at: () => {
        throw new Error('at the start');
      },
    };
    await expect(backend.open({ faults: failing })).rejects.toThrow('at the start');
    await (await backend.open()).close();
  });

  it('is refused when a newer program has written it', async () => {
    await (await backend.open()).close();
    const raw = new Libsql(join(backend.directory, DATABASE_FILE));
    raw.exec(`UPDATE meta SET value = '${FORMAT_VERSION + 1}'`);
    raw.close();
    await expect(backend.open()).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining(`format ${FORMAT_VERSION + 1}`) as string,
    });
  });

  it('is refused when its file is no database', async () => {
    await writeFile(join(backend.directory, DATABASE_FILE), 'nothing of the kind '.repeat(500));
    await expect(backend.open()).rejects.toMatchObject({ code: 'log-corrupt' });
  });
});

describe('damage', () => {
  it('of a document is found when it is read', async () => {
    const platform = await backend.open();
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit({ writes: [{ collection: NOTES, id: 'a', expected: 0, body: { says: 'to be damaged' } }] });
    await platform.close();
    await backend.damage?.('to be damaged');
    const again = await backend.open();
    const reopened = await again.stores.open('ingestion', [NOTES]);
    const refusal = { code: 'log-corrupt', message: expect.stringContaining('ingestion/notes') as string };
    await expect(reopened.load(NOTES, ['a'])).rejects.toMatchObject(refusal);
    await expect(reopened.list(NOTES, '', { limit: 1 })).rejects.toMatchObject(refusal);
    await again.close();
  });

  it('of the end of the write-ahead log takes back nothing but what was never acknowledged', async () => {
    const platform = await backend.open();
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit({ publish: [begun('s')] });
    const copy = join(backend.directory, 'copy');
    await mkdir(copy);
    for (const file of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
      await writeFile(join(copy, file), await readFile(join(backend.directory, file)));
    }
    await platform.close();
    await appendFile(join(copy, `${DATABASE_FILE}-wal`), Buffer.alloc(10_000, 7));
    const torn = await openEmbedded({ directory: copy, clock, random });
    await torn.log.verify();
    expect([
      ...(await (await torn.stores.open('ingestion', [])).heads([{ topic: TOPIC, stream: 's' }])).values(),
    ]).toEqual([1]);
    await torn.close();
  });
});

describe('eraseFromLog', () => {
  it('replaces data in place and leaves the old in no file, while streams stay gapless', async () => {
    const platform = await backend.open();
    const store = await platform.stores.open('ingestion', [NOTES]);
    for (const secret of ['pupil-one', 'pupil-two', 'pupil-one']) await store.commit({ publish: [begun('s', secret)] });
    expect(await inTheFiles('pupil-one')).toBe(true);
    const erased = await platform.eraseFromLog((event) => {
      const data = event.data as { restatementId: string };
      return data.restatementId === 'pupil-one' ? { ...event, data: { ...data, restatementId: 'erased' } } : 'keep';
    });
    expect(erased).toBe(2);
    expect(await inTheFiles('pupil-one')).toBe(false);
    expect(await inTheFiles('pupil-two')).toBe(true);
    const seen: unknown[] = [];
    for await (const page of platform.log.replay(TOPIC)) {
      seen.push(
        ...page.map(({ event }) => [event.envelope.sequence, (event.data as { restatementId: string }).restatementId]),
      );
    }
    expect(seen).toEqual([
      [1, 'erased'],
      [2, 'pupil-two'],
      [3, 'erased'],
    ]);
    await platform.log.verify();
    expect(await platform.eraseFromLog((event) => (event.envelope.sequence === 2 ? null : 'keep'))).toBe(1);
    expect(await inTheFiles('pupil-two')).toBe(false);
    await platform.close();
    await expect(platform.eraseFromLog(() => 'keep')).rejects.toMatchObject({ code: 'closed' });
  });

  it('refuses to make another event of an event', async () => {
    const platform = await backend.open();
    await (await platform.stores.open('ingestion', [])).commit({ publish: [begun('s')] });
    const moved = platform.eraseFromLog((event) => ({ ...event, envelope: { ...event.envelope, sequence: 2 } }));
    await expect(moved).rejects.toMatchObject({ code: 'sequence-conflict' });
    await platform.close();
  });
});

describe('backup', () => {
  it('is a directory that can be opened and holds that instant', async () => {
    const platform = await backend.open();
    const store = await platform.stores.open('ingestion', [NOTES]);
    const write = (says: string) =>
      store.commit({
        writes: [{ collection: NOTES, id: 'a', expected: 'any', body: { says } }],
        publish: [begun('s')],
      });
    await write('before');
    const directory = join(backend.directory, 'saved');
    await platform.backup(directory);
    await write('after');
    await expect(platform.backup(directory)).rejects.toMatchObject({ code: 'configuration-invalid' });
    const saved = await openEmbedded({ directory, clock, random });
    const restored = await saved.stores.open('ingestion', [NOTES]);
    expect(await restored.load(NOTES, ['a'])).toMatchObject([{ version: 1, body: { says: 'before' } }]);
    expect((await restored.commit({ publish: [begun('s')] })).published).toMatchObject([{ sequence: 2 }]);
    await saved.close();
    await platform.close();
    await expect(platform.backup(join(backend.directory, 'late'))).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('an idle consumption', () => {
  it('makes no query, and is woken only by its own topics', async () => {
    let statements = 0;
    const platform = await backend.open({
      faults: { at: (point) => (statements += point === 'sqlite/statement' ? 1 : 0) },
    });
    let handled = 0;
    await platform.log.work({
      group: 'spec.idle',
      topics: [TOPIC],
      handle: async (events) => void (handled += events.length),
    });
    const store = await platform.stores.open('ingestion', []);
    await store.commit({ publish: [begun('s')] });
    await until(
      'it is idle again',
      async () => handled === 1 && (await platform.log.lag('spec.idle')).get(TOPIC) === 0,
    );
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    };
    await turns();
    const before = statements;
    await turns();
    expect(statements).toBe(before);
    const data = { topic: TOPIC, stream: 's', requestedBy: 'spec.idle', reason: 'gap', restatementId: 'r' };
    await store.commit({
      publish: [{ ...begun('s@ingestion'), topic: `${TOPIC}.requests`, type: 'stream.requested', data }],
    });
    const afterCommit = statements;
    await turns();
    expect(statements).toBe(afterCommit);
    await platform.close();
  });
});
