import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { ApprovedTemplate, Person } from './account.js';
import { approved, card, checked } from './card.js';
import { Chats } from './chats.service.js';
import { People } from './people.service.js';
import { type Json, object, text } from './platform-calls.service.js';
import { TemplateReceipts } from './template-receipts.service.js';
import { WechatRefusal } from './wechat-refusal.js';

/** A repeat with the same client_msg_id is suppressed for this long. */
const SUPPRESSED_MS = 600_000;

/** `message/template/send` sends a card outside any reply window. A later push tells whether it arrived. */
@Injectable()
export class TemplateSends {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly chats: Chats,
    private readonly receipts: TemplateReceipts,
  ) {}

  /** A repeat of a client_msg_id is answered with the first msgid and shows nothing. */
  async send(appId: string, request: Json): Promise<{ msgid: bigint }> {
    const person = await this.people.receiver(appId, text(request, 'touser'));
    if (!person.followed) throw new WechatRefusal(43004);
    const { templates } = await this.people.account(appId);
    const template = approved(templates, text(request, 'template_id'), 'template');
    const values = checked(object(request, 'data'), template);
    const clientMessageId = text(request, 'client_msg_id') || null;
    const earlier = clientMessageId && (await this.earlier(person.openid, clientMessageId));
    if (earlier) return { msgid: BigInt(earlier) };
    if (!person.blocked)
      await this.chats.down(person.openid, card(template, values, request, person), 'template');
    return { msgid: await this.keep(person, template, clientMessageId) };
  }

  private async earlier(openid: string, clientMessageId: string): Promise<string | undefined> {
    const since = new Date(this.clock.now().getTime() - SUPPRESSED_MS);
    const row = await this.database.maybe<{ msgid: string }>(sql`
      select msgid from sandbox.template_send
       where openid = ${openid} and client_message_id = ${clientMessageId} and at > ${since}`);
    return row?.msgid;
  }

  private async keep(
    person: Person,
    { id }: ApprovedTemplate,
    clientMessageId: string | null,
  ): Promise<bigint> {
    const status = person.blocked ? 'failed:user block' : 'success';
    const { msgid } = await this.database.one<{ msgid: string }>(sql`
      insert into sandbox.template_send (msgid, openid, template_id, client_message_id, status, at)
      values (nextval('sandbox.message_id'), ${person.openid}, ${id}, ${clientMessageId}, ${status}, ${this.clock.now()})
      returning msgid`);
    await this.receipts.owe(msgid);
    return BigInt(msgid);
  }
}
