import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import { openEmbedded } from '@evenground/embedded';
import { NO_ALARMS } from '../alarms.js';
import { diagnosticsCollections } from '../diagnostics.module.js';
import { referenceHeaders } from '../keep-reference/collections.js';
import { REFERENCE, REFERENCE_GROUP } from '../keep-reference/reference-positions.js';
import { emptyHeader } from '../keep-reference/reference-store.js';
import { buckets } from '../measure-students/collections.js';
import { bucketId } from '../measure-students/commit-packs.js';
import { bucketStream, idOf } from '../measure-students/identifiers.js';
import { CubeRegistry, MEASURE_GROUP } from './cube-registry.js';

const DISTRICTS = Array.from({ length: 1_050 }, (_, at) => `district-${String(at).padStart(4, '0')}`);

describe('the cubes of a process that begins', () => {
  test('include what was handled before of every district of a state, however many there are', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cubes-'));
    const platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    try {
      const store = await platform.stores.open('diagnostics', diagnosticsCollections);
      for (let from = 0; from < DISTRICTS.length; from += 50) {
        const some = DISTRICTS.slice(from, from + 50);
        await store.commit({
          writes: some.flatMap((district) => [
            { collection: referenceHeaders, id: idOf(district), expected: 0, body: emptyHeader(district) },
            {
              ...{ collection: buckets, id: bucketId({ district, bucket: 0 }), expected: 0 },
              body: { district, bucket: 0, generation: 0, columns: {} },
            },
          ]),
          handled: some.flatMap((district) => [
            { group: REFERENCE_GROUP, topic: REFERENCE, stream: district, expected: 0, sequence: 7 },
            {
              ...{ group: MEASURE_GROUP, topic: 'ingestion.records', stream: bucketStream(district, 0) },
              ...{ expected: 0, sequence: 9 },
            },
          ]),
        });
      }
      const included = new Map<string, number>();
      const positions = {
        advance: (topic: string, stream: string, sequence: number) => void included.set(`${topic} ${stream}`, sequence),
      };
      const cubes = new CubeRegistry({ store, log: platform.log, clock: systemClock, positions, alarms: NO_ALARMS });
      await cubes.start();
      await cubes.close();
      expect(included).toEqual(
        new Map(
          DISTRICTS.flatMap((district) => [
            [`${REFERENCE} ${district}`, 7],
            [`ingestion.records ${bucketStream(district, 0)}`, 9],
          ]),
        ),
      );
    } finally {
      await platform.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
