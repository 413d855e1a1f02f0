import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { JsonLogger } from '../json-logger.js';
import { poolOf } from '../pool.js';
import { SessionStore } from './session-store.js';

/** No setting lets a login last longer. The server decides when it is over, and the cookie only outlives it. */
const LONGEST_MS = 30 * 24 * 3_600_000;

/** Scripts of open pages ask here, whether or not anybody sits there. */
const UNASKED = ['/live', '/alerts/recent'];

export interface SessionSettings {
  source: DataSource;
  secrets: string[];
  https: boolean;
  logger: JsonLogger;
}

/**
 * Visitors who are not logged in have no row. A session is over when the first of its times has passed: since it began,
 * and since it was last used.
 */
export function sessions({ source, secrets, https, logger }: SessionSettings): RequestHandler[] {
  const read = session({
    name: 'huiyin_session',
    secret: secrets,
    resave: false,
    saveUninitialized: false,
    proxy: https,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, maxAge: LONGEST_MS },
    store: new SessionStore(poolOf(source), (message) => logger.error(message, 'Sessions')),
  });
  return [read, noteUse(poolOf(source))];
}

/** What a page asks for by itself is no use of the login, so that a page which is left open does not keep it alive. */
function noteUse(connections: Pool): RequestHandler {
  return (request, _response, next) => {
    const { subject, rested } = request.session ?? {};
    if (subject === undefined || !rested || asksByItself(request)) return next();
    connections
      .query('update session set used_at = clock_timestamp() where sid = $1', [request.sessionID])
      .then(() => next(), next);
  };
}

function asksByItself(request: Request): boolean {
  return request.get('x-redraw') !== undefined || UNASKED.includes(request.path);
}
