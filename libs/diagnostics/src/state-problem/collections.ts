import type { CycleSummary, ProblemStatement } from '@evenground/contracts';
import { collection } from '@evenground/document-store';

/** A problem statement: a record, never recomputed. */
export const statements = collection<ProblemStatement>('statements', {
  'by-cycle': ['district', 'cycleId', 'statedAt'],
});

/** A cycle as interventions last told of it. */
export const knownCycles = collection<CycleSummary>('known-cycles');

/** The one adopted statement of a cycle: guards that there is one. */
export const adoptions = collection<{ readonly statementId: string }>('adoptions');
