import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { derive, hashed, newToken } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import type { Attempt } from './identity-provider.js';
import type { Provider } from './kept-providers.service.js';

export interface Errand {
  /** Only this browser keeps it, as a cookie. */
  browser: string;
  next: string;
  /** This member wants to join the account there to the own one, in this login. */
  joins?: { memberId: string; loginId: string };
  /** The token of an invitation that is answered with the account there. */
  invitation?: string;
}

/** What was begun, as it is found again when the provider leads back. */
export interface Begun {
  next: string;
  memberId: string | null;
  loginId: string | null;
  invitationHash: string | null;
}

/**
 * Attempts to sign in that were begun. What proves the end of one is derived from what the browser keeps, so that
 * neither a copy of the database nor a link that somebody else began can end it.
 */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async begin({ id, key }: Provider, { browser, next, joins, invitation }: Errand): Promise<Attempt> {
    const state = newToken();
    await this.database.run(sql`delete from sign_in_attempt where expires_at < clock_timestamp()`);
    await this.database.run(sql`
      insert into sign_in_attempt (state_hash, browser_hash, provider_id, next, member_id, login_id, invitation_hash,
                                   expires_at)
      values (${hashed(state)}, ${hashed(browser)}, ${id}, ${next}, ${joins?.memberId ?? null},
              ${joins?.loginId ?? null}, ${invitation === undefined ? null : hashed(invitation)},
              clock_timestamp() + interval '10 minutes')`);
    return this.attempt(key, browser, state);
  }

  /** An attempt can be ended once. Undefined where it was never begun here, is over, or belongs to another browser. */
  async take({ id, key }: Provider, browser: string, state: string) {
    const row = await this.database.maybe<Begun>(sql`
      delete from sign_in_attempt
       where state_hash = ${hashed(state)} and browser_hash = ${hashed(browser)} and provider_id = ${id}
         and expires_at > clock_timestamp()
      returning next, member_id, login_id, invitation_hash`);
    return row && { ...row, attempt: this.attempt(key, browser, state) };
  }

  private attempt(key: string, browser: string, state: string): Attempt {
    const derived = (purpose: string) =>
      derive(Buffer.from(`${browser} ${state}`), purpose).toString('base64url');
    return {
      state,
      nonce: derived('sign-in nonce'),
      verifier: derived('sign-in verifier'),
      returnTo: returnAddress(this.config.publicUrl, key),
    };
  }
}

/** The address that administrators enter at the provider. Each provider has its own, so that none answers for another. */
export function returnAddress(publicUrl: string, key: string): string {
  return `${publicUrl}/login/from/${key}`;
}
