import { Injectable } from '@nestjs/common';
import type { Addressed, Outbound, Route, SendOutcome } from '../../../delivery/index.js';
import type { WechatAccount } from '../account.js';
import { ApiError, meaningOf } from '../api/api-errors.js';
import { WechatConsents } from './consents.service.js';
import { word, type Fields } from '../fields.js';
import { neverShown } from '../send-outcome.js';
import { type Card, TemplateCalls } from './template-calls.service.js';
import { templateData } from './template-data.js';
import { type TemplateKind, WechatTemplates } from './templates.service.js';

export const TEMPLATE_SEND = '/cgi-bin/message/template/send';
export const SUBSCRIPTION_SEND = '/cgi-bin/message/subscribe/bizsend';

const ROUTES: Record<TemplateKind, Route> = { template: 'template', subscription: 'subscription_message' };

/**
 * A template message goes to a follower, and a subscription message to somebody who agreed. Neither needs an
 * open window.
 */
@Injectable()
export class TemplateMessages {
  constructor(
    private readonly templates: WechatTemplates,
    private readonly consents: WechatConsents,
    private readonly calls: TemplateCalls,
  ) {}

  async routes(addressed: Addressed): Promise<Route[]> {
    return (await this.templates.usable(addressed)).map((kind) => ROUTES[kind]);
  }

  async send(account: WechatAccount, outbound: Outbound, kind: TemplateKind): Promise<SendOutcome> {
    const template = await this.templates.find(account.channel.id, outbound.purpose, outbound.language, kind);
    if (!template) {
      return { state: 'refused', then: 'fallback', reason: 'template_unbound' };
    }
    const values = templateData(template.fields, outbound.content.facts ?? {});
    if ('unfit' in values) return { state: 'refused', then: 'fallback', reason: values.unfit };
    const card = { touser: outbound.externalId, template_id: template.templateId, data: values.data };
    const answer = await (kind === 'template'
      ? this.template(account, outbound, card)
      : this.subscription(account, outbound, card));
    return answer
      ? { state: 'accepted', providerId: word(answer, 'msgid') }
      : { state: 'refused', then: 'fallback', reason: 'no_consent' };
  }

  private template(account: WechatAccount, { id, purpose, content }: Outbound, card: Card): Promise<Fields> {
    const named = { ...card, url: content.url, client_msg_id: id };
    return this.calls.post(account, TEMPLATE_SEND, named, purpose);
  }

  // The consent is taken before the call, so that two sends never use the same one.
  private async subscription(
    account: WechatAccount,
    { externalId, purpose, content }: Outbound,
    card: Card,
  ): Promise<Fields | undefined> {
    const consent = [account.channel.id, externalId, card.template_id] as const;
    if (!(await this.consents.take(...consent))) {
      return undefined;
    }
    try {
      return await this.calls.post(account, SUBSCRIPTION_SEND, { ...card, page: content.url }, purpose);
    } catch (error) {
      if (error instanceof ApiError && meaningOf(error.code).reason === 'no_consent') {
        await this.consents.drop(...consent);
      } else if (neverShown(error)) {
        await this.consents.giveBack(...consent);
      }
      throw error;
    }
  }
}
