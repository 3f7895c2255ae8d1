import 'reflect-metadata';
import { PlatformError, isControlled } from '@evenground/contracts';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, map } from 'rxjs';
import { CONTROLLED } from './answers.js';
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
    const mustBeControlled = Reflect.getMetadata(CONTROLLED, context.getHandler()) === true;
    return next.handle().pipe(
      map((answer) => {
        if (mustBeControlled) requireControlled(answer);
        return unwrap(answer, request, response);
      }),
    );
  }
}

/** @throws PlatformError `disclosure-missing`: rather no answer than one that nobody looked through */
function requireControlled(answer: unknown): void {
  const body = answer instanceof Table ? answer.json : answer instanceof Written ? answer.body : answer;
  if (isControlled(body)) return;
  throw new PlatformError('disclosure-missing', 'an answer with numbers of people has not passed disclosure control');
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
