import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { PolicyPlans, PolicyHistory } from '../../src/sla/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

const vip = {
  ...{ zh: '重要客户', en: 'Important customers', on_tier_vip: '1', region: 'HK，MO' },
  ...{ amount_first_response: '15', unit_first_response: 'minute', clock_first_response: 'wall' },
  ...{
    amount_resolution: '2',
    unit_resolution: 'day',
    clock_resolution: 'working',
    calendar_resolution: 'office',
  },
  ...{
    zh_milestone_0: '冻结账号',
    en_milestone_0: 'Account frozen',
    amount_milestone_0: '24',
    unit_milestone_0: 'hour',
  },
  ...{ pausing_on_hold: '1', warn_share: '50%, 75', warn_left: '10' },
};

let bench: Workbench;
let wutao: Desk;
let plans: PolicyPlans;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  plans = bench.server.get(PolicyPlans);
  await wutao.get('/settings/promises/new');
});
afterAll(() => bench.close());

const keys = async () => (await plans.list()).map(({ key }) => key);
const policy = async (key: string) => (await plans.list()).find((each) => each.key === key);

describe('a policy', () => {
  it('is made of what is ticked and written, and what is left empty promises nothing', async () => {
    expect((await wutao.post('/settings/promises', vip)).status).toBe(303);
    const saved = (await wutao.get('/settings/promises')).html;
    expect(wordsOf(saved)).toContain('已保存，但重要客户在现在的位置永远轮不到');
    expect(saved.match(/data-testid="shadowed"/g)).toHaveLength(1);
    expect(wordsOf(saved)).toContain('它适用的工单都先被上面的策略匹配');
    expect(await policy('important_customers')).toMatchObject({
      conditions: { tier: ['vip'], region: ['HK', 'MO'] },
      pausing: ['on_hold'],
      warnings: [{ share: 0.5 }, { share: 0.75 }, { leftSeconds: 600 }],
      targets: [
        { metric: 'first_response', seconds: 900, clock: 'wall', calendar: null },
        { metric: 'resolution', seconds: 2 * 27_000, clock: 'working', calendar: 'office' },
        { metric: 'milestone', key: 'account_frozen', seconds: 86_400, name: { 'zh-CN': '冻结账号' } },
      ],
    });
    const words = wordsOf((await wutao.get('/settings/promises', 'en')).html);
    expect(words).toContain('Resolution 2 working days, by Office hours');
    expect(words).toContain('Next response none');
    expect(words).toContain('Milestone Account frozen 24 hours');
  });

  it('comes back into its form as it was', async () => {
    const { html } = await wutao.get('/settings/promises/important_customers');
    expect(html).toMatch(/name="on_tier_vip" value="1" checked/);
    expect(html).toMatch(/name="amount_resolution"\s+type="text"\s+value="2"/);
    expect(html).toMatch(
      /name="unit_resolution"[^>]*>\s*(<option[^>]*>[^<]*<\/option>)*<option value="day" selected/,
    );
    expect(html).toContain('value="50, 75"');
  });

  it.each([
    ['amount_first_response', { amount_first_response: 'soon' }, '请填大于 0'],
    ['amount_resolution', { amount_resolution: '0' }, '请填大于 0'],
    ['warn_share', { warn_share: '50, 140' }, '百分比在 0 到 100'],
    ['warn_left', { warn_left: 'ten' }, '百分比在 0 到 100'],
    ['amount_milestone_0', { amount_milestone_0: '-3' }, '请填大于 0'],
    ['calendar_resolution', { calendar_resolution: 'mars', field: 'amount_resolution' }, '没有这个日历'],
    ['zh', { zh: '', en: '' }, '请填写名称'],
  ])(
    'is refused beside %s, with what was typed still there',
    async (field, { field: at = field, ...wrong }: Record<string, string>, words) => {
      const refused = await wutao.post('/settings/promises', { ...vip, region: 'SG', ...wrong });
      expect(refused.status).toBe(422);
      expect(refused.html).toContain('value="SG"');
      const beside = refused.html.split(`name="${at}"`)[1]?.split('</div>')[0] ?? '';
      expect(beside).toContain(words);
    },
  );

  it('is refused without any promise, and with shares beyond the whole', async () => {
    const none = await wutao.post('/settings/promises', { zh: '空', en: 'Empty' });
    expect([none.status, none.html.includes('请至少承诺一项')]).toEqual([422, true]);
    const beyond = await wutao.post('/settings/promises', {
      ...{ zh: '份额', en: 'Shares', amount_resolution: '12', clock_resolution: 'wall' },
      ...{ 'amount_department.support': '8', 'amount_department.finance': '8' },
    });
    expect([beyond.status, beyond.html.includes('超过了解决时限')]).toEqual([422, true]);
  });

  it('keeps its ladder through a change of its form, and every wording it had', async () => {
    const before = await policy('p0');
    const form = {
      zh: 'P0',
      en: 'P0',
      on_priority_P0: '1',
      amount_first_response: '4',
      unit_first_response: 'minute',
    };
    expect((await wutao.post('/settings/promises/p0', { ...form, version: '1', move: 'none' })).status).toBe(
      303,
    );
    expect((await policy('p0'))?.ladder).toEqual(before?.ladder);
    const versions = await bench.server.get(PolicyHistory).of('p0');
    expect(versions.map(({ version, by }) => [version, by])).toEqual([
      [2, '吴涛'],
      [1, null],
    ]);
    expect(versions[1]?.draft.targets).toHaveLength(before!.targets.length);
    const late = await wutao.post('/settings/promises/p0', { ...form, version: '1', move: 'none' });
    expect([late.status, late.html.includes('有人刚保存过')]).toEqual([409, true]);
  });

  it('is copied, disabled and used again', async () => {
    const copy = await wutao.get('/settings/promises/new?copy=p1');
    expect(copy.html).toMatch(/name="on_priority_P1" value="1" checked/);
    await wutao.post('/settings/promises/p1/toggle', { wish: 'disable', move: 'none' });
    expect(await keys()).not.toContain('p1');
    expect((await wutao.get('/settings/promises/p1')).status).toBe(404);
    await wutao.post('/settings/promises/p1/toggle', { wish: 'restore', move: 'none' });
    expect(await keys()).toContain('p1');
    expect(
      (await wutao.post('/settings/promises/nowhere/toggle', { wish: 'disable', move: 'none' })).status,
    ).toBe(404);
  });
});

