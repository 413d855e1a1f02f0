import type { Request } from 'express';
import type { Actor } from '../events/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who asks, set by the guard that let the request in. */
    caller?: Actor;
  }
}

/** The path as it may be logged: without query string, and without the tokens and names that some paths carry. */
export function loggedPath(request: { url?: string; originalUrl?: string }): string {
  const [path = '/'] = (request.originalUrl ?? request.url ?? '/').split('?');
  return path
    .replace(/^\/(t|f|files|invitations|sandbox\/people)\/[^/]+/i, '/$1/…')
    .replace(/\/[A-Za-z0-9._~-]{32,}(?=\/|$)/g, '/…');
}

/** As Express finds its routes: whatever the case. */
const below = (prefix: string) => (request: Request) =>
  `${request.path.toLowerCase()}/`.startsWith(`${prefix}/`);

export const isApi = below('/api');
export const isAsset = below('/assets');
export const isCallback = below('/channels');
export const isWire = below('/sandbox/wechat');
/** Whoever has the link of a ticket is its customer: no cookie gives a right there. */
export const isTracking = below('/t');
export const isSandbox = below('/sandbox');
export const isForMachines = (request: Request) => below('/health')(request) || request.path === '/metrics';
/** They are answered in problem+json, whatever they accept. */
export const isForPrograms = (request: Request) =>
  isApi(request) || isWire(request) || isForMachines(request);

export const isForm = (request: Request) =>
  /^application\/x-www-form-urlencoded\b/i.test(request.get('content-type') ?? '');
/** A file that the script of a page sends: the only addresses that take one end so. */
export const isUpload = (request: Request) =>
  /^multipart\/form-data\b/i.test(request.get('content-type') ?? '') && /\/files\/?$/i.test(request.path);

/** A path of this site to go on to, or the fallback: never another site. */
export function safeNext(next: unknown, fallback = '/'): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : fallback;
}
