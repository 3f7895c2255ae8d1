import createClient, { type Middleware } from 'openapi-fetch';
import { session } from '../session/session.js';
import type { paths } from './openapi.js';
import { NO_ANSWER, ProblemError, problemOfAnswer } from './problem.js';

const bearer: Middleware = {
  onRequest: ({ request }) => {
    const token = session.token();
    if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
  },
  onResponse: ({ request, response }) => {
    if (response.status === 401) session.refused(request.headers.get('Authorization'));
  },
};

/** The public interface, as its OpenAPI document has it. */
export const api = createClient<paths>({ baseUrl: '/', headers: { Accept: 'application/json' } });
api.use(bearer);

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer.
 *
 * @throws ProblemError for a problem, and where no answer came
 */
export async function dataOf<Data>(asked: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const answer = await asked.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(NO_ANSWER);
  });
  if (!answer.response.ok) throw new ProblemError(problemOfAnswer(answer.response, answer.error));
  if (answer.data === undefined || answer.data === null) throw new ProblemError(NO_ANSWER);
  return answer.data;
}

/** The same question as a file for a spreadsheet. */
export async function csvOf(address: string): Promise<Blob> {
  const token = session.token();
  const response = await fetch(address, {
    headers: { Accept: 'text/csv', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  }).catch(() => {
    throw new ProblemError(NO_ANSWER);
  });
  if (response.status === 401) session.refused(`Bearer ${token}`);
  if (!response.ok) throw new ProblemError(problemOfAnswer(response, await response.json().catch(() => undefined)));
  return response.blob();
}
