import { createHash } from 'node:crypto';
import { PlatformError, type StreamRequested } from '@evenground/contracts';
import type { EventToPublish } from './feature-store.js';
import { RECORDS } from './in-memory.double.js';
import {
  type Restatement,
  type RestatementProgress,
  type RestatementSlice,
  restate,
  restatementKey,
} from './restatement.js';

const request: StreamRequested = {
  topic: RECORDS,
  stream: 'd1/7',
  requestedBy: 'diagnostics.measure-students',
  reason: 'rebuild',
  restatementId: 'r1',
};

/** A publisher of one stream whose slices hold two keys. */
class Publisher {
  readonly said: EventToPublish[] = [];
  readonly kept = new Map<string, RestatementProgress>();
  commits = 0;
  failCommit: (commit: number) => void = () => undefined;

  constructor(readonly content: Map<string, number>) {}

  run(asked: StreamRequested = request): Restatement<RestatementSlice> {
    return {
      request: asked,
      correlationId: 'c1',
      causationId: 'e1',
      source: { slices: (after) => this.slices(asked, after), keysUpTo: (last) => this.keysUpTo(last) },
      progress: async (id) => this.kept.get(id),
      commit: async (events, progress) => {
        this.commits += 1;
        this.failCommit(this.commits);
        this.said.push(...events);
        this.kept.set(restatementKey(progress), progress);
      },
    };
  }

  private sorted(): readonly string[] {
    return [...this.content.keys()].sort();
  }

  private async *slices(asked: StreamRequested, after = ''): AsyncIterable<RestatementSlice> {
    const left = this.sorted().filter((key) => key > after && (asked.keys?.includes(key) ?? true));
    for (let at = 0; at < left.length; at += 2) {
      const keys = left.slice(at, at + 2);
      yield { keys, events: [{ type: 'facts.said', data: keys.map((key) => [key, this.content.get(key)]) }] };
    }
  }

  private async *keysUpTo(last: string): AsyncIterable<readonly string[]> {
    yield this.sorted().filter((key) => key <= last);
  }
}

const five = (): Publisher => new Publisher(new Map(['b', 'a', 'd', 'c', 'e'].map((key, value) => [key, value])));
const hashOf = (keys: readonly string[]): string =>
  createHash('sha256')
    .update(keys.map((key) => `${key}\n`).join(''))
    .digest('hex');
const types = (publisher: Publisher): readonly string[] => publisher.said.map((event) => event.type);
const ended = { restatementId: 'r1', count: 5, keysHash: hashOf(['a', 'b', 'c', 'd', 'e']) };

describe('restate', () => {
  it('says everything between two markers, with the count and hash of the keys', async () => {
    const publisher = five();
    expect(await restate(publisher.run())).toMatchObject({ status: 'ended', count: 5 });
    expect(types(publisher)).toEqual([
      'restatement.begun',
      'facts.said',
      'facts.said',
      'facts.said',
      'restatement.ended',
    ]);
    expect(publisher.said[0]).toMatchObject({
      topic: RECORDS,
      stream: 'd1/7',
      correlationId: 'c1',
      causationId: 'e1',
      data: { restatementId: 'r1', reset: false },
    });
    expect(publisher.said.at(-1)?.data).toEqual(ended);
  });

  it('resets where it repairs a gap', async () => {
    const publisher = five();
    await restate(publisher.run({ ...request, reason: 'gap' }));
    expect(publisher.said[0]?.data).toEqual({ restatementId: 'r1', reset: true });
  });

  it('asked twice for one id, it says nothing more', async () => {
    const publisher = five();
    await restate(publisher.run());
    const before = publisher.said.length;
    expect(await restate(publisher.run())).toMatchObject({ status: 'ended' });
    expect(publisher.said).toHaveLength(before);
  });

  it('says each stream that is asked for under one id: a rebuild asks for many', async () => {
    const publisher = five();
    await restate(publisher.run());
    const before = publisher.said.length;
    await restate(publisher.run({ ...request, stream: 'd1/8' }));
    await restate(publisher.run({ ...request, topic: 'other.facts' }));
    expect(publisher.said).toHaveLength(before * 3);
  });

  it.each([1, 2, 3, 4, 5])(
    'cut off at commit %i, it goes on where it was and ends with the same hash',
    async (commit) => {
      const publisher = five();
      publisher.failCommit = (at) => {
        if (at === commit) throw new PlatformError('store-unavailable', 'gone');
      };
      await expect(restate(publisher.run())).rejects.toThrow('store-unavailable');
      await restate(publisher.run());
      expect(types(publisher)).toEqual([
        'restatement.begun',
        'facts.said',
        'facts.said',
        'facts.said',
        'restatement.ended',
      ]);
      expect(publisher.said.at(-1)?.data).toEqual(ended);
    },
  );

  it('reads a slice again when it has moved meanwhile', async () => {
    const publisher = five();
    publisher.failCommit = (at) => {
      if (at !== 3) return;
      publisher.content.set('c', 99);
      throw new PlatformError('version-conflict', 'the slice has moved');
    };
    await restate(publisher.run());
    expect(publisher.said[2]?.data).toEqual([
      ['c', 99],
      ['d', 2],
    ]);
    expect(publisher.said.at(-1)?.data).toEqual(ended);
  });

  it('leaves it to its caller when a slice keeps moving', async () => {
    const publisher = five();
    publisher.failCommit = (at) => {
      if (at > 1) throw new PlatformError('version-conflict', 'again');
    };
    await expect(restate(publisher.run())).rejects.toThrow('version-conflict');
  });

  it('answers a request for some keys with their content alone', async () => {
    const publisher = five();
    await restate(publisher.run({ ...request, reason: 'dead-letter-replay', keys: ['b', 'd'] }));
    expect(publisher.said.map((event) => event.data)).toEqual([
      [
        ['b', 0],
        ['d', 2],
      ],
    ]);
  });

  it('refuses keys that do not ascend, since their hash would mean nothing', async () => {
    const publisher = five();
    const run = publisher.run();
    const source = {
      ...run.source,
      async *slices() {
        yield { keys: ['b', 'a'], events: [] };
      },
    };
    await expect(restate({ ...run, source })).rejects.toThrow('ascend');
  });
});
