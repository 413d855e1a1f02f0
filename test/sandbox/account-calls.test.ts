import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Callback, field, openCallback, opened } from './callback.js';
import {
  EMMA,
  gesture,
  get,
  openStandIn,
  say,
  type StandIn,
  SUBSCRIPTION,
  TEMPLATE,
  tokenOf,
  XIAOYU,
} from './stand-in.js';

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
beforeEach(() => wechat.clock.backToNow());

const pushed = () => opened(callback.received.at(-1)!);

describe('the menu', () => {
  const click = (name: string, key: string) => ({ type: 'click', name, key });
  const create = (...button: object[]) => wechat.call('menu/create', { button });

  test('the stand-in returns a menu as it was made, and pushes what is tapped', async () => {
    const faq = { type: 'view', name: '帮助', url: 'https://shop.example/faq' };
    expect(
      await create(click('查进度', 'progress'), {
        name: '更多',
        sub_button: [faq, click('找客服', 'person')],
      }),
    ).toEqual({
      errcode: 0,
      errmsg: 'ok',
    });
    expect(await get(wechat, 'menu/get')).toMatchObject({
      menu: {
        button: [{ key: 'progress' }, { name: '更多', sub_button: [{ url: faq.url }, { key: 'person' }] }],
      },
    });
    await gesture(wechat, 'POST', `${XIAOYU}/taps`, { key: 'person' });
    expect([field(pushed(), 'Event'), field(pushed(), 'EventKey')]).toEqual(['CLICK', 'person']);
    await gesture(wechat, 'POST', `${XIAOYU}/taps`, { key: faq.url });
    expect([field(pushed(), 'Event'), field(pushed(), 'EventKey')]).toEqual(['VIEW', faq.url]);
  });

  test('the stand-in limits a menu to three items of sixteen bytes, five below each, and two levels', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => click(`第${index}`, `k${index}`));
    const below = { name: '更多', sub_button: [{ name: '更深', sub_button: many(1) }] };
    const codes = [];
    for (const menu of [[], many(4), [{ name: '更多', sub_button: many(6) }], [below]])
      codes.push((await create(...menu)).errcode);
    codes.push((await create(click('这个名字太长了', 'k'))).errcode);
    codes.push((await create({ type: 'fly', name: '飞', key: 'k' })).errcode);
    codes.push((await create(click('好', 'k'.repeat(129)))).errcode);
    codes.push((await create({ type: 'view', name: '坏', url: 'javascript:alert(1)' })).errcode);
    expect(codes).toEqual([40016, 40016, 40023, 40022, 40018, 40017, 40019, 40020]);
  });

  test('the stand-in has no menu after it was deleted', async () => {
    expect(await get(wechat, 'menu/delete')).toMatchObject({ errcode: 0 });
    expect(await get(wechat, 'menu/get')).toMatchObject({ errcode: 46003 });
  });
});

describe('people', () => {
  test('the stand-in tells of a person the code that led to the account, but no name and no picture', async () => {
    await gesture(wechat, 'PUT', `${EMMA}/following`, { following: false });
    expect(await get(wechat, 'user/info', `&openid=${EMMA}`)).toMatchObject({ subscribe: 0, openid: EMMA });
    await gesture(wechat, 'POST', `${EMMA}/scans`, { scene: 'counter-7' });
    const told = await get(wechat, 'user/info', `&openid=${EMMA}`);
    expect(told).toMatchObject({
      subscribe: 1,
      qr_scene_str: 'counter-7',
      subscribe_scene: 'ADD_SCENE_QR_CODE',
    });
    expect(Object.keys(told)).not.toContain('nickname');
    const asked = (count: number) => ({
      user_list: Array.from({ length: count }, () => ({ openid: XIAOYU })),
    });
    expect(await wechat.call('user/info/batchget', asked(2))).toMatchObject({ user_info_list: [{}, {}] });
    expect(await wechat.call('user/info/batchget', asked(101))).toMatchObject({ errcode: 40032 });
    expect(await get(wechat, 'user/get')).toMatchObject({ total: 2, count: 2 });
  });

  test('tags of people have unique names and ids from 100, and unknown people or tags are refused', async () => {
    const made = (await wechat.call('tags/create', { tag: { name: '老客户' } })) as { tag: { id: number } };
    expect(made.tag.id).toBe(100);
    expect(await wechat.call('tags/create', { tag: { name: '老客户' } })).toMatchObject({ errcode: 45157 });
    expect(await wechat.call('tags/create', { tag: { name: '长'.repeat(11) } })).toMatchObject({
      errcode: 45158,
    });
    const tag = (openid_list: string[], tagid = 100) =>
      wechat.call('tags/members/batchtagging', { openid_list, tagid });
    expect(await tag([XIAOYU])).toMatchObject({ errcode: 0 });
    expect(await tag(['oNobody'])).toMatchObject({ errcode: 40003 });
    expect(await tag([XIAOYU], 107)).toMatchObject({ errcode: 45159 });
    expect(await tag([])).toMatchObject({ errcode: 40032 });
    expect(await get(wechat, 'user/info', `&openid=${XIAOYU}`)).toMatchObject({ tagid_list: [100] });
    expect(await get(wechat, 'tags/get')).toMatchObject({ tags: [{ id: 100, name: '老客户', count: 1 }] });
    expect(await wechat.call('tags/delete', { tag: { id: 2 } })).toMatchObject({ errcode: 45058 });
    expect(await wechat.call('tags/delete', { tag: { id: 100 } })).toMatchObject({ errcode: 0 });
    expect(await get(wechat, 'user/info', `&openid=${XIAOYU}`)).toMatchObject({ tagid_list: [] });
  });
});

