import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { WechatRefusal } from './wechat-refusal.js';

export type WindowSource = 'message' | 'menu' | 'follow' | 'scan';

const MINUTE_MS = 60_000;
/** Each act of a person allows so many sends for so long. The rules have been in force since 2023-06-12. */
const ALLOWANCES: Record<WindowSource, { sends: number; lastsMs: number }> = {
  message: { sends: 5, lastsMs: 48 * 60 * MINUTE_MS },
  menu: { sends: 3, lastsMs: MINUTE_MS },
  follow: { sends: 3, lastsMs: MINUTE_MS },
  scan: { sends: 3, lastsMs: MINUTE_MS },
};

export interface ReplyWindow {
  source: WindowSource;
  closesAt: Date;
  allowance: number;
  used: number;
}

/**
 * The windows of a person do not add up: what is left is the most that any open window has left, and a send counts in
 * all of them.
 */
@Injectable()
export class ReplyWindows {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async open(openid: string, source: WindowSource): Promise<void> {
    const { sends, lastsMs } = ALLOWANCES[source];
    const closesAt = new Date(this.clock.now().getTime() + lastsMs);
    await this.database.run(sql`
      insert into sandbox.reply_window (openid, source, closes_at, allowance)
      values (${openid}, ${source}, ${closesAt}, ${sends})
      on conflict (openid, source) do update
        set closes_at = excluded.closes_at, allowance = excluded.allowance, used = 0`);
  }

  /** Refuses with 45015 if no window is open, and with 45047 if all sends are used up. */
  async take(openid: string): Promise<void> {
    const open = await this.standing(openid);
    if (open.length === 0) throw new WechatRefusal(45015);
    if (remaining(open) === 0) throw new WechatRefusal(45047);
    await this.database.run(sql`
      update sandbox.reply_window set used = used + 1
       where openid = ${openid} and closes_at > ${this.clock.now()} and used < allowance`);
  }

  async standing(openid: string): Promise<ReplyWindow[]> {
    return this.database.rows<ReplyWindow>(sql`
      select source, closes_at, allowance, used from sandbox.reply_window
       where openid = ${openid} and closes_at > ${this.clock.now()} order by closes_at desc`);
  }
}

export function remaining(open: ReplyWindow[]): number {
  return Math.max(0, ...open.map((window) => window.allowance - window.used));
}
