import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Config } from '../../platform/config/index.js';
import { Assets } from './assets.js';

const YEAR = 365 * 86_400;

/** Serves /assets/<hash>/<folder>/<file> before any guard: the log-in page needs them too. */
@Injectable()
export class AssetsMiddleware implements NestMiddleware {
  constructor(
    private readonly assets: Assets,
    private readonly config: Config,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const [, , hash = '', folder = '', ...rest] = request.originalUrl.split('?')[0]?.split('/') ?? [];
    const file = rest.join('/');
    if (folder === 'style' && file === 'huiyin.css') {
      this.sendStylesheet(response, hash);
      return;
    }
    const found = this.assets.locate(folder, file, hash);
    if (!found) {
      response.status(404).type('text/plain').send('Not found');
      return;
    }
    response.sendFile(found.file, { root: found.root, ...this.caching(found.current) }, (problem?: Error) => {
      if (problem && !response.headersSent) next(problem);
    });
  }

  private sendStylesheet(response: Response, hash: string): void {
    const developing = this.config.logLevel === 'debug';
    const lasting = this.assets.isCurrentStylesheet(hash) && !developing;
    response.setHeader('Cache-Control', lasting ? `public, max-age=${YEAR}, immutable` : 'no-cache');
    response.type('text/css').send(developing ? new Assets().css : this.assets.css);
  }

  /** An address of another version, during a roll-out, is answered with what is here but not kept. */
  private caching(current: boolean): { maxAge: number; immutable: boolean } {
    return current ? { maxAge: YEAR * 1000, immutable: true } : { maxAge: 0, immutable: false };
  }
}
