import type { Ability } from './abilities.js';

declare module '../../platform/events/index.js' {
  interface EventMap {
    /** WeChat no longer serves the account, so nothing is sent until `account.recovered`. */
    'account.broken': { reason: string };
    'account.menu_published': Record<string, never>;
    'account.changed': { changed?: boolean; enabled?: boolean };
    'account.recovered': Record<string, never>;
    /**
     * WeChat does not grant the ability (48001), so it is not used again until somebody tests the account.
     */
    'account.ability_refused': { ability: Ability; reason: string };
    'account.ability_tried': { ability: Ability };
    'account.quota_cleared': Record<string, never>;
    /** WeChat does not know the template, so it is not used until it is bound again. */
    'account.template_refused': { purpose: string; language: string; reason: string };
  }
}

declare module '../../platform/alarms/index.js' {
  interface AlarmMap {
    /** `account` is the account's key; `last` is when its latest callback came. */
    'account.quiet': { account: string; name: string; last: string };
    /** `reason` is a text that `explainReason` can explain. */
    'account.broken': { account: string; name: string; reason: string };
    'account.ability_refused': { account: string; name: string; ability: Ability; reason: string };
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
