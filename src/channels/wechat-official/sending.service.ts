import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  Channels,
  type Channel,
  type Inbound,
  type Outbound,
  type Route,
  type SendOutcome,
} from '../../conversations/index.js';
import { KIND, type WechatAccount } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { WechatApi } from './api.service.js';
import { word } from './fields.js';
import { readInbound } from './inbound-message.js';
import { outcomeOf } from './send-outcome.js';
import { templateData } from './template-data.js';
import { WechatTemplates } from './templates.service.js';

const MAX_TEXT_BYTES = 2048;

/** How conversations reach a customer of an official account. */
@Injectable()
export class WechatSending implements Channel, OnModuleInit {
  readonly kind = KIND;

  constructor(
    private readonly channels: Channels,
    private readonly accounts: WechatAccounts,
    private readonly templates: WechatTemplates,
    private readonly api: WechatApi,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  /** WeChat drops a template message with the same `client_msg_id` for 10 minutes; customer messages have no key. */
  repeatable(route: Route): boolean {
    return route === 'template';
  }

  async routes(accountId: string, purpose: string, language: string): Promise<Route[]> {
    const template = await this.templates.find(accountId, purpose, language);
    return template ? ['customer_message', 'template'] : ['customer_message'];
  }

  async send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    const account = await this.accounts.byId(outbound.account.id);
    if (!account) {
      return gaveUp('no_account');
    }
    try {
      return await (route === 'template' ? this.template(account, outbound) : this.text(account, outbound));
    } catch (error) {
      return outcomeOf(error, route);
    }
  }

  read(body: string): Inbound {
    return readInbound(body);
  }

  private async text(account: WechatAccount, { externalId, content }: Outbound): Promise<SendOutcome> {
    if (Buffer.byteLength(content.text) > MAX_TEXT_BYTES) {
      return gaveUp('too_long');
    }
    await this.api.post(account, '/cgi-bin/message/custom/send', {
      touser: externalId,
      msgtype: 'text',
      text: { content: content.text },
    });
    return { state: 'accepted' };
  }

  private async template(account: WechatAccount, outbound: Outbound): Promise<SendOutcome> {
    const { id, externalId, purpose, language, content } = outbound;
    const template = await this.templates.find(account.channel.id, purpose, language);
    if (!template) {
      return { state: 'refused', then: 'fallback', reason: 'template_unbound' };
    }
    const data = templateData(template.fields, content.facts ?? {});
    if (!data) {
      return gaveUp('template_value_missing');
    }
    const answer = await this.api.post(account, '/cgi-bin/message/template/send', {
      touser: externalId,
      template_id: template.templateId,
      url: content.url,
      client_msg_id: id,
      data,
    });
    return { state: 'accepted', providerId: word(answer, 'msgid') };
  }
}

function gaveUp(reason: string): SendOutcome {
  return { state: 'refused', then: 'give_up', reason };
}
