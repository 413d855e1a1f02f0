import { Injectable } from '@nestjs/common';
import { Contacts } from '../../conversations/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { may } from './abilities.js';
import type { WechatAccount } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { WechatApi } from './api/api.service.js';
import { objects, word } from './fields.js';
import { type UserInfo, userInfo } from './user-info.js';

const USER_INFO = '/cgi-bin/user/info';
const TAGS = '/cgi-bin/tags/get';

@Injectable()
export class WechatUsers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: WechatAccounts,
    private readonly api: WechatApi,
    private readonly contacts: Contacts,
  ) {}

  async read(identityId: string): Promise<void> {
    const { accountId, externalId } = await this.database.one<{ accountId: string; externalId: string }>(
      sql`select account_id, external_id from identity where id = ${identityId}`,
    );
    const account = await this.accounts.byId(accountId);
    if (!account || !may(account, 'user_info')) return;
    const asked = `${USER_INFO}?openid=${encodeURIComponent(externalId)}&lang=zh_CN`;
    const info = userInfo(await this.api.get(account, asked), this.clock.now());
    await this.keep(identityId, info);
    if (await this.unnamed(accountId, info.tagIds)) await this.readTags(account);
  }

  private async keep(identityId: string, info: UserInfo): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`
        insert into wechat_user (identity_id, subscribed, subscribed_at, source, tag_ids, read_at)
        values (${identityId}, ${info.subscribed}, ${info.subscribedAt}, ${info.source}, ${info.tagIds}::integer[],
                ${this.clock.now()})
        on conflict (identity_id) do update
          set subscribed = excluded.subscribed, subscribed_at = excluded.subscribed_at, source = excluded.source,
              tag_ids = excluded.tag_ids, read_at = excluded.read_at`);
      if (info.unionId) await this.contacts.sameEverywhere(identityId, info.unionId);
    });
  }

  private async unnamed(accountId: string, tagIds: number[]): Promise<boolean> {
    const row = await this.database.one<{ unnamed: boolean }>(sql`
      select exists (select from unnest(${tagIds}::integer[]) as given (id)
                      where not exists (select from wechat_tag t where t.account_id = ${accountId} and t.tag_id = given.id)) unnamed`);
    return row.unnamed;
  }

  private async readTags(account: WechatAccount): Promise<void> {
    const answer = await this.api.get(account, `${TAGS}?`);
    const tags = objects(answer, 'tags').map((tag) => ({
      id: Number(word(tag, 'id')),
      name: word(tag, 'name') ?? '',
    }));
    await this.database.run(sql`
      insert into wechat_tag (account_id, tag_id, name, read_at)
      select ${account.channel.id}, id, name, ${this.clock.now()}
        from jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) as given (id integer, name text)
      on conflict (account_id, tag_id) do update set name = excluded.name, read_at = excluded.read_at`);
  }
}
