import { doubleCsrf } from 'csrf-csrf';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isApi, isForm, isTracking, isWire } from './request.js';

const FIELD = '_csrf';
const HEADER = 'x-csrf-token';

/** Every unsafe request but those that carry no cookie's authority must repeat a token bound to its session. */
export function csrfProtection(secrets: string[], https: boolean): RequestHandler[] {
  const { doubleCsrfProtection } = doubleCsrf({
    getSecret: () => secrets,
    getSessionIdentifier: (request) => (request.session?.subject ? request.sessionID : 'visitor'),
    cookieName: https ? '__Host-huiyin_csrf' : 'huiyin_csrf',
    cookieOptions: { sameSite: 'lax', path: '/', secure: https, httpOnly: true },
    getCsrfTokenFromRequest: tokenOf,
    skipCsrfProtection: (request) => isApi(request) || isTracking(request) || isWire(request),
  });
  return [readCookies, doubleCsrfProtection, oneTokenEach, forgetField];
}

/** For the form field `_csrf`, or the header `x-csrf-token` of what a script sends otherwise. Sets a cookie: before the answer begins. */
export function csrfToken(request: Request): string {
  if (!request.csrfToken) throw new Error('configureHttp() has not been called');
  return request.csrfToken();
}

/** As they are: our own values need no decoding, and a broken one of somebody else's must not break the request. */
function readCookies(request: Request, _response: Response, next: NextFunction): void {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  request.cookies = Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
  next();
}

/** However often a page asks: each new token would put another cookie in the place of the one before. */
function oneTokenEach(request: Request, _response: Response, next: NextFunction): void {
  const make = request.csrfToken;
  let token: string | undefined;
  request.csrfToken = () => (token ??= make?.() ?? '');
  next();
}

/** The token is no field of the form's own, and unknown fields are refused. */
function forgetField(request: Request, _response: Response, next: NextFunction): void {
  const body = request.body as Record<string, unknown> | undefined;
  if (body && typeof body === 'object') delete body[FIELD];
  next();
}

/** A form brings it among its fields, so that one whose fields were lost is never taken for an empty one. */
function tokenOf(request: Request): string | undefined {
  if (!isForm(request)) return request.get(HEADER);
  const value = (request.body as Record<string, unknown> | undefined)?.[FIELD];
  return typeof value === 'string' ? value : undefined;
}
