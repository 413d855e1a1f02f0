import { Injectable } from '@nestjs/common';
import type { Addressed, Outbound, Route, SendOutcome } from '../../conversations/index.js';
import { type Ability, may } from './abilities.js';
import { AccountGate } from './account-gate.service.js';
import type { WechatAccount } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { CUSTOMER_SEND, CustomerMessages } from './customer-messages.service.js';
import { gaveUp } from './send-outcome.js';
import type { Obstacle } from './standing.service.js';
import { SUBSCRIPTION_SEND, TEMPLATE_SEND, TemplateMessages } from './template-messages.service.js';

const APIS: Record<Route, string> = {
  customer_message: CUSTOMER_SEND,
  template: TEMPLATE_SEND,
  subscription_message: SUBSCRIPTION_SEND,
};

const TEMPLATE_REPEATS_S = 600;

const NEEDS: Record<Route, Ability> = {
  customer_message: 'customer_message',
  template: 'template',
  subscription_message: 'subscription_notice',
};

/** How conversations reach a customer of an official account. */
@Injectable()
export class WechatSending {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly gate: AccountGate,
    private readonly messages: CustomerMessages,
    private readonly cards: TemplateMessages,
  ) {}

  /** WeChat drops a template message with the same `client_msg_id` for 10 minutes; the others have no key. */
  repeatableFor(route: Route): number {
    return route === 'template' ? TEMPLATE_REPEATS_S : 0;
  }

  async routes(addressed: Addressed): Promise<Route[]> {
    const account = await this.accounts.byId(addressed.account.id);
    const all: Route[] = ['customer_message', ...(await this.cards.routes(addressed))];
    return account ? all.filter((route) => may(account, NEEDS[route])) : all;
  }

  async send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    const account = await this.accounts.byId(outbound.account.id);
    if (!account) {
      return gaveUp('no_account');
    }
    const obstacle = await this.gate.obstacle(account.channel.id, APIS[route]);
    return obstacle ? hindered(obstacle) : this.attempt(account, outbound, route);
  }

  private async attempt(account: WechatAccount, outbound: Outbound, route: Route): Promise<SendOutcome> {
    try {
      return await (route === 'customer_message'
        ? this.messages.send(account, outbound)
        : this.cards.send(account, outbound, route === 'template' ? 'template' : 'subscription'));
    } catch (error) {
      return this.gate.learnt(account.channel.id, error, { route, api: APIS[route] });
    }
  }
}

function hindered({ reason, until }: Obstacle): SendOutcome {
  return until
    ? { state: 'refused', then: 'retry', reason, notBefore: until }
    : { state: 'refused', then: 'account_broken', reason };
}
