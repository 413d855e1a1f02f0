import { Injectable } from '@nestjs/common';
import type { Addressed, Outbound, Route, SendOutcome } from '../../conversations/index.js';
import type { WechatAccount } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { ApiError } from './api-errors.js';
import { CUSTOMER_SEND, CustomerMessages } from './customer-messages.service.js';
import { gaveUp, outcomeOf } from './send-outcome.js';
import { AccountStanding, type Obstacle } from './standing.service.js';
import { SUBSCRIPTION_SEND, TEMPLATE_SEND, TemplateMessages } from './template-messages.service.js';

const APIS: Record<Route, string> = {
  customer_message: CUSTOMER_SEND,
  template: TEMPLATE_SEND,
  subscription_message: SUBSCRIPTION_SEND,
};

const TEMPLATE_REPEATS_S = 600;

/** How conversations reach a customer of an official account. */
@Injectable()
export class WechatSending {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly standing: AccountStanding,
    private readonly messages: CustomerMessages,
    private readonly cards: TemplateMessages,
  ) {}

  /** WeChat drops a template message with the same `client_msg_id` for 10 minutes; the others have no key. */
  repeatableFor(route: Route): number {
    return route === 'template' ? TEMPLATE_REPEATS_S : 0;
  }

  async routes(addressed: Addressed): Promise<Route[]> {
    return ['customer_message', ...(await this.cards.routes(addressed))];
  }

  async send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    const account = await this.accounts.byId(outbound.account.id);
    if (!account) {
      return gaveUp('no_account');
    }
    const obstacle = await this.standing.obstacle(account.channel.id, APIS[route]);
    return obstacle ? hindered(obstacle) : this.attempt(account, outbound, route);
  }

  private async attempt(account: WechatAccount, outbound: Outbound, route: Route): Promise<SendOutcome> {
    try {
      return await (route === 'customer_message'
        ? this.messages.send(account, outbound)
        : this.cards.send(account, outbound, route === 'template' ? 'template' : 'subscription'));
    } catch (error) {
      return this.learnt(account.channel.id, error, route);
    }
  }

  /** What the failure says of the account, beside what it says of this send. */
  private async learnt(accountId: string, error: unknown, route: Route): Promise<SendOutcome> {
    const outcome = outcomeOf(error, route);
    if (outcome.state !== 'refused') {
      return outcome;
    }
    if (outcome.then === 'account_broken') {
      await this.standing.broken(accountId, outcome.reason);
      return outcome;
    }
    const until =
      error instanceof ApiError && (await this.standing.paused(accountId, APIS[route], error.code));
    return until ? { ...outcome, notBefore: until } : outcome;
  }
}

function hindered({ reason, until }: Obstacle): SendOutcome {
  return until
    ? { state: 'refused', then: 'retry', reason, notBefore: until }
    : { state: 'refused', then: 'account_broken', reason };
}
