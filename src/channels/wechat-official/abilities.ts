/** What an official account may do depends on its kind and on whether WeChat has verified it. */

export const ACCOUNT_TYPES = ['service', 'subscription'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export const ABILITIES = [
  'receive',
  'passive_reply',
  'customer_message',
  'template',
  'subscription_notice',
  'scene_code',
  'menu',
  'media',
  'user_info',
  'tags',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** By which customers are told something: without them what is owed goes another way, or waits. */
export const SENDING: Ability[] = ['customer_message', 'template', 'subscription_notice'];

/** `refused`: what WeChat does not grant although the kind of account should have it, with its reason. */
export interface Standing {
  type: AccountType;
  verified: boolean;
  refused?: Partial<Record<Ability, string>>;
}

/** Source: WeChat's table of interface permissions. What is not here is open to all. */
const ABLE: Record<AccountType, Record<'verified' | 'unverified', Ability[]>> = {
  service: {
    verified: [...ABILITIES],
    unverified: ['receive', 'passive_reply', 'menu'],
  },
  subscription: {
    verified: ['receive', 'passive_reply', 'customer_message', 'menu', 'media', 'user_info', 'tags'],
    unverified: ['receive', 'passive_reply'],
  },
};

/** Which ability a call of the API needs. */
const CALLS: [start: string, ability: Ability][] = [
  ['/cgi-bin/message/custom/', 'customer_message'],
  ['/cgi-bin/message/template/', 'template'],
  ['/cgi-bin/template/', 'template'],
  ['/cgi-bin/message/subscribe/', 'subscription_notice'],
  ['/wxaapi/newtmpl/', 'subscription_notice'],
  ['/cgi-bin/qrcode/', 'scene_code'],
  ['/cgi-bin/menu/', 'menu'],
  ['/cgi-bin/media/', 'media'],
  ['/cgi-bin/user/', 'user_info'],
  ['/cgi-bin/tags/', 'tags'],
];

export function may({ type, verified, refused }: Standing, ability: Ability): boolean {
  return ABLE[type][verified ? 'verified' : 'unverified'].includes(ability) && !refused?.[ability];
}

/**
 * `refused`: WeChat said so; `verified`: it would help to have it verified; `service`: only a (verified) service account
 * may.
 */
export function missingFor(
  standing: Standing,
  ability: Ability,
): 'refused' | 'verified' | 'service' | undefined {
  if (may(standing, ability)) return undefined;
  const granted = { ...standing, refused: {} };
  if (may(granted, ability)) return 'refused';
  return may({ ...granted, verified: true }, ability) ? 'verified' : 'service';
}

/** Which ability the call needs; undefined for what is open to all. */
export function neededFor(path: string): Ability | undefined {
  return CALLS.find(([start]) => path.startsWith(start))?.[1];
}

/** Whether the account may make that call. */
export function entitled(standing: Standing, path: string): boolean {
  const ability = neededFor(path);
  return !ability || may(standing, ability);
}
