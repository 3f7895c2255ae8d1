import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { differences } from './vector-differences.js';
import { vectorMeasures } from './vectors.js';

interface VectorFile {
  measure: string;
  cases: { id: string; inputs: unknown; expected: unknown; tolerance: { abs: number; rel: number }; note: string }[];
}

// Beside the repository, because the vectors are handed out apart from it.
const folder = new URL('../../../../shared/vectors/', import.meta.url);
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

(present ? describe : describe.skip)(
  present ? 'test vectors' : 'test vectors: SKIPPED, there is no folder shared/vectors beside the repository',
  () => {
    it('are of measures that the library knows', () => {
      const unknown = files.map((name) => name.replace('.json', '')).filter((measure) => !(measure in vectorMeasures));
      expect(unknown).toEqual([]);
    });

    for (const name of files) {
      const { measure, cases } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile;
      describe(name, () => {
        it.each(cases)('$id $note', ({ inputs, expected, tolerance }) => {
          expect(differences(vectorMeasures[measure]?.(inputs), expected, tolerance)).toEqual([]);
        });
      });
    }
    it('are there', () => expect(files.length).toBeGreaterThan(0));
  },
);
