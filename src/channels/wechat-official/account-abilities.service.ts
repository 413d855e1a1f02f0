import { Injectable } from '@nestjs/common';
import { Resuming } from '../../delivery/index.js';
import { Alarms } from '../../platform/alarms/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { type Ability, SENDING } from './abilities.js';
import type { WechatAccount } from './account.js';

/**
 * WeChat may refuse an ability although accounts of this type should have it. It is switched off at the first
 * refusal.
 */
@Injectable()
export class AccountAbilities {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly alarms: Alarms,
    private readonly resuming: Resuming,
  ) {}

  async refused({ channel }: WechatAccount, ability: Ability, reason: string): Promise<void> {
    const { id, key: account, name } = channel;
    await this.database.transaction(async () => {
      const newly = await this.database.run(sql`
        insert into wechat_refused_ability (account_id, ability, reason, at)
        values (${id}, ${ability}, ${reason}, ${this.clock.now()}) on conflict do nothing`);
      if (newly === 0) return;
      await this.events.record('account.ability_refused', { type: 'account', id }, { ability, reason });
      if (SENDING.includes(ability))
        await this.alarms.raise(keyOf(id, ability), 'account.ability_refused', {
          account,
          name,
          ability,
          reason,
        });
    });
  }

  /** Every ability is tried again, and messages that waited for one are sent at once. */
  async tryAgain(account: WechatAccount, by: Actor): Promise<WechatAccount> {
    const { id } = account.channel;
    await this.database.transaction(async () => {
      const again = await this.database.rows<{ ability: Ability }>(
        sql`delete from wechat_refused_ability where account_id = ${id} returning ability`,
      );
      const subject = { type: 'account', id } as const;
      await this.events.recordMany(
        again.map((data) => ({ name: 'account.ability_tried' as const, subject, data, by })),
      );
      for (const { ability } of again) await this.alarms.clear(keyOf(id, ability));
      if (again.length > 0) await this.resuming.account(id, 'not_granted');
    });
    return { ...account, refused: {} };
  }
}

function keyOf(accountId: string, ability: Ability): string {
  return `account.ability_refused:${accountId}:${ability}`;
}
