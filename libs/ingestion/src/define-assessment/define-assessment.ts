import type { Clock, Random } from '@evenground/config';
import { randomId } from '@evenground/config';
import type { AssessmentBody, StreamPosition } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { assessments, references } from '../collections.js';
import { retrying } from '../keep-records/record-keeper.js';
import { definitionWrite, referenceId } from '../know-definitions/definitions.js';
import { numbered } from '../receive-upload/number-write.js';

/** Keeps what the levels of an assessment mean, says so, and lets the rows that waited for it be judged. */
export class DefineAssessment {
  constructor(
    private readonly parts: {
      readonly store: DocumentStore;
      readonly clock: Clock;
      readonly random: Random;
      readonly replayWaiting: () => void;
    },
  ) {}

  async define(district: string, assessment: string, definition: AssessmentBody): Promise<readonly StreamPosition[]> {
    const { store, clock, random } = this.parts;
    const positions = await retrying(clock, async () => {
      const reference = referenceId(district, { kind: 'assessment', id: assessment });
      const [[stored], [known], { write }] = await Promise.all([
        store.load(assessments, [`${district}/${assessment}`]),
        store.load(references, [reference]),
        numbered(store, district, ['assessments']),
      ]);
      const committed = await store.commit({
        writes: [
          {
            collection: assessments,
            id: `${district}/${assessment}`,
            expected: stored?.version ?? 0,
            body: definition,
          },
          definitionWrite(reference, known, { kind: 'assessment', assessment: definition }),
          write,
        ],
        publish: [
          {
            topic: 'ingestion.reference',
            stream: district,
            type: 'assessment.defined',
            data: { district, assessment, ...definition },
            correlationId: randomId(random),
          },
        ],
      });
      return committed.positions;
    });
    this.parts.replayWaiting();
    return positions;
  }
}
