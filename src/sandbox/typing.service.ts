import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { People } from './people.service.js';
import { type Json, text } from './platform-calls.service.js';
import { WechatRefusal } from './wechat-refusal.js';

const AFTER_INTERACTION_MS = 30_000;
const LASTS_MS = 15_000;

/**
 * `message/custom/typing` shows "typing…" above the chat for 15 seconds, within 30 seconds of the person's last
 * message.
 */
@Injectable()
export class Typing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
  ) {}

  async set(appId: string, request: Json): Promise<object> {
    const person = await this.people.receiver(appId, text(request, 'touser'));
    const now = this.clock.now();
    switch (text(request, 'command')) {
      case 'CancelTyping':
        await this.people.setTyping(person.openid, null);
        return {};
      case 'Typing':
        if (person.typingUntil && person.typingUntil > now) throw new WechatRefusal(45081);
        if (!(await this.interactedSince(person.openid, now))) throw new WechatRefusal(45080);
        await this.people.setTyping(person.openid, new Date(now.getTime() + LASTS_MS));
        return {};
      default:
        throw new WechatRefusal(45072);
    }
  }

  private async interactedSince(openid: string, now: Date): Promise<boolean> {
    const since = new Date(now.getTime() - AFTER_INTERACTION_MS);
    const said = await this.database.maybe(sql`
      select 1 from sandbox.bubble where openid = ${openid} and direction = 'up' and at > ${since} limit 1`);
    return said !== undefined;
  }
}
