import { doubleCsrf } from 'csrf-csrf';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isApi, isForm, isTracking, isWire } from './request.js';

const FIELD = '_csrf';
const HEADER = 'x-csrf-token';

/** Every unsafe request must repeat a token that belongs to its session, unless cookies give it no rights. */
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

/**
 * The token is for the form field `_csrf` or the header `x-csrf-token`. It sets a cookie, so call this before
 * the answer begins.
 */
export function csrfToken(request: Request): string {
  if (!request.csrfToken) throw new Error('configureHttp() has not been called');
  return request.csrfToken();
}

/**
 * The cookies are not decoded. Ours do not need it, and a malformed one of another site must not break the
 * request.
 */
function readCookies(request: Request, _response: Response, next: NextFunction): void {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  request.cookies = Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
  next();
}

/**
 * Each new token would replace the cookie of the earlier one, so a page gets the same token however often it
 * asks.
 */
function oneTokenEach(request: Request, _response: Response, next: NextFunction): void {
  const make = request.csrfToken;
  let token: string | undefined;
  request.csrfToken = () => (token ??= make?.() ?? '');
  next();
}

/** Unknown fields are refused, so the token must not look like one. */
function forgetField(request: Request, _response: Response, next: NextFunction): void {
  const body = request.body as Record<string, unknown> | undefined;
  if (body && typeof body === 'object') delete body[FIELD];
  next();
}

/**
 * A form must send the token among its fields, so that a form which lost its fields is never taken for an
 * empty one.
 */
function tokenOf(request: Request): string | undefined {
  if (!isForm(request)) return request.get(HEADER);
  const value = (request.body as Record<string, unknown> | undefined)?.[FIELD];
  return typeof value === 'string' ? value : undefined;
}
