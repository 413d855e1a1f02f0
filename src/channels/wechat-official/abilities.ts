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

/** Customers are notified with these abilities. Without them a notice takes another route or waits. */
export const SENDING: Ability[] = ['customer_message', 'template', 'subscription_notice'];

export interface Standing {
  type: AccountType;
  verified: boolean;
  refused?: Partial<Record<Ability, string>>;
}

/** WeChat documents which kind of account may use which of its interfaces. */
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
 * `refused`: WeChat has refused the ability. `verified`: verifying the account would help. `service`: only a
 * (verified) service account may have it.
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

export function neededFor(path: string): Ability | undefined {
  return CALLS.find(([start]) => path.startsWith(start))?.[1];
}

export function entitled(standing: Standing, path: string): boolean {
  const ability = neededFor(path);
  return !ability || may(standing, ability);
}
