import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { extname } from 'node:path';
import { Assets } from './assets.js';

const YEAR_MS = 365 * 86_400_000;
/** The build makes these compressed copies. The smallest comes first. */
const ENCODINGS = { br: '.br', gzip: '.gz' };

/** Runs before any guard, because the log-in page needs assets too. */
@Injectable()
export class AssetsMiddleware implements NestMiddleware {
  constructor(private readonly assets: Assets) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const [, , hash = '', file = '', ...more] = request.originalUrl.split('?')[0]?.split('/') ?? [];
    const found = more.length > 0 ? null : this.assets.locate(hash, file);
    if (!found) {
      response.status(404).type('text/plain').send('Not found');
      return;
    }
    response.type(extname(file));
    const options = { root: found.folder, acceptRanges: false, ...caching(found.current) };
    response.sendFile(file + compressed(request, response, file), options, (problem?: Error) => {
      if (problem && !response.headersSent) next(problem);
    });
  }
}

/**
 * Returns '' if the browser understands no compressed copy. Source maps have none, because only developers load them.
 */
function compressed(request: Request, response: Response, file: string): string {
  if (file.endsWith('.map')) return '';
  response.vary('Accept-Encoding');
  for (const [encoding, ending] of Object.entries(ENCODINGS)) {
    if (request.acceptsEncodings(encoding) === false) continue;
    response.setHeader('Content-Encoding', encoding);
    return ending;
  }
  return '';
}

/**
 * During a roll-out, a request for another version is answered with the file that is here, which is then not cached.
 */
function caching(current: boolean): { maxAge: number; immutable: boolean } {
  return current ? { maxAge: YEAR_MS, immutable: true } : { maxAge: 0, immutable: false };
}
