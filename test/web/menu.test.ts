import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { sql } from '../../src/platform/database/index.js';
import { FakeWechat } from '../channels/fake-wechat.js';
import { SHOP } from '../channels/shop.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

const PAGE = '/settings/channels/official/menu';
const CREATE = '/cgi-bin/menu/create';
const FORM = {
  '0[name]': '查进度',
  '0[does]': 'progress',
  '2[name]': '帮助',
  '2[does]': 'opens',
  '2[items][0][name]': '常见问题',
  '2[items][0][does]': 'faq',
  '2[items][0][answer]': '七天无理由退货',
  '2[items][3][name]': '门店',
  '2[items][3][does]': 'answer',
  '2[items][3][key]': 'stores',
  '2[items][3][answer]': '深圳南山',
  '2[items][4][name]': '商城',
  '2[items][4][does]': 'link',
  '2[items][4][url]': 'https://shop.example',
};

const wechat = new FakeWechat();
let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  await wechat.open();
  const account = { ...SHOP, key: 'official', apiUrl: wechat.url };
  await bench.server.get(WechatAccounts).add(account);
  wutao = await bench.desk('wutao');
});
beforeEach(() => {
  wechat.reset();
  wechat.on(CREATE, () => ({ errcode: 0, errmsg: 'ok' }));
});
afterAll(async () => {
  await wechat.close();
  await bench.close();
});

it('a new menu has progress, a person and common questions, and is not published', async () => {
  const { html } = await wutao.get(PAGE);
  expect(wordsOf(html)).toMatch(/尚未发布.*查进度 找客服 常见问题/);
});

it('a menu is published in WeChat’s format, with empty places left out', async () => {
  expect((await wutao.post(PAGE, { ...FORM, then: 'publish' })).status).toBe(303);
  expect(wechat.to(CREATE).map(({ body }) => body)).toEqual([
    {
      button: [
        { type: 'click', name: '查进度', key: 'progress' },
        {
          name: '帮助',
          sub_button: [
            { type: 'click', name: '常见问题', key: 'faq' },
            { type: 'click', name: '门店', key: 'stores' },
            { type: 'view', name: '商城', url: 'https://shop.example' },
          ],
        },
      ],
    },
  ]);
  expect(wordsOf((await wutao.get(PAGE)).html)).toContain('与已发布的一致');
  await wutao.post(PAGE, { ...FORM, '0[name]': '进度' });
  expect(wechat.to(CREATE)).toHaveLength(1);
  expect(wordsOf((await wutao.get(PAGE)).html)).toContain('发布后有改动');
});

it('a menu that WeChat refused shows the reason in plain words, with its code', async () => {
  wechat.on(CREATE, () => ({ errcode: 40054, errmsg: 'invalid sub button url domain rid: 65f-1' }));
  await wutao.post(PAGE, { ...FORM, then: 'publish' });
  expect(wordsOf((await wutao.get(PAGE)).html)).toContain('菜单链接的域名不被微信接受 (40054, rid:65f-1)');
});

it.each<[string, Record<string, string>, string]>([
  ['a name over 16 bytes', { '0[name]': '这个名称太长了' }, '最多 16 字节'],
  ['a link that runs', { '2[items][4][url]': 'javascript:alert(1)' }, '请填写以 http'],
  [
    'a key twice',
    { '2[items][1][name]': '又', '2[items][1][does]': 'answer', '2[items][1][key]': 'stores' },
    '重复',
  ],
  ['a key that means something', { '2[items][3][key]': 'person' }, '不能是 progress'],
  ['a list of nothing', { '0[does]': 'opens' }, '一至五项'],
  ['an answer over one message', { '2[items][0][answer]': '长'.repeat(700) }, '2,000 字节'],
])('a menu refuses %s beside its field, and keeps what was typed', async (_what, change, sentence) => {
  const page = await wutao.post(PAGE, { ...FORM, ...change, then: 'publish' });
  expect(page.status).toBe(422);
  expect(wordsOf(page.html)).toContain(sentence);
  expect(page.html).toContain('value="门店"');
  expect(wechat.to(CREATE)).toEqual([]);
});

it('agents may not open the menu', async () => {
  expect((await (await bench.desk('lina')).get(PAGE)).status).toBe(403);
});

it('a tap on the menu is answered with the shop’s text and counted', async () => {
  const [account] = await bench.rows<{ id: string }>(sql`
    insert into menu_answer (account_id, item, answer) values (${bench.cast.account.id}, 'faq', '七天无理由') returning account_id id`);
  expect(account).toBeDefined();
  await bench.says('wuyan', { type: 'menu_clicked', item: 'faq' });
  await bench.says('wuyan', { type: 'menu_clicked', item: 'faq' });
  const said = await bench.rows(
    sql`select text from message where direction = 'out' order by id desc limit 1`,
  );
  expect(said).toEqual([{ text: '七天无理由' }]);
  expect(await bench.rows(sql`select item, count from menu_tap`)).toEqual([{ item: 'faq', count: 2 }]);
});
