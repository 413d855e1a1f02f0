import { word, type Fields } from './fields.js';

/** For somebody who does not follow the account, WeChat tells nothing but `subscribed`. */
export interface UserInfo {
  subscribed: boolean;
  subscribedAt: Date | null;
  source: string | null;
  tagIds: number[];
  unionId: string | null;
}

export function userInfo(fields: Fields): UserInfo {
  const seconds = Number(word(fields, 'subscribe_time'));
  const tags = fields['tagid_list'];
  return {
    subscribed: word(fields, 'subscribe') === '1',
    subscribedAt: seconds > 0 ? new Date(seconds * 1000) : null,
    source: word(fields, 'subscribe_scene') || null,
    tagIds: Array.isArray(tags) ? tags.filter((tag): tag is number => Number.isSafeInteger(tag)) : [],
    unionId: word(fields, 'unionid') || null,
  };
}
