import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

/** Writes the vendor's log lines to our log. Their metadata is left out because it contains whole jobs. */
export function workerLog(): Logger {
  const log = new NestLogger('Jobs');
  return new Logger(() => (level: string, message: string) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
