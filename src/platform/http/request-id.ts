import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const ACCEPTED = /^[A-Za-z0-9-]{1,64}$/;

export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  request.id = given && ACCEPTED.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', request.id);
  next();
}
