import type { Request } from 'express';
import { settled } from './login.js';

const TEN_MINUTES_MS = 10 * 60_000;

/** Somebody whose password was right, and who has not yet shown the second factor. */
export interface Halfway {
  subject: string;
  /** It changes with the password, so that a new password ends this too. */
  proof: string;
  next: string;
}

/** A code of the second factor that was set up at `replaces` was shown for it. Null where there was none. */
export interface HandedOut {
  cipher: string;
  replaces: string | null;
}

declare module 'express-session' {
  interface SessionData {
    halfway?: Halfway & { since: number };
    /** The encrypted secret that the person is just giving to an app. */
    handedOut?: HandedOut & { since: number };
  }
}

/** The session gives no rights yet. It gets a new id, as it does at the log-in. */
export async function startHalfway(request: Request, halfway: Halfway): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  request.session.cookie.maxAge = TEN_MINUTES_MS;
  request.session.halfway = { ...halfway, since: Date.now() };
  await settled((done) => request.session.save(done));
}

/** Undefined if nobody is halfway here, or is no longer. */
export function halfwayOf(request: Request): Halfway | undefined {
  return recent(request.session?.halfway);
}

/** A secret that was shown to one browser is never taken from another. */
export function handOut(request: Request, given: HandedOut): void {
  request.session.handedOut = { ...given, since: Date.now() };
}

export function handedOut(request: Request): HandedOut | undefined {
  return recent(request.session?.handedOut);
}

export function takeBack(request: Request): void {
  delete request.session.handedOut;
}

function recent<T extends { since: number }>(kept: T | undefined): T | undefined {
  return kept && Date.now() - kept.since < TEN_MINUTES_MS ? kept : undefined;
}
