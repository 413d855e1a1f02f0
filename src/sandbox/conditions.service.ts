import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Database, sql } from '../platform/database/index.js';
import { WechatRefusal } from './wechat-refusal.js';

/** How WeChat is today. `lost`: everything is done, but the line drops before the answer. */
export const CONDITIONS = ['fine', 'slow', 'busy', 'quota', 'lost'] as const;
export type Condition = (typeof CONDITIONS)[number];

const SLOW_MS = 4_000;

/** The call was carried out, and whoever made it will never know. */
export class LostAnswer extends Error {}

/** Trouble on demand, so that one can see what the business makes of it. */
@Injectable()
export class Conditions {
  constructor(private readonly database: Database) {}

  async of(appId: string): Promise<Condition> {
    const row = await this.database.one<{ condition: Condition }>(
      sql`select condition from sandbox.account where app_id = ${appId}`,
    );
    return row.condition;
  }

  async set(appId: string, condition: Condition): Promise<void> {
    await this.database.run(sql`update sandbox.account set condition = ${condition} where app_id = ${appId}`);
  }

  /** Before a send: refuses with -1 or 45009, or takes its time. */
  async endure(condition: Condition): Promise<void> {
    if (condition === 'busy') throw new WechatRefusal(-1);
    if (condition === 'quota') throw new WechatRefusal(45009);
    if (condition === 'slow') await pause(SLOW_MS);
  }
}
