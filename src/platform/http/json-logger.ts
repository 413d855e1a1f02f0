import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

const SMALL_TALK = ['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];

export class JsonLogger implements LoggerService {
  readonly pino: Logger;

  constructor(level: string, sink: DestinationStream = process.stdout) {
    this.pino = pino({ level, base: undefined, serializers: { err: describeError } }, sink);
  }

  async quietly<T>(work: () => Promise<T>): Promise<T> {
    const { level } = this.pino;
    if (this.pino.isLevelEnabled('info')) this.pino.level = 'warn';
    try {
      return await work();
    } finally {
      this.pino.level = level;
    }
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(SMALL_TALK.includes(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
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

  /** Nest passes the context last and a stack before it. */
  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.length > 0 ? rest.at(-1) : undefined;
    const stack = rest.length > 1 ? rest[0] : undefined;
    if (message instanceof Error) this.pino[level]({ context, err: message }, message.message);
    else if (message && typeof message === 'object') this.pino[level]({ context, ...message });
    else this.pino[level]({ context, stack }, String(message));
  }
}

/**
 * A database error carries the parameters of the statement, which may be personal data, so only some fields
 * are logged.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  return { type: error.name, code, message: error.message, stack: error.stack };
}
