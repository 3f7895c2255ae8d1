import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { HttpProblem } from './problem.js';

const LONGEST_ECHO = 200; // characters of the caller's own value that are said back

/** Answers a problem as `application/problem+json`; ends the connection when an answer has already begun. */
export function writeProblem(response: ServerResponse, problem: HttpProblem, correlationId: string | undefined): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { retryAfterSeconds } = problem.extras;
  response.statusCode = problem.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.removeHeader('Content-Disposition');
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfterSeconds))));
  response.end(problemJson(problem, correlationId));
}

/** A problem as a whole HTTP answer, for a connection that carries no request that could be answered. */
export function bareProblem(problem: HttpProblem, correlationId: string): string {
  const body = problemJson(problem, correlationId);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function problemJson(problem: HttpProblem, correlationId: string | undefined): string {
  const { retryAfterSeconds: _header, was, ...extras } = problem.extras;
  return JSON.stringify({
    ...extras,
    ...(was === undefined ? {} : { was: echo(was) }),
    type: `urn:evenground:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    correlationId,
  });
}

function echo(was: unknown): unknown {
  if (typeof was === 'number' || typeof was === 'boolean' || was === null) return was;
  const text =
    typeof was === 'string'
      ? was
      : (JSON.stringify(was, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '');
  return text.length > LONGEST_ECHO ? `${text.slice(0, LONGEST_ECHO)}…` : text;
}
