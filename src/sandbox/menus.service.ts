import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { MenuItem } from './account.js';
import { readMenu, writeMenu } from './menu-rules.js';
import { type Json } from './platform-calls.service.js';
import { WechatRefusal } from './wechat-refusal.js';

/** Real phones take up to a day to show a new menu. The simulated phone shows it at once. */
@Injectable()
export class Menus {
  constructor(private readonly database: Database) {}

  async create(appId: string, request: Json): Promise<object> {
    await this.store(appId, readMenu(request));
    return {};
  }

  /** Refuses with 46003 if there is no menu. */
  async get(appId: string): Promise<object> {
    const { menu } = await this.database.one<{ menu: MenuItem[] }>(
      sql`select menu from sandbox.account where app_id = ${appId}`,
    );
    if (menu.length === 0) throw new WechatRefusal(46003);
    return writeMenu(menu);
  }

  async delete(appId: string): Promise<object> {
    await this.store(appId, []);
    return {};
  }

  private async store(appId: string, menu: MenuItem[]): Promise<void> {
    await this.database.run(
      sql`update sandbox.account set menu = ${JSON.stringify(menu)} where app_id = ${appId}`,
    );
  }
}

export function itemWith(menu: MenuItem[], key: string): MenuItem | undefined {
  return menu.flatMap((item) => item.below ?? [item]).find((item) => (item.key || item.url) === key);
}
