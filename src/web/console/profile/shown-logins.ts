import type { Request } from 'express';
import { type Login, publicSessionId } from '../../../platform/http/index.js';
import { browserName } from './browser-name.js';

/** Logins as the list of them shows each. The one that asks is marked, and has no button to end it. */
export function shownLogins(logins: Login[], { sessionID }: Request) {
  const present = publicSessionId(sessionID);
  return logins.map((login) => ({
    ...login,
    browser: browserName(login.browser),
    present: login.id === present,
  }));
}
