import { Injectable } from '@nestjs/common';
import { WechatAccounts } from './accounts.service.js';
import { ApiError, NotSent, NoToken, Unanswered } from './api/api-errors.js';
import { WechatApi } from './api/api.service.js';
import { AccountStanding } from './standing.service.js';

const TYPING = '/cgi-bin/message/custom/typing';
const OUTSIDE = [ApiError, NotSent, NoToken, Unanswered];

/** A missing "typing…" does no harm, so refusals (45072, 45080, 45081 and others) are ignored. */
@Injectable()
export class WechatTyping {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly standing: AccountStanding,
    private readonly api: WechatApi,
  ) {}

  async show(accountId: string, externalId: string): Promise<void> {
    const account = await this.accounts.byId(accountId);
    if (!account || (await this.standing.obstacle(accountId, TYPING))) return;
    try {
      await this.api.post(account, TYPING, { touser: externalId, command: 'Typing' });
    } catch (error) {
      if (!OUTSIDE.some((kind) => error instanceof kind)) throw error;
    }
  }
}
