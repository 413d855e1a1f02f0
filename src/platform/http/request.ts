import type { Request } from 'express';
import type { Actor } from '../events/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    caller?: Actor;
  }
}

/** Some paths contain tokens and names, which must not be logged. */
export function loggedPath(request: { url?: string; originalUrl?: string }): string {
  const [path = '/'] = (request.originalUrl ?? request.url ?? '/').split('?');
  return path
    .replace(/^\/(t|f|files|invitations|sandbox\/people)\/[^/]+/i, '/$1/…')
    .replace(/\/[A-Za-z0-9._~-]{32,}(?=\/|$)/g, '/…');
}

const below = (prefix: string) => (request: Request) =>
  `${request.path.toLowerCase()}/`.startsWith(`${prefix}/`);

export const isApi = below('/api');
export const isAsset = below('/assets');
export const isCallback = below('/channels');
export const isWire = below('/sandbox/wechat');
/** The link of a ticket proves that its holder is the customer; a cookie gives no rights there. */
export const isTracking = below('/t');
export const isSandbox = below('/sandbox');
export const isForMachines = (request: Request) => below('/health')(request) || request.path === '/metrics';
const isDocs = below('/api/docs');
/** People read the description of the API in a browser, with the cookie of their login. */
export const isDescription = (request: Request) =>
  isDocs(request) || request.path.toLowerCase() === '/api/openapi.json';
/** Errors of these requests are answered in problem+json, whatever the client accepts. */
export const isForPrograms = (request: Request) =>
  (isApi(request) && !isDocs(request)) || isWire(request) || isForMachines(request);

export const isForm = (request: Request) =>
  /^application\/x-www-form-urlencoded\b/i.test(request.get('content-type') ?? '');
/** Files may be uploaded only at such an address. */
export const isUpload = (request: Request) =>
  /^multipart\/form-data\b/i.test(request.get('content-type') ?? '') && /\/files\/?$/i.test(request.path);

/** The result never leads to another site. */
export function safeNext(next: unknown, fallback = '/'): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : fallback;
}
