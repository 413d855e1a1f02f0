import type { Ability } from './abilities.js';

declare module '../../platform/events/index.js' {
  interface EventMap {
    /** WeChat no longer serves the account: nothing is sent until `account.recovered`. */
    'account.broken': { reason: string };
    'account.menu_published': Record<string, never>;
    'account.changed': { changed?: boolean; enabled?: boolean };
    'account.recovered': Record<string, never>;
    /** WeChat does not grant it (48001): not asked for until somebody tests the account. */
    'account.ability_refused': { ability: Ability; reason: string };
    'account.ability_tried': { ability: Ability };
    /** So that what WeChat had put off until midnight goes on. */
    'account.quota_cleared': Record<string, never>;
    /** A template that WeChat knows no more is left out until it is bound anew. */
    'account.template_refused': { purpose: string; language: string; reason: string };
  }
}

declare module '../../platform/alarms/index.js' {
  interface AlarmMap {
    /** `account` is the key of it; `last` is when something last came in. */
    'account.quiet': { account: string; name: string; last: string };
    /** `reason` as of a refused send. */
    'account.broken': { account: string; name: string; reason: string };
    'account.ability_refused': { account: string; name: string; ability: Ability; reason: string };
    /** `field`: the keyword of the template, where WeChat names it. */
    'account.template_refused': {
      account: string;
      name: string;
      templateId: string;
      purpose: string;
      field?: string;
      reason: string;
    };
  }
}
