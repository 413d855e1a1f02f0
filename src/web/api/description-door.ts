import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Unauthenticated } from '../../platform/http/index.js';
import { Authentication } from '../../staff/index.js';
import { bearerOf } from '../auth/index.js';

/** Lets members through, by their login or by a token. */
export function onlyForMembers(app: NestExpressApplication): RequestHandler {
  const authentication = app.get(Authentication, { strict: false });
  return (request: Request, _response: Response, next: NextFunction) => {
    isMember(authentication, request).then((known) => {
      next(known ? undefined : new Unauthenticated('unauthenticated'));
    }, next);
  };
}

async function isMember(authentication: Authentication, request: Request): Promise<boolean> {
  const subject = request.session?.subject;
  if (subject !== undefined && (await authentication.bySession(subject))) return true;
  const token = bearerOf(request);
  return token !== undefined && (await authentication.byToken(token)) !== undefined;
}
