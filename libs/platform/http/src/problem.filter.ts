import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { currentCorrelationId } from './correlation.js';
import { problemOfError } from './problem-of-error.js';
import { writeProblem } from './write-problem.js';

/** A request that failed through a fault of ours; for the log, never for the answer. */
export interface RequestFault {
  readonly error: unknown;
  readonly correlationId: string | undefined;
  readonly method: string;
  readonly status: number;
}

/** One of the two places that translate errors (the other is the consumer loop): thrown things to problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly onFault: (fault: RequestFault) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error; // an event handler's error belongs to the consumer loop
    const request = host.switchToHttp().getRequest<IncomingMessage>();
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const problem = problemOfError(error);
    const correlationId = currentCorrelationId();
    if (problem.status >= 500 && problem.code !== 'not-yet-visible') {
      this.onFault({ error, correlationId, method: request.method ?? '', status: problem.status });
    }
    writeProblem(response, problem, correlationId);
  }
}
