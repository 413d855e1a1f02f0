import { Injectable } from '@nestjs/common';
import type { Addressed, Outbound, Route, SendOutcome } from '../../conversations/index.js';
import type { WechatAccount } from './account.js';
import { ApiError, meaningOf } from './api-errors.js';
import { WechatApi } from './api.service.js';
import { WechatConsents } from './consents.service.js';
import { word, type Fields } from './fields.js';
import { gaveUp, neverShown } from './send-outcome.js';
import { templateData } from './template-data.js';
import { type BoundTemplate, type TemplateKind, WechatTemplates } from './templates.service.js';

export const TEMPLATE_SEND = '/cgi-bin/message/template/send';
export const SUBSCRIPTION_SEND = '/cgi-bin/message/subscribe/bizsend';

const ROUTES: Record<TemplateKind, Route> = { template: 'template', subscription: 'subscription_message' };

/** Cards outside of any window: templates to followers, subscription messages to who has agreed. */
@Injectable()
export class TemplateMessages {
  constructor(
    private readonly templates: WechatTemplates,
    private readonly consents: WechatConsents,
    private readonly api: WechatApi,
  ) {}

  async routes(addressed: Addressed): Promise<Route[]> {
    return (await this.templates.usable(addressed)).map((kind) => ROUTES[kind]);
  }

  /** Throws what the API throws. */
  async send(account: WechatAccount, outbound: Outbound, kind: TemplateKind): Promise<SendOutcome> {
    const template = await this.templates.find(account.channel.id, outbound.purpose, outbound.language, kind);
    if (!template) {
      return { state: 'refused', then: 'fallback', reason: 'template_unbound' };
    }
    const data = templateData(template.fields, outbound.content.facts ?? {});
    if (!data) {
      return gaveUp('template_value_missing');
    }
    const card = { touser: outbound.externalId, template_id: template.templateId, data };
    const answer = await this.orLeftOut(account, template, () =>
      kind === 'template'
        ? this.template(account, outbound, card)
        : this.subscription(account, outbound, card),
    );
    return answer
      ? { state: 'accepted', providerId: word(answer, 'msgid') }
      : { state: 'refused', then: 'fallback', reason: 'no_consent' };
  }

  private template(account: WechatAccount, { id, content }: Outbound, card: object): Promise<Fields> {
    return this.api.post(account, TEMPLATE_SEND, { ...card, url: content.url, client_msg_id: id });
  }

  // The consent is taken before the call, so that two sends never use the same one.
  private async subscription(
    account: WechatAccount,
    { externalId, content }: Outbound,
    card: { template_id: string },
  ): Promise<Fields | undefined> {
    const consent = [account.channel.id, externalId, card.template_id] as const;
    if (!(await this.consents.take(...consent))) {
      return undefined;
    }
    try {
      return await this.api.post(account, SUBSCRIPTION_SEND, { ...card, page: content.url });
    } catch (error) {
      if (error instanceof ApiError && meaningOf(error.code).reason === 'no_consent') {
        await this.consents.drop(...consent);
      } else if (neverShown(error)) {
        await this.consents.giveBack(...consent);
      }
      throw error;
    }
  }

  private async orLeftOut<T>(
    account: WechatAccount,
    template: BoundTemplate,
    send: () => Promise<T>,
  ): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ApiError && meaningOf(error.code).reason === 'template_gone') {
        await this.templates.refused(account.channel.id, template.templateId, `template_gone ${error.code}`);
      }
      throw error;
    }
  }
}
