import { causeMessage } from '@evenground/event-log';
import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

type PinoLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What Nest has to say, as lines of our logger. Nest's last parameter is the context. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Objects are not written, since nobody has vouched for what is in them. */
  private write(level: PinoLevel, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const fields = typeof context === 'string' && !context.includes('\n') ? { context } : {};
    const text =
      typeof message === 'string' ? message : message instanceof Error ? causeMessage(message) : `a ${typeof message}`;
    this.logger[level](fields, text);
  }
}
