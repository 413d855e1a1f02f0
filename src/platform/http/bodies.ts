import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { UnsupportedMediaType } from './errors.js';
import { isApi, isCallback, isSandbox } from './request.js';
import { refuseUnreadableText } from './unreadable-text.js';

const LIMIT = '256kb';

/** JSON and forms of our own pages and API. Callbacks and the sandbox read their own bodies. */
export function readBodies(app: NestExpressApplication): void {
  const type = (wanted: RegExp) => (given: unknown) => {
    const request = given as Request;
    return !isCallback(request) && !isSandbox(request) && wanted.test(request.get('content-type') ?? '');
  };
  app.use(refuseOtherThanJson);
  app.useBodyParser('json', { limit: LIMIT, type: type(/^application\/json\b/i) });
  app.useBodyParser('urlencoded', {
    limit: LIMIT,
    type: type(/^application\/x-www-form-urlencoded\b/i),
    extended: true,
  });
  app.use(refuseUnreadableText);
}

function refuseOtherThanJson(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length') ?? 0) > 0;
  const isJson = /^application\/json\b/i.test(request.get('content-type') ?? '');
  if (isApi(request) && hasBody && !isJson) next(new UnsupportedMediaType());
  else next();
}
