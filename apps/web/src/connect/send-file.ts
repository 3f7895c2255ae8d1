import { NO_ANSWER, ProblemError, problemOfAnswer } from '../api/problem.js';
import { session } from '../session/session.js';

export interface FileToSend {
  readonly file: File;
  readonly district: string;
  readonly type: string;
  readonly mode: 'upsert' | 'replace';
  readonly confirm: boolean;
  /** The same for every attempt, so that a file that did arrive is not taken in twice. */
  readonly key: string;
}

/**
 * Sends a file as it is, and tells how much has gone. Not by fetch, which does not say how far a body is.
 *
 * @returns the id of the upload
 * @throws ProblemError
 */
export function sendFile(sent: FileToSend, onProgress: (share: number) => void): Promise<string> {
  const { file, district, type, mode, confirm, key } = sent;
  const search = new URLSearchParams({ district, type, format: 'csv', mode, confirm: String(confirm) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/ingestion/v1/uploads?${search}`);
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'text/csv');
    request.setRequestHeader('Idempotency-Key', key);
    const authorization = `Bearer ${session.token() ?? ''}`;
    request.setRequestHeader('Authorization', authorization);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ProblemError(NO_ANSWER));
    request.onload = () => {
      const body = request.response as { uploadId?: string } | null;
      if (request.status === 401) session.refused(authorization);
      if (request.status < 300 && typeof body?.uploadId === 'string') resolve(body.uploadId);
      else reject(new ProblemError(problemOfAnswer(new Response(null, { status: request.status || 502 }), body)));
    };
    request.send(file);
  });
}
