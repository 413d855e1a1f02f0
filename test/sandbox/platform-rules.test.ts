import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Callback, openCallback } from './callback.js';
import { bubblesOf, EMMA, openStandIn, say, type StandIn, tokenOf, XIAOYU } from './stand-in.js';

const HOUR_MS = 3_600_000;

describe('the rules of customer-service messages', () => {
  let callback: Callback;
  let wechat: StandIn;

  beforeAll(async () => {
    callback = await openCallback((response) => response.end('success'));
    wechat = await openStandIn(callback.url);
  });
  afterAll(async () => {
    await wechat.close();
    await callback.close();
  });
  beforeEach(async () => {
    await wechat.clock.backToNow();
    await following(XIAOYU, true);
    await wechat.ask(...say(XIAOYU, '在吗'));
  });

  const reply = (text: string, touser = XIAOYU) =>
    wechat.call('message/custom/send', { touser, msgtype: 'text', text: { content: text } });
  const following = (openid: string, value: boolean) => put(openid, 'following', value);
  const put = (openid: string, what: 'following' | 'blocking', value: boolean) =>
    wechat.ask(`/sandbox/people/${openid}/${what}`, {
      method: 'PUT',
      body: JSON.stringify({ [what]: value }),
    });

  test('the sixth reply to one message is refused with 45047 and not shown', async () => {
    for (const number of [1, 2, 3, 4, 5])
      expect(await reply(`第${number}条`)).toMatchObject({ errcode: 0, errmsg: 'ok' });
    const sixth = await reply('第6条');
    expect(sixth).toMatchObject({ errcode: 45047 });
    expect(sixth.errmsg).toMatch(/^out of response count limit rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect((await bubblesOf(wechat, XIAOYU)).at(-1)).toMatchObject({
      kind: 'text',
      text: '第5条',
      via: 'customer_message',
    });
  });

  test('the next message of the customer allows five more replies', async () => {
    for (const number of [1, 2, 3, 4, 5]) await reply(`第${number}条`);
    await wechat.ask(...say(XIAOYU, '还在吗'));
    expect(await reply('在的')).toMatchObject({ errcode: 0 });
  });

  test('after 48 hours a reply is refused with 45015', async () => {
    await wechat.clock.moveTo(new Date(Date.now() + 48 * HOUR_MS - 5_000));
    expect(await reply('还来得及')).toMatchObject({ errcode: 0 });
    await wechat.clock.moveTo(new Date(Date.now() + 48 * HOUR_MS + 1_000));
    expect(await reply('太晚了')).toMatchObject({ errcode: 45015 });
  });

  test('a person who never wrote cannot be sent a message', async () => {
    expect(await reply('hello', EMMA)).toMatchObject({ errcode: 45015 });
  });

  test('a menu tap allows three sends for a minute, which do not add to the five', async () => {
    await wechat.ask(`/sandbox/people/${XIAOYU}/taps`, { method: 'POST', body: '{"key":"progress"}' });
    const codes = [];
    for (let number = 1; number <= 6; number++) codes.push((await reply(`第${number}条`)).errcode);
    expect(codes).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  test('a menu tap alone allows three sends within one minute', async () => {
    await wechat.clock.moveTo(new Date(Date.now() + 50 * HOUR_MS));
    await wechat.ask(`/sandbox/people/${XIAOYU}/taps`, { method: 'POST', body: '{"key":"progress"}' });
    const codes = [];
    for (let number = 1; number <= 4; number++) codes.push((await reply(`第${number}条`)).errcode);
    expect(codes).toEqual([0, 0, 0, 45047]);
    await wechat.clock.moveTo(new Date(wechat.clock.now().getTime() + 61_000));
    expect(await reply('过了一分钟')).toMatchObject({ errcode: 45015 });
  });

  test('sends to people who unfollowed, who block or who are unknown are refused with 43004, 43019, 40003', async () => {
    await put(XIAOYU, 'blocking', true);
    expect(await reply('你好')).toMatchObject({ errcode: 43019 });
    await put(XIAOYU, 'blocking', false);
    await following(XIAOYU, false);
    expect(await reply('你好')).toMatchObject({ errcode: 43004 });
    expect(await reply('你好', 'oNobody')).toMatchObject({ errcode: 40003 });
  });

  test('a text of 2,048 bytes is sent, and a longer one is refused with 45002 and costs nothing', async () => {
    expect(await reply('汉'.repeat(682) + 'ab')).toMatchObject({ errcode: 0 });
    expect(await reply('汉'.repeat(682) + 'abc')).toMatchObject({ errcode: 45002 });
    for (const number of [2, 3, 4, 5]) expect(await reply(`第${number}条`)).toMatchObject({ errcode: 0 });
  });

  test('broken JSON is refused with 47001 and an unknown picture with 40007', async () => {
    expect(await wechat.call('message/custom/send', '{"touser":')).toMatchObject({ errcode: 47001 });
    const image = { touser: XIAOYU, msgtype: 'image', image: { media_id: 'gone' } };
    expect(await wechat.call('message/custom/send', image)).toMatchObject({ errcode: 40007 });
  });

  test('the stand-in can be made busy, out of quota, or silent about a message that arrived', async () => {
    const condition = (value: string) =>
      wechat.ask(`/sandbox/people/${XIAOYU}/condition`, {
        method: 'PUT',
        body: JSON.stringify({ condition: value }),
      });
    await condition('busy');
    expect(await reply('忙吗')).toMatchObject({ errcode: -1 });
    await condition('quota');
    expect(await reply('还有吗')).toMatchObject({ errcode: 45009 });
    await condition('lost');
    await expect(reply('听得到吗')).rejects.toThrow('fetch failed');
    expect((await bubblesOf(wechat, XIAOYU)).at(-1)).toMatchObject({ text: '听得到吗' });
    expect((await condition('stormy')).status).toBe(422);
    await condition('fine');
    expect(await reply('好了')).toMatchObject({ errcode: 0 });
  });

  test('five of six simultaneous sends get through', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => reply(`第${number}条`)));
    expect(answers.map((answer) => answer.errcode).sort()).toEqual([0, 0, 0, 0, 0, 45047]);
  });
});

