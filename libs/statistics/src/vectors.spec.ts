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
    it('cover every measure of the library', () => {
      expect(files.map((name) => name.replace('.json', '')).sort()).toEqual(Object.keys(vectorMeasures).sort());
    });

    describe.each(files)('%s', (name) => {
      const { measure, cases } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile;
      it.each(cases)('$id $note', ({ inputs, expected, tolerance }) => {
        expect(differences(vectorMeasures[measure]?.(inputs), expected, tolerance)).toEqual([]);
      });
    });
  },
);
