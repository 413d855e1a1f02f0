import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../platform/config/index.js';
import { StartError } from './start-error.js';

/** Throws a sentence for people if the address is not available. */
export async function listen(app: NestExpressApplication, { port, host }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const sentence = refusals(port, host)[codeOf(error)];
    throw sentence === undefined ? error : new StartError(sentence, { cause: error });
  }
}

function refusals(port: number, host: string): Record<string, string> {
  const nowhere = `HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
  return {
    EADDRINUSE:
      `Port ${port} is used by another program on this machine. ` +
      `Choose another one, for example PORT=${port + 1} npm start.`,
    EACCES: `This user may not listen on port ${port}. Choose one above 1023, for example PORT=3000.`,
    EADDRNOTAVAIL: nowhere,
    ENOTFOUND: nowhere,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
