import type { RequestHandler } from 'express';
import session from 'express-session';
import type { DataSource } from 'typeorm';
import type { JsonLogger } from './json-logger.js';
import { poolOf } from './pool.js';
import { SessionStore } from './session-store.js';

const FOURTEEN_DAYS_MS = 14 * 24 * 3_600_000;

export interface SessionSettings {
  source: DataSource;
  secrets: string[];
  https: boolean;
  logger: JsonLogger;
}

/**
 * Visitors who are not logged in have no row. The end of a session is fixed at login and does not move with
 * use.
 */
export function sessions({ source, secrets, https, logger }: SessionSettings): RequestHandler {
  return session({
    name: 'huiyin_session',
    secret: secrets,
    resave: false,
    saveUninitialized: false,
    proxy: https,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, maxAge: FOURTEEN_DAYS_MS },
    store: new SessionStore(poolOf(source), (message) => logger.error(message, 'Sessions')),
  });
}
