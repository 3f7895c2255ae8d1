import { type Clock, instant } from '@evenground/config';
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Fields of every line, such as the service. */
  readonly base?: Readonly<Record<string, string>>;
  /** Standard output unless a test has its own. */
  readonly destination?: DestinationStream;
}

/**
 * Fields that are blotted out wherever they stand, down to three levels. They should never be handed to a logger: lines
 * carry ids of uploads, cycles, streams and requests only. This is the net below.
 */
const PERSONAL_OR_SECRET = [
  'authorization',
  'cookie',
  'token',
  'accessToken',
  'password',
  'secret',
  'key',
  'studentId',
  'student',
  'studentKey',
  'staffId',
  'identifier',
  'name',
  'firstName',
  'lastName',
  'birthDate',
  'email',
  'address',
  'ip',
  'remoteAddress',
  'row',
  'rows',
  'values',
  'data',
  'body',
];

const LEVELS = ['', '*.', '*.*.'];

/** Writes one JSON object a line. */
export function createLogger({ level, clock, base = {}, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base,
      timestamp: () => `,"time":"${instant(clock)}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: LEVELS.flatMap((deep) => PERSONAL_OR_SECRET.map((field) => deep + field)), censor: '[removed]' },
    },
    destination ?? pino.destination({ dest: 1, sync: true }), // so that the last lines of a dying process are written
  );
}
