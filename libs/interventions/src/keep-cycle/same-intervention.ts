import { problem } from '@evenground/http';

/** @throws HttpProblem 422 when a body names another intervention than its path */
export function requireSameIntervention(interventionId: string, said: string | undefined, field: string): void {
  if (said === undefined || said === interventionId) return;
  throw problem(422, 'body/invalid', `${field}: the path is of ${interventionId}`, {
    field,
    was: said,
    wouldBeRight: interventionId,
  });
}
