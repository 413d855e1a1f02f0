import type { Request } from 'express';
import { safeNext } from '../../platform/http/index.js';

/** The page a form was sent from, as a path of our own; `fallback` where the browser does not say. */
export function back(request: Request, fallback: string): string {
  const from = request.get('referer') ?? '';
  if (!URL.canParse(from)) return fallback;
  const { host, pathname, search } = new URL(from);
  return host === request.get('host') ? safeNext(pathname + search, fallback) : fallback;
}
