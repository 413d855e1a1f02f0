import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Unauthenticated } from '../../platform/http/index.js';
import { Authentication, SecondStep } from '../../staff/index.js';
import { bearerOf } from '../auth/index.js';

interface Doors {
  authentication: Authentication;
  secondStep: SecondStep;
}

/** Lets members through, by their login or by a token. */
export function onlyForMembers(app: NestExpressApplication): RequestHandler {
  const authentication = app.get(Authentication, { strict: false });
  const secondStep = app.get(SecondStep, { strict: false });
  return (request: Request, _response: Response, next: NextFunction) => {
    isMember({ authentication, secondStep }, request).then((known) => {
      next(known ? undefined : new Unauthenticated('unauthenticated'));
    }, next);
  };
}

async function isMember({ authentication, secondStep }: Doors, request: Request): Promise<boolean> {
  const { subject, through } = request.session ?? {};
  const held = subject === undefined ? undefined : await secondStep.heldBy(subject, through);
  if (held && !held.barred) return true;
  const token = bearerOf(request);
  return token !== undefined && (await authentication.byToken(token)) !== undefined;
}
