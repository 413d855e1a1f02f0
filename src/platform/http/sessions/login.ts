import { createHash } from 'node:crypto';
import type { Request } from 'express';

declare module 'express-session' {
  interface SessionData {
    subject?: string;
    /** The key of the identity provider that let the person in, if one did. */
    through?: string;
    since?: string;
    browser?: string;
    address?: string;
  }
}

const BROWSER_LENGTH = 200;
const TEN_MINUTES_MS = 10 * 60_000;

/** The session gets a new id, so that an id which an attacker planted is useless. */
export async function startLogin(request: Request, subject: string, through?: string): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  request.session.subject = subject;
  if (through !== undefined) request.session.through = through;
  request.session.since = new Date().toISOString();
  request.session.browser = request.get('user-agent')?.slice(0, BROWSER_LENGTH);
  request.session.address = request.ip;
  await settled((done) => request.session.save(done));
}

/** Whether the person showed a moment ago who it is. */
export function isFreshLogin({ session }: Request): boolean {
  return Date.now() - Date.parse(session.since ?? '') < TEN_MINUTES_MS;
}

export async function endLogin(request: Request): Promise<void> {
  await settled((done) => request.session.destroy(done));
}

/** The owner may see this name. It does not reveal the id of the session. */
export function publicSessionId(sid: string): string {
  return createHash('sha256').update(sid).digest('hex');
}

/** Waits for the session store. */
export function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) =>
      error ? reject(error instanceof Error ? error : new Error('The session store failed')) : resolve(),
    );
  });
}
