import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import type { Actor } from '../../platform/events/index.js';
import { may } from './abilities.js';
import { AccessTokens } from './access-token.service.js';
import type { WechatAccount } from './account.js';
import { WechatApi } from './api.service.js';
import { objects, word } from './fields.js';
import { outcomeOf } from './send-outcome.js';
import { AccountStanding } from './standing.service.js';

const TEMPLATES = '/cgi-bin/template/get_all_private_template?';

/** `attention`: the account works, but not all of it. `reason` is for `explainReason`. */
export interface TestStep {
  step: 'token' | 'templates';
  state: 'passed' | 'attention' | 'skipped' | 'failed';
  reason: string | null;
}

/** `resumed`: sending had stopped, and goes on now. */
export interface TestResult {
  ok: boolean;
  resumed: boolean;
  steps: TestStep[];
}

/** Asks WeChat with the credentials as they are now; what is found mended goes on sending. */
@Injectable()
export class AccountTest {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly api: WechatApi,
    private readonly standing: AccountStanding,
  ) {}

  async run(account: WechatAccount, by: Actor): Promise<TestResult> {
    const token = await this.attempt(account, 'token', () => this.token(account));
    const steps = [token];
    if (token.state === 'passed') {
      steps.push(await this.attempt(account, 'templates', () => this.templates(account)));
    }
    const ok = steps.every(({ state }) => state !== 'failed');
    return { ok, resumed: ok && (await this.standing.recovered(account.channel.id, by)), steps };
  }

  private async attempt(
    account: WechatAccount,
    step: TestStep['step'],
    ask: () => Promise<Omit<TestStep, 'step'>>,
  ): Promise<TestStep> {
    try {
      return { step, ...(await ask()) };
    } catch (error) {
      const outcome = outcomeOf(error, 'template');
      if (outcome.state === 'accepted') throw error;
      if (outcome.state === 'refused' && outcome.then === 'account_broken')
        await this.standing.foundBroken(account.channel.id, outcome.reason);
      return { step, state: 'failed', reason: outcome.reason };
    }
  }

  /** A kept token would prove nothing of the AppSecret and the allow-list: a new one is asked for. */
  private async token(account: WechatAccount): Promise<Omit<TestStep, 'step'>> {
    await this.tokens.proven(account);
    return { state: 'passed', reason: null };
  }

  private async templates(account: WechatAccount): Promise<Omit<TestStep, 'step'>> {
    if (!may(account, 'template')) return { state: 'skipped', reason: 'account_not_entitled' };
    const list = objects(await this.api.get(account, TEMPLATES), 'template_list');
    const there = new Set(list.map((one) => word(one, 'template_id')));
    const bound = await this.database.rows<{ templateId: string }>(sql`
      select distinct template_id from wechat_template
       where account_id = ${account.channel.id} and kind = 'template'`);
    return bound.every(({ templateId }) => there.has(templateId))
      ? { state: 'passed', reason: null }
      : { state: 'attention', reason: 'template_gone' };
  }
}
