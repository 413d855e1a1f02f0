import connectPgSimple from 'connect-pg-simple';
import session, { type SessionData } from 'express-session';
import type { Pool } from 'pg';

declare module 'express-session' {
  interface SessionData {
    kept?: boolean;
  }
}

const PgStore = connectPgSimple(session);

/**
 * A session that ended during one of its requests stays ended, because a stored session is updated and never
 * inserted again.
 */
export class SessionStore extends PgStore {
  constructor(
    private readonly connections: Pool,
    report: (message: string) => void,
  ) {
    super({
      pool: connections,
      tableName: 'session',
      disableTouch: true,
      pruneSessionInterval: false,
      errorLog: (...given: unknown[]) => report(given.map(String).join(' ')),
    });
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    super.get(sid, (error: unknown, found) => done(error, found && { ...found, kept: true }));
  }

  override set(sid: string, changed: SessionData, done?: (error?: unknown) => void): void {
    if (!changed.kept) return super.set(sid, changed, done);
    this.connections.query('update session set sess = $1 where sid = $2', [changed, sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }
}
