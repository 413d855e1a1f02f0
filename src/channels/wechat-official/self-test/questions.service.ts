import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/events/index.js';
import { may } from '../abilities.js';
import { AccessTokens } from '../api/access-token.service.js';
import { AccountAbilities } from '../account-abilities.service.js';
import type { WechatAccount } from '../account.js';
import { ApiError, meaningOf, NotSent, Unanswered } from '../api/api-errors.js';
import { timeAt } from '../api/exchange.js';
import type { Finding, Step } from './self-test.js';
import { SelfTestTemplates } from './templates.service.js';
import { outcomeOf } from '../send-outcome.js';
import { AccountStanding } from '../standing.service.js';

/** WeChat refuses this call without a token, but its answer tells the time. */
const ANYTHING = '/cgi-bin/get_api_domain_ip';
/** Our clock and WeChat's may differ by this much. Pushes are refused from ten minutes on. */
export const CLOCKS_DIFFER_S = 60;

export type Findings = Partial<Record<Step, Finding>>;

export interface Asked {
  findings: Findings;
  ok: boolean;
  resumed: boolean;
}

/** This part of a test needs no phone. A repaired account starts sending again, and a broken one stops. */
@Injectable()
export class SelfTestQuestions {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly templates: SelfTestTemplates,
    private readonly standing: AccountStanding,
    private readonly abilities: AccountAbilities,
  ) {}

  anew(account: WechatAccount, by: Actor): Promise<WechatAccount> {
    return this.abilities.tryAgain(account, by);
  }

  async ask(account: WechatAccount, by: Actor): Promise<Asked> {
    const findings = { ...(await this.clock(account)), ...(await this.access(account)) };
    const ok = Object.values(findings).every(({ state }) => state !== 'failed');
    return { findings, ok, resumed: ok && (await this.standing.recovered(account.channel.id, by)) };
  }

  /** Both times are real time. */
  private async clock(account: WechatAccount): Promise<Findings> {
    const asked = Date.now();
    const theirs = await timeAt(`${account.apiUrl}${ANYTHING}`).catch(unreachable);
    if (!theirs) return { clock: { state: 'waiting' } };
    // The header has whole seconds only, so half a second is added.
    const ahead = Math.round(((asked + Date.now()) / 2 - theirs.getTime() - 500) / 1000);
    return { clock: clockFinding(ahead) };
  }

  private async access(account: WechatAccount): Promise<Findings> {
    const token = await this.attempt(account, async () => {
      // A stored token would prove nothing about the AppSecret and the allow-list, so a new one is requested.
      await this.tokens.proven(account);
      return { state: 'passed' };
    });
    const found = /^address_/.test(token.reason ?? '')
      ? notAllowed(token)
      : { token, address: allowed(token) };
    if (token.state !== 'passed') return { ...found, templates: { state: 'skipped', reason: 'token_first' } };
    return { ...found, templates: await this.compared(account) };
  }

  private compared(account: WechatAccount): Promise<Finding> | Finding {
    if (!may(account, 'template')) return { state: 'skipped', reason: 'account_not_entitled' };
    return this.attempt(account, () => this.templates.compare(account));
  }

  private async attempt(account: WechatAccount, ask: () => Promise<Finding>): Promise<Finding> {
    try {
      return await ask();
    } catch (error) {
      const outcome = outcomeOf(error, 'template');
      if (outcome.state === 'accepted') throw error;
      if (outcome.state === 'refused' && outcome.then === 'account_broken')
        await this.standing.foundBroken(account.channel.id, outcome.reason);
      const state = isOfOneApi(error) ? 'attention' : 'failed';
      return { state, reason: outcome.reason };
    }
  }
}

/** WeChat refuses only this function; the account works otherwise. */
function isOfOneApi(error: unknown): boolean {
  return error instanceof ApiError && meaningOf(error.code).reason === 'not_granted';
}

export function clockFinding(aheadS: number): Finding {
  return Math.abs(aheadS) <= CLOCKS_DIFFER_S
    ? { state: 'passed', facts: { aheadS } }
    : { state: 'failed', reason: 'clock_off', facts: { aheadS } };
}

function notAllowed({ reason }: Finding): Findings {
  const address = /\bip:(\S+)/.exec(reason ?? '')?.[1];
  return {
    token: { state: 'skipped', reason: 'address_first' },
    address: { state: 'failed', reason, ...(address ? { facts: { address } } : {}) },
  };
}

function allowed({ state }: Finding): Finding {
  return state === 'passed' ? { state } : { state: 'skipped', reason: 'token_first' };
}

function unreachable(error: unknown): undefined {
  if (error instanceof NotSent || error instanceof Unanswered) return undefined;
  throw error;
}