describe('the order', () => {
  it('is set as a whole, or row by row without scripts', async () => {
    const before = await keys();
    await wutao.post('/settings/promises/order', { order: [...before].reverse().join(','), move: 'none' });
    expect(await keys()).toEqual([...before].reverse());
    await wutao.post('/settings/promises/order', { up: before[0]!, move: 'none' });
    expect((await keys()).indexOf(before[0]!)).toBe(before.length - 2);
    await wutao.post('/settings/promises/order', { order: before.join(','), move: 'none' });
    expect(await keys()).toEqual(before);
    expect((await wutao.post('/settings/promises/order', { order: 'p0', move: 'none' })).status).toBe(422);
  });

  it('asks first where clocks would move', async () => {
    await bench.says('chenxiao', '我要退款，订单 HM20261188');
    const number = await bench.ticketOf('chenxiao');
    const before = await keys();
    const order = [...before.filter((key) => key !== 'refund'), 'refund'].join(',');
    const asked = await wutao.post('/settings/promises/order', { order });
    expect([asked.status, asked.html.includes(number)]).toEqual([202, true]);
    expect(await keys()).toEqual(before);
    expect((await wutao.post('/settings/promises/order', { order, act: 'edit' })).location).toBe(
      '/settings/promises',
    );
  });
});

describe('the bench', () => {
  it('says by the number of a ticket which policy it gets, and why not the others', async () => {
    const number = await bench.ticketOf('chenxiao');
    const { html } = await wutao.get(`/settings/promises?number=${number}`, 'en');
    expect(wordsOf(html)).toContain('It would get “Refunds”.');
    expect(wordsOf(html)).toContain('Not asked: one before it fits already');
  });

  it('says it of a ticket that is only thought of', async () => {
    const { html } = await wutao.get('/settings/promises?type=inquiry&priority=P2&tier=vip&region=TW', 'en');
    expect(wordsOf(html)).toContain('It would get “P2 normal”.');
    expect(wordsOf(html)).toContain('Priority is P2');
  });

  it('knows no ticket that the asker may not see', async () => {
    await bench.rows(sql`update ticket set department_id = ${bench.cast.departments.finance}`);
    const number = await bench.ticketOf('chenxiao');
    const zhangmin = await bench.desk('zhangmin');
    for (const asked of [number, 'T999999', 'nonsense'])
      expect((await zhangmin.get(`/settings/promises?number=${asked}`)).html).toContain('没有这张工单');
  });

  it('is for looking only where somebody is no administrator', async () => {
    const zhangmin = await bench.desk('zhangmin');
    expect((await zhangmin.get('/settings/promises')).html).not.toContain('/settings/promises/new');
    for (const path of ['', '/order', '/p0', '/p0/toggle'])
      expect((await zhangmin.post(`/settings/promises${path}`, vip)).status, path).toBe(403);
  });
});