test('the stand-in tells its own addresses only to callers with a token', async () => {
  for (const path of ['get_api_domain_ip', 'getcallbackip']) {
    expect(await get(wechat, path)).toMatchObject({ errcode: 0, ip_list: ['127.0.0.1'] });
    const answer = await wechat.ask(`/sandbox/wechat/cgi-bin/${path}`);
    expect(await answer.json()).toMatchObject({ errcode: 41001 });
  }
});

test('the approved templates are listed with their fields', async () => {
  const { template_list: listed } = await get(wechat, 'template/get_all_private_template');
  expect(listed).toEqual([{ template_id: TEMPLATE, title: '服务进度提醒', content: '进度:{{thing1.DATA}}' }]);
});

test('the subscription templates are listed at their own address and in their own format', async () => {
  const address = `/sandbox/wechat/wxaapi/newtmpl/gettemplate?access_token=${await tokenOf(wechat.ask)}`;
  expect(await (await wechat.ask(address)).json()).toEqual({
    errcode: 0,
    errmsg: 'ok',
    data: [
      { priTmplId: SUBSCRIPTION, title: '进展提醒', content: '进度:{{thing1.DATA}}\n', example: '', type: 2 },
    ],
  });
});

describe('trouble on demand', () => {
  const condition = (value: string) => gesture(wechat, 'PUT', `${XIAOYU}/condition`, { condition: value });
  const reply = () =>
    wechat.call('message/custom/send', { touser: XIAOYU, msgtype: 'text', text: { content: '在的' } });

  test('a server whose address is not allowed gets no token, and a call with an old token is refused', async () => {
    const token = await tokenOf(wechat.ask);
    await condition('address');
    expect(await tokenOf(wechat.ask)).toBeUndefined();
    const path = `/sandbox/wechat/cgi-bin/message/custom/send?access_token=${token}`;
    const answer = await wechat.ask(path, { method: 'POST', body: JSON.stringify({ touser: XIAOYU }) });
    expect(await answer.json()).toMatchObject({
      errcode: 40164,
      errmsg: expect.stringContaining('invalid ip'),
    });
    await condition('fine');
  });

  test('a call that hangs has no effect and gets no answer', { timeout: 30_000 }, async () => {
    await wechat.ask(...say(XIAOYU, '在吗'));
    const token = await tokenOf(wechat.ask);
    await condition('hang');
    const body = JSON.stringify({ touser: XIAOYU, msgtype: 'text', text: { content: '听得到吗' } });
    const path = `/sandbox/wechat/cgi-bin/message/custom/send?access_token=${token}`;
    await expect(wechat.ask(path, { method: 'POST', body })).rejects.toThrow('fetch failed');
    await condition('fine');
    const { data } = (await (await wechat.ask(`/sandbox/people/${XIAOYU}/bubbles`)).json()) as {
      data: object[];
    };
    expect(JSON.stringify(data)).not.toContain('听得到吗');
    expect(await reply()).toMatchObject({ errcode: 0 });
  });

  test('a token can be forced twenty times a day, with half a minute between two times', async () => {
    const later = (seconds: number) => wechat.clock.moveTo(new Date(Date.now() + seconds * 1000));
    const forced: boolean[] = [];
    for (let turn = 0; turn < 21; turn++) {
      await later(turn * 31);
      forced.push((await tokenOf(wechat.ask, true)) !== undefined);
    }
    expect(forced).toEqual([...Array<boolean>(20).fill(true), false]);
    await later(25 * 3600);
    expect(await tokenOf(wechat.ask, true)).toBeDefined();
    expect(await tokenOf(wechat.ask, true)).toBeUndefined();
  });
});
