import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

/** The vendor's log lines in ours. Their meta data stays out: it holds whole jobs. */
export function workerLog(): Logger {
  const log = new NestLogger('Jobs');
  return new Logger(() => (level: string, message: string) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
