import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import { WechatRefusal } from './wechat-refusal.js';

/**
 * With `lost` a call is carried out, but the connection breaks before the answer. With `hang` nothing is done and no
 * answer comes. With `address` the server's address is missing from the account's allow-list.
 */
export const CONDITIONS = ['fine', 'slow', 'busy', 'quota', 'lost', 'hang', 'address'] as const;
export type Condition = (typeof CONDITIONS)[number];

const SLOW_MS = 4_000;
const HANG_MS = 8_000;

export class LostAnswer extends Error {}

@Injectable()
export class Conditions {
  constructor(private readonly database: Database) {}

  async of(appId: string): Promise<Condition> {
    const row = await this.database.one<{ condition: Condition }>(
      sql`select condition from sandbox.account where app_id = ${appId}`,
    );
    return row.condition;
  }

  async change(appId: string, wanted: string): Promise<void> {
    const condition = CONDITIONS.find((one) => one === wanted);
    if (!condition) throw Invalid.field('condition', 'unknown');
    await this.database.run(sql`update sandbox.account set condition = ${condition} where app_id = ${appId}`);
  }

  /** Is called before a call is carried out. It refuses with -1, 40164 or 45009, waits, or never returns. */
  async endure(condition: Condition): Promise<void> {
    if (condition === 'busy') throw new WechatRefusal(-1);
    if (condition === 'quota') throw new WechatRefusal(45009);
    if (condition === 'address') throw new WechatRefusal(40164);
    if (condition === 'slow') await pause(SLOW_MS);
    if (condition === 'hang') {
      await pause(HANG_MS);
      throw new LostAnswer();
    }
  }
}
