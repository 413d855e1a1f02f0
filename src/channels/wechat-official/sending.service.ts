import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Addressed, Outbound, Route, SendOutcome } from '../../delivery/index.js';
import { type Ability, may, missingFor } from './abilities.js';
import { AccountGate } from './account-gate.service.js';
import type { WechatAccount } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { CUSTOMER_SEND, CustomerMessages } from './customer-messages.service.js';
import { gaveUp } from './send-outcome.js';
import type { Obstacle } from './standing.service.js';
import { SUBSCRIPTION_SEND, TEMPLATE_SEND, TemplateMessages } from './templates/template-messages.service.js';

const APIS: Record<Route, string> = {
  customer_message: CUSTOMER_SEND,
  template: TEMPLATE_SEND,
  subscription_message: SUBSCRIPTION_SEND,
};

const TEMPLATE_REPEATS_S = 600;
const ACCOUNTS = Symbol('accounts of this transaction');

const NEEDS: Record<Route, Ability> = {
  customer_message: 'customer_message',
  template: 'template',
  subscription_message: 'subscription_notice',
};

@Injectable()
export class WechatSending {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly gate: AccountGate,
    private readonly messages: CustomerMessages,
    private readonly cards: TemplateMessages,
    private readonly database: Database,
  ) {}

  /**
   * WeChat drops a repeated template message with the same `client_msg_id` for 10 minutes. The other routes
   * have no such key.
   */
  repeatableFor(route: Route): number {
    return route === 'template' ? TEMPLATE_REPEATS_S : 0;
  }

  async *routes(addressed: Addressed): AsyncGenerator<Route> {
    const account = await this.known(addressed.account.id);
    const allowed = (route: Route) => !account || may(account, NEEDS[route]);
    if (allowed('customer_message')) yield 'customer_message';
    yield* (await this.cards.routes(addressed)).filter(allowed);
    // Without another route the message waits until WeChat grants the ability, and not until the customer
    // writes.
    if (account && missingFor(account, 'customer_message') === 'refused') yield 'customer_message';
  }

  async send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    const account = await this.accounts.byId(outbound.account.id);
    if (!account) {
      return gaveUp('no_account');
    }
    const refused = account.refused[NEEDS[route]];
    if (refused && missingFor(account, NEEDS[route]) === 'refused') return withheld(refused, route);
    const obstacle = await this.gate.obstacle(account.channel.id, APIS[route]);
    return obstacle ? hindered(obstacle) : this.attempt(account, outbound, route);
  }

  private known(accountId: string): Promise<WechatAccount | undefined> {
    if (!this.database.inTransaction) return this.accounts.byId(accountId);
    const known = this.database.note(ACCOUNTS, () => new Map<string, Promise<WechatAccount | undefined>>());
    const account = known.get(accountId) ?? this.accounts.byId(accountId);
    known.set(accountId, account);
    return account;
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

function withheld(reason: string, route: Route): SendOutcome {
  return { state: 'refused', then: route === 'customer_message' ? 'account_broken' : 'fallback', reason };
}

function hindered({ reason, until }: Obstacle): SendOutcome {
  return until
    ? { state: 'refused', then: 'retry', reason, notBefore: until }
    : { state: 'refused', then: 'account_broken', reason };
}
