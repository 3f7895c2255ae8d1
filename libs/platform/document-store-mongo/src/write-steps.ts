import type { mongo } from 'mongoose';
import type { MongoWrite } from './commit-transaction.js';
import type { DocumentRow, MongoCollection } from './service-database.js';

type Operation = mongo.AnyBulkWriteOperation<DocumentRow>;

export interface PlannedWrite {
  readonly write: MongoWrite;
  readonly operations: readonly Operation[];
  /** Whether each operation must meet exactly one row. */
  readonly isCounted: boolean;
}

/** Operations of one kind in one collection, each on another row: one command of the server. */
export interface WriteStep {
  readonly collection: MongoCollection;
  readonly isCounted: boolean;
  readonly operations: readonly { readonly write: MongoWrite; readonly operation: Operation }[];
}

/**
 * As few bulk writes as keep the order of what is done to each row: the n-th operation on a row goes into the n-th wave.
 * Usually there is one wave. A bulk write of several kinds would be several commands, and the first one's refusal, which
 * ends the transaction, would be hidden by what the next one says about a transaction that is no more.
 */
export function stepsOf(planned: readonly PlannedWrite[]): readonly WriteStep[] {
  const waves: Map<
    string,
    { collection: MongoCollection; isCounted: boolean; operations: WriteStep['operations'][number][] }
  >[] = [];
  const waveOf = new Map<string, number>();
  for (const { write, operations, isCounted } of planned) {
    const row = `${write.collection.name}/${write.id}`;
    for (const operation of operations) {
      const wave = waveOf.get(row) ?? 0;
      waveOf.set(row, wave + 1);
      const steps = (waves[wave] ??= new Map());
      const key = `${write.collection.name}/${isCounted}/${Object.keys(operation).join()}`;
      const step = steps.get(key) ?? { collection: write.collection, isCounted, operations: [] };
      steps.set(key, step);
      step.operations.push({ write, operation });
    }
  }
  return waves.flatMap((steps) => [...steps.values()]);
}
