import connectPgSimple from 'connect-pg-simple';
import session, { type SessionData } from 'express-session';
import type { Pool } from 'pg';

declare module 'express-session' {
  interface SessionData {
    kept?: boolean;
    /** No use was written down in the last minute. */
    rested?: boolean;
  }
}

const LIVE = `
  select sess, used_at < clock_timestamp() - interval '1 minute' as rested from live_session where sid = $1`;

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
    this.connections.query<{ sess: SessionData; rested: boolean }>(LIVE, [sid]).then(
      ({ rows: [found] }) =>
        process.nextTick(done, null, found ? { ...found.sess, kept: true, rested: found.rested } : null),
      (error: unknown) => process.nextTick(done, error),
    );
  }

  override set(sid: string, changed: SessionData, done?: (error?: unknown) => void): void {
    if (!changed.kept) return super.set(sid, changed, done);
    this.connections.query('update session set sess = $1 where sid = $2', [changed, sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }
}
