import type { Request } from 'express';
import { safeNext } from '../../platform/http/index.js';

/**
 * Returns the page that the form was sent from, as a path of this program, or `fallback` if the browser does not name
 * it.
 */
export function back(request: Request, fallback: string): string {
  const from = request.get('referer') ?? '';
  if (!URL.canParse(from)) return fallback;
  const { host, pathname, search } = new URL(from);
  return host === request.get('host') ? safeNext(pathname + search, fallback) : fallback;
}
