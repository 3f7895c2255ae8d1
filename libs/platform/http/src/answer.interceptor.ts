import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, map } from 'rxjs';
import { toCsv } from './csv.js';
import { NOTHING_PUBLISHED, POSITION_HEADER, positionToken } from './position-token.js';
import { Table } from './table.js';
import { Written } from './written.js';

const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Unwraps what handlers return: `table(…)` answers JSON or CSV, and every write says its position, `written(…)` which. */
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((answer) => unwrap(answer, request, response)));
  }
}

function unwrap(answer: unknown, request: Request, response: Response): unknown {
  if (answer instanceof Written) {
    response.setHeader(POSITION_HEADER, positionToken(answer.position) ?? NOTHING_PUBLISHED);
    if (answer.status !== undefined) response.status(answer.status);
    return answer.body;
  }
  if (!READS.includes(request.method)) response.setHeader(POSITION_HEADER, NOTHING_PUBLISHED);
  if (answer instanceof Table) {
    response.vary('Accept');
    if (request.accepts(['application/json', 'text/csv']) !== 'text/csv') return answer.json;
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="table.csv"');
    return toCsv(answer.columns, answer.rows, answer.notice);
  }
  return answer;
}
