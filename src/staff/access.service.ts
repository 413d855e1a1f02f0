import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/events/index.js';
import { ApiTokens } from './api-tokens.service.js';
import { Sessions } from './sessions.service.js';

/** Everything by which a member is let in: logins and tokens. */
@Injectable()
export class Access {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  /** Runs in the transaction of its cause. The login `exceptLogin` goes on. */
  async end(memberId: string, by: Actor, exceptLogin?: string): Promise<void> {
    await this.endLogins(memberId, by, exceptLogin);
    await this.tokens.revokeAll(memberId, by);
  }

  endLogins(memberId: string, by: Actor, exceptLogin?: string): Promise<void> {
    return this.sessions.endAll(memberId, by, exceptLogin);
  }
}
