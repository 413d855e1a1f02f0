import { describe, expect, it } from 'vitest';
import { inboundOf } from '../../src/channels/wechat-official/callback/inbound-message.js';
import { userInfo } from '../../src/channels/wechat-official/user-info.js';

const push = (CreateTime: string | number) =>
  inboundOf({ FromUserName: 'oWang', CreateTime, MsgType: 'text', Content: '在吗', MsgId: '7' }, '');

describe('fault 20: whatever WeChat gives as a time, the message is read', () => {
  it.each([
    ['zero', 0, '1970-01-01T00:00:00.000Z'],
    ['a negative number', -5, '1969-12-31T23:59:55.000Z'],
    ['seconds', 1_795_000_000, '2026-11-18T11:06:40.000Z'],
    ['milliseconds', 1_795_000_000_000, '2026-11-18T11:06:40.000Z'],
    ['the year 2100', 4_102_444_800, '2100-01-01T00:00:00.000Z'],
  ])('%s is read as the time that it says', (_what, given, iso) => {
    expect(push(given).at.toISOString()).toBe(iso);
    expect(push(given).fact).toMatchObject({ type: 'message', text: '在吗' });
  });

  it('the day on which somebody followed is unknown where it cannot be true', () => {
    const now = new Date('2026-11-30T10:00:00Z');
    const since = (subscribe_time: string | number) =>
      userInfo({ subscribe: 1, subscribe_time }, now).subscribedAt?.toISOString() ?? null;
    expect(since(1_600_000_000)).toBe('2020-09-13T12:26:40.000Z');
    expect(since(1_600_000_000_000)).toBe('2020-09-13T12:26:40.000Z');
    expect(since(now.getTime() / 1000 + 60)).toBe(now.toISOString());
    for (const wrong of [0, -1, 5, 4_102_444_800, '1e99', 'soon', '']) expect(since(wrong)).toBeNull();
  });
});
