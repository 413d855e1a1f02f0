import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { approved, card, checked } from './card.js';
import { Chats } from './chats.service.js';
import { Consents } from './consents.service.js';
import { People } from './people.service.js';
import { type Json, object, text } from './platform-calls.service.js';
import { TemplateReceipts } from './template-receipts.service.js';
import { WechatRefusal } from './wechat-refusal.js';

@Injectable()
export class SubscriptionCards {
  constructor(
    private readonly chats: Chats,
    private readonly receipts: TemplateReceipts,
  ) {}

  async show(openid: string, shown: ReturnType<typeof card> | undefined, msgid: string): Promise<void> {
    if (shown) await this.chats.down(openid, shown, 'subscription');
    await this.receipts.owe(msgid);
  }
}

/** `message/subscribe/bizsend` sends a card to a person who has agreed to it, once per consent. */
@Injectable()
export class SubscriptionSends {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly consents: Consents,
    private readonly cards: SubscriptionCards,
  ) {}

  /** Refuses with 40003, 40037, 43004, 43101 or 47003. There is no idempotency key, so a repeat is a second message. */
  async send(appId: string, request: Json): Promise<{ msgid: bigint }> {
    const person = await this.people.receiver(appId, text(request, 'touser'));
    if (!person.followed) throw new WechatRefusal(43004);
    const { templates } = await this.people.account(appId);
    const template = approved(templates, text(request, 'template_id'), 'subscription');
    const values = checked(object(request, 'data'), template);
    if (!(await this.consents.take(person.openid, template.id))) throw new WechatRefusal(43101);
    const status = person.blocked ? 'failed' : 'success';
    const { msgid } = await this.database.one<{ msgid: string }>(sql`
      insert into sandbox.template_send (msgid, openid, kind, template_id, status, at)
      values (nextval('sandbox.message_id'), ${person.openid}, 'subscription', ${template.id}, ${status}, ${this.clock.now()})
      returning msgid`);
    const url = text(request, 'page');
    const shown = person.blocked ? undefined : card(template, values, { url }, person);
    await this.cards.show(person.openid, shown, msgid);
    return { msgid: BigInt(msgid) };
  }
}
