import { type Clock, systemClock } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { consumerLog, observers } from './consumer-log.js';
import { LogLines, NOON_MS } from './log-lines.double.js';
import { type LogLevel, createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

const clock: Clock = { ...systemClock, nowMs: () => NOON_MS };

function logging(level: LogLevel = 'info') {
  const written = new LogLines();
  return { written, logger: createLogger({ level, clock, base: { service: 'ingestion' }, destination: written }) };
}

describe('createLogger', () => {
  it('writes one JSON object a line, with the time of the clock', () => {
    const { written, logger } = logging();
    logger.info({ uploadId: 'u1' }, 'upload completed');
    expect(written.lines).toEqual([
      {
        level: 'info',
        time: '2026-01-05T12:00:00.000Z',
        service: 'ingestion',
        uploadId: 'u1',
        msg: 'upload completed',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { written, logger } = logging('warn');
    logger.info('not this');
    expect(written.lines).toEqual([]);
  });

  it.each([
    { studentId: 'CANARY' },
    { event: { data: { x: 'CANARY' } } },
    { a: { b: { email: 'CANARY' } } },
    { authorization: 'CANARY' },
  ])('blots out what should never have been handed over (%j)', (fields) => {
    const { written, logger } = logging();
    logger.error(fields, 'oops');
    expect(written.text).not.toContain('CANARY');
    expect(written.text).toContain('[removed]');
  });
});

describe('NestLogger', () => {
  it('keeps the level and the context', () => {
    const { written, logger } = logging('trace');
    const nest = new NestLogger(logger);
    nest.log('started', 'NestFactory');
    nest.warn('slow');
    nest.verbose('detail', 'Router');
    expect(written.lines.map(({ level, context, msg }) => [level, context, msg])).toEqual([
      ['info', 'NestFactory', 'started'],
      ['warn', undefined, 'slow'],
      ['trace', 'Router', 'detail'],
    ]);
  });

  it('writes the deepest cause of an error, and no objects', () => {
    const { written, logger } = logging();
    const nest = new NestLogger(logger);
    nest.error(new Error('outer', { cause: new PlatformError('store-unavailable', 'no answer') }), 'stack\nlines');
    nest.error({ student: 'CANARY' });
    expect(written.lines.map(({ msg }) => msg)).toEqual(['store-unavailable: no answer', 'a object']);
  });
});

describe('consumerLog', () => {
  const event = {
    id: 'e1',
    type: 'records.accepted',
    source: '/ingestion',
    time: '2026-01-05T12:00:00.000Z',
    version: 1,
    topic: 'ingestion.records',
    stream: 'd1/7',
    sequence: 9,
    correlationId: 'upload-1',
  };

  it('says which event was dead-lettered and why', () => {
    const { written, logger } = logging();
    consumerLog(logger).deadLettered?.('diagnostics.measure', event, {
      kind: 'handler-failed',
      message: 'Error: a defect',
      attempts: 5,
    });
    expect(written.lines[0]).toMatchObject({
      level: 'error',
      group: 'diagnostics.measure',
      event: { id: 'e1', stream: 'd1/7', sequence: 9 },
      correlationId: 'upload-1',
      cause: { message: 'Error: a defect' },
    });
  });

  it('is quiet about a first repetition and loud about the third', () => {
    const { written, logger } = logging();
    const log = consumerLog(logger);
    for (const attempt of [1, 2, 3])
      log.retried?.('diagnostics.measure', attempt, new PlatformError('version-conflict', 'moved'));
    expect(written.lines).toEqual([expect.objectContaining({ level: 'warn', attempt: 3, code: 'version-conflict' })]);
  });

  it('tells several observers', () => {
    const told: number[] = [];
    const both = observers(
      { dropped: (_group, events) => told.push(events) },
      {},
      { dropped: (_group, events) => told.push(events * 10) },
    );
    both.dropped('g.f', 2);
    expect(told).toEqual([2, 20]);
  });
});