describe('access tokens', () => {
  let wechat: StandIn;
  beforeAll(async () => {
    wechat = await openStandIn();
  });
  afterAll(() => wechat.close());
  beforeEach(() => wechat.clock.backToNow());

  const infoWith = async (token: string): Promise<unknown> =>
    (await wechat.ask(`/sandbox/wechat/cgi-bin/user/info?access_token=${token}&openid=${XIAOYU}`)).json();
  const plainToken = async () => {
    const path =
      '/sandbox/wechat/cgi-bin/token?grant_type=client_credential&appid=wx1234567890abcdef&secret=the-secret';
    return ((await (await wechat.ask(path)).json()) as { access_token: string }).access_token;
  };
  const later = (seconds: number) => wechat.clock.moveTo(new Date(Date.now() + seconds * 1000));

  test('a stable token stays the same until its last five minutes, in which two tokens are valid', async () => {
    const first = await tokenOf(wechat.ask);
    await later(6_800);
    expect(await tokenOf(wechat.ask)).toBe(first);
    await later(6_950);
    const second = await tokenOf(wechat.ask);
    expect(second).not.toBe(first);
    expect(await infoWith(first)).toMatchObject({ subscribe: 1 });
    await later(7_201);
    expect(await infoWith(first)).toMatchObject({ errcode: 42001 });
    expect(await infoWith(second)).toMatchObject({ subscribe: 1 });
  });

  test('a forced stable token invalidates the old one at once', async () => {
    const first = await tokenOf(wechat.ask);
    const second = await tokenOf(wechat.ask, true);
    expect(await infoWith(first)).toMatchObject({ errcode: 42001 });
    expect(await infoWith(second)).toMatchObject({ subscribe: 1 });
  });

  test('a plain token leaves the one before valid for five minutes, and the stable token untouched', async () => {
    const stable = await tokenOf(wechat.ask);
    const first = await plainToken();
    await plainToken();
    await later(299);
    expect(await infoWith(first)).toMatchObject({ subscribe: 1 });
    await later(301);
    expect(await infoWith(first)).toMatchObject({ errcode: 42001 });
    expect(await infoWith(stable)).toMatchObject({ subscribe: 1 });
  });

  test('an unknown token is refused with 40001, a missing one with 41001, and a wrong secret with 40125', async () => {
    expect(await infoWith('invented')).toMatchObject({ errcode: 40001 });
    expect(await infoWith('')).toMatchObject({ errcode: 41001 });
    const path = '/sandbox/wechat/cgi-bin/token?appid=wx1234567890abcdef&secret=guess';
    expect(await (await wechat.ask(path)).json()).toMatchObject({ errcode: 40125 });
  });

  test('two calls at once get the same stable token', async () => {
    await wechat.clock.moveTo(new Date(Date.now() + 10 * HOUR_MS));
    const [one, other] = await Promise.all([tokenOf(wechat.ask), tokenOf(wechat.ask)]);
    expect(one).toBe(other);
  });
});
