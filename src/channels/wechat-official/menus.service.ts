import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { Invalid } from '../../platform/http/index.js';
import { WechatAccounts } from './accounts.service.js';
import { WechatApi } from './api/api.service.js';
import { buttonsOf, DEFAULT_MENU, type MenuColumn, problemsOfMenu } from './menu.js';
import { menuRefusal } from './menu-refusals.js';

const MENU_CREATE = '/cgi-bin/menu/create';

/**
 * `changed` means that somebody edited the menu after it was published. `problem` says why the last
 * publishing failed.
 */
export interface KeptMenu {
  draft: MenuColumn[];
  state: 'never' | 'published' | 'changed';
  publishedAt: Date | null;
  problem: string | null;
  problemAt: Date | null;
}

@Injectable()
export class WechatMenus {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: WechatAccounts,
    private readonly api: WechatApi,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  async of(accountId: string): Promise<KeptMenu> {
    const kept = await this.database.maybe<KeptMenu>(sql`
      select draft, published_at, problem, problem_at,
             case when published is null then 'never' when published = draft then 'published' else 'changed' end as state
        from wechat_menu where account_id = ${accountId}`);
    return kept ?? { draft: DEFAULT_MENU, state: 'never', publishedAt: null, problem: null, problemAt: null };
  }

  async save(accountId: string, draft: MenuColumn[]): Promise<void> {
    const fields = problemsOfMenu(draft);
    if (Object.keys(fields).length > 0) throw Invalid.fields(fields);
    await this.database.transaction(async () => {
      const changed = difference({ draft: (await this.of(accountId)).draft }, { draft });
      await this.keep(accountId, draft);
      await this.audit.record({
        action: 'account.menu_saved',
        subject: { type: 'account', id: accountId },
        ...changed,
      });
    });
  }

  /**
   * Returns null, or WeChat's reason, which `explainReason` can explain. Phones show a new menu within a day.
   */
  async publish(accountId: string, by: Actor): Promise<string | null> {
    const account = await this.accounts.byId(accountId);
    if (!account) return 'no_account';
    const { draft } = await this.of(accountId);
    await this.keep(accountId, draft);
    try {
      await this.api.post(account, MENU_CREATE, { button: buttonsOf(draft) });
    } catch (error) {
      const problem = menuRefusal(error);
      await this.database.run(sql`
        update wechat_menu set problem = ${problem}, problem_at = ${this.clock.now()} where account_id = ${accountId}`);
      return problem;
    }
    await this.published(accountId, draft, by);
    return null;
  }

  private async keep(accountId: string, draft: MenuColumn[]): Promise<void> {
    await this.database.run(sql`
      insert into wechat_menu (account_id, draft) values (${accountId}, ${JSON.stringify(draft)})
      on conflict (account_id) do update set draft = excluded.draft`);
  }

  private async published(accountId: string, menu: MenuColumn[], by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`
        update wechat_menu set published = ${JSON.stringify(menu)}, published_at = ${this.clock.now()},
               problem = null, problem_at = null where account_id = ${accountId}`);
      await this.events.record('account.menu_published', { type: 'account', id: accountId }, {}, by);
    });
  }
}
