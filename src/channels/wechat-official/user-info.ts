import { word, type Fields } from './fields.js';
import { wechatTime } from './wechat-time.js';

/** Accounts that can be followed came in this year. */
const FIRST_FOLLOWER = new Date('2012-01-01T00:00:00Z');
const MOST_AHEAD_MS = 10 * 60_000;

/** For somebody who does not follow the account, WeChat tells nothing but `subscribed`. */
export interface UserInfo {
  subscribed: boolean;
  subscribedAt: Date | null;
  source: string | null;
  tagIds: number[];
  unionId: string | null;
}

export function userInfo(fields: Fields, now: Date): UserInfo {
  const tags = fields['tagid_list'];
  return {
    subscribed: word(fields, 'subscribe') === '1',
    subscribedAt: sinceWhen(fields, now),
    source: word(fields, 'subscribe_scene') || null,
    tagIds: Array.isArray(tags) ? tags.filter((tag): tag is number => Number.isSafeInteger(tag)) : [],
    unionId: word(fields, 'unionid') || null,
  };
}

/** A time that cannot be true is none. A clock of WeChat that goes ahead by minutes is not wrong about a day. */
function sinceWhen(fields: Fields, now: Date): Date | null {
  const at = wechatTime(word(fields, 'subscribe_time') ?? '');
  if (!at || at < FIRST_FOLLOWER || at.getTime() > now.getTime() + MOST_AHEAD_MS) return null;
  return at < now ? at : now;
}
