import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { PolicyPlans, PolicyHistory } from '../../src/sla/index.js';
import { besideField, type Desk, faultsOn, Workbench, wordsOf } from './workbench.js';

/** Returns the fields of one target. */
const target = (path: string, amount: string, unit = 'hour', more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({ amount, unit, ...more }).map(([name, text]) => [`${path}[${name}]`, text]),
  );
const named = (zh: string, en: string, path = 'name') => ({ [`${path}[zh-CN]`]: zh, [`${path}[en]`]: en });
const vip = {
  ...named('重要客户', 'Important customers'),
  ...{ 'conditions[tier][]': 'vip', 'conditions[region]': 'HK，MO' },
  ...target('targets[first_response]', '15', 'minute', { clock: 'wall' }),
  ...target('targets[resolution]', '2', 'day', { clock: 'working', calendar: 'office' }),
  ...named('冻结账号', 'Account frozen', 'milestones[0][name]'),
  ...target('milestones[0]', '24'),
  ...{ 'pausing[]': 'on_hold', 'warnings[share]': '50%, 75', 'warnings[left]': '10' },
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
  it('a policy is made of what is ticked and written, and a field left empty promises nothing', async () => {
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

  it('a policy comes back into its form as it was saved', async () => {
    const { html } = await wutao.get('/settings/promises/important_customers');
    expect(html).toMatch(/name="conditions\[tier\]\[\]" value="vip" checked/);
    expect(html).toMatch(/name="targets\[resolution\]\[amount\]"\s+type="text"\s+value="2"/);
    expect(html).toMatch(
      /name="targets\[resolution\]\[unit\]"[^>]*>\s*(<option[^>]*>[^<]*<\/option>)*<option value="day" selected/,
    );
    expect(html).toContain('value="50, 75"');
  });

  it.each([
    ['targets[first_response][amount]', { 'targets[first_response][amount]': 'soon' }, '请填大于 0'],
    ['targets[resolution][amount]', { 'targets[resolution][amount]': '0' }, '请填大于 0'],
    ['warnings[share]', { 'warnings[share]': '50, 140' }, '填 0 到 100 之间的百分比'],
    ['warnings[left]', { 'warnings[left]': 'ten' }, '填 0 到 100 之间的百分比'],
    ['milestones[0][amount]', { 'milestones[0][amount]': '-3' }, '请填大于 0'],
    ['targets[resolution][calendar]', { 'targets[resolution][calendar]': 'mars' }, '请选择一项'],
    ['name[zh-CN]', named('', ''), '请填写'],
  ])('a policy is refused beside %s, with what was typed still there', async (field, wrong, words) => {
    const typed = { ...vip, 'conditions[region]': 'SG', ...(wrong as Record<string, string>) };
    const refused = await wutao.post('/settings/promises', typed);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="SG"');
    expect(besideField(refused.html, field)).toContain(words);
  });

  it('every fault of a policy is named beside its field, and what was typed, emptied and added is kept', async () => {
    const { html } = await wutao.post('/settings/promises', {
      ...{ ...vip, ...named('', ''), 'conditions[tier][]': 'nobody', 'pausing[]': 'open' },
      ...{ 'targets[first_response][amount]': '', 'targets[resolution][amount]': 'soon' },
      ...{ 'milestones[0][amount]': '-3', 'warnings[share]': '140', 'warnings[left]': '' },
      ...named('', 'Second step', 'milestones[3][name]'),
      ...target('milestones[3]', '', 'day', { clock: 'working', calendar: 'mars' }),
      ...target('shares[support]', 'x'),
    });
    const number = '请填大于 0、不超过一年的数';
    expect(faultsOn(html)).toEqual({
      ...{ name: '请填写', 'conditions.tier': '请选择一项', pausing: '这个状态不能暂停计时' },
      ...{ 'targets.resolution': number, 'targets.department.support': number },
      ...{ 'targets.milestone.account_frozen': number, 'targets.milestone.second_step': number },
      'targets.milestone.second_step.calendar': '请选择一项',
      'warnings.share': '填 0 到 100 之间的百分比，或剩余分钟数',
    });
    for (const [name, path] of [
      ['milestones[0][amount]', 'targets.milestone.account_frozen'],
      ['milestones[1][amount]', 'targets.milestone.second_step'],
      ['milestones[1][calendar]', 'targets.milestone.second_step.calendar'],
      ['shares[support][amount]', 'targets.department.support'],
      ['warnings[share]', 'warnings.share'],
    ])
      expect(besideField(html, name!), name).toContain(`data-path="${path}"`);
    const shown = (name: string) => /value="([^"]*)"/.exec(html.split(`name="${name}"`)[1] ?? '')?.[1];
    const typed = [
      'targets[first_response][amount]',
      'targets[resolution][amount]',
      'shares[support][amount]',
    ];
    expect(typed.map(shown)).toEqual(['', 'soon', 'x']);
    expect(['warnings[share]', 'warnings[left]', 'conditions[region]'].map(shown)).toEqual([
      '140',
      '',
      'HK，MO',
    ]);
    const steps = ['milestones[1][key]', 'milestones[1][name][zh-CN]', 'milestones[1][name][en]'];
    expect(steps.map(shown)).toEqual(['second_step', '', 'Second step']);
    expect(besideField(html, 'milestones[1][unit]')).toContain('<option value="day" selected>');
    expect(html).toContain('name="milestones[NUMBER][amount]"');
    expect(html).toContain('data-field-rows-next-param="2"');
  });

  it('a policy without any target, or with shares beyond the whole, is refused', async () => {
    const none = await wutao.post('/settings/promises', named('空', 'Empty'));
    expect([none.status, none.html.includes('请至少承诺一项')]).toEqual([422, true]);
    const beyond = await wutao.post('/settings/promises', {
      ...named('份额', 'Shares'),
      ...target('targets[resolution]', '12', 'hour', { clock: 'wall' }),
      ...{ 'shares[support][amount]': '8', 'shares[finance][amount]': '8' },
    });
    expect([beyond.status, beyond.html.includes('超过了解决时限')]).toEqual([422, true]);
  });

  it('a policy keeps its ladder when its form changes, and every earlier version', async () => {
    const before = await policy('p0');
    const form = {
      ...{ ...named('P0', 'P0'), 'conditions[priority][]': 'P0' },
      ...target('targets[first_response]', '4', 'minute'),
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
    expect([late.status, late.html.includes('有人刚改过')]).toEqual([409, true]);
  });

  it('a policy is copied, disabled and restored', async () => {
    const copy = await wutao.get('/settings/promises/new?copy=p1');
    expect(copy.html).toMatch(/name="conditions\[priority\]\[\]" value="P1" checked/);
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
  it('the order of policies is set as a whole, or row by row without scripts', async () => {
    const before = await keys();
    await wutao.post('/settings/promises/order', { order: [...before].reverse().join(','), move: 'none' });
    expect(await keys()).toEqual([...before].reverse());
    await wutao.post('/settings/promises/order', { up: before[0]!, move: 'none' });
    expect((await keys()).indexOf(before[0]!)).toBe(before.length - 2);
    await wutao.post('/settings/promises/order', { order: before.join(','), move: 'none' });
    expect(await keys()).toEqual(before);
    expect((await wutao.post('/settings/promises/order', { order: 'p0', move: 'none' })).status).toBe(422);
  });

  it('a new order of policies asks first when clocks would move', async () => {
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

describe('the policy bench', () => {
  it('the bench says for a ticket’s number which policy it gets, and why not the others', async () => {
    const number = await bench.ticketOf('chenxiao');
    const { html } = await wutao.get(`/settings/promises?number=${number}`, 'en');
    expect(wordsOf(html)).toContain('It would get “Refunds”.');
    expect(wordsOf(html)).toContain('Not asked: one before it fits already');
  });

  it('the bench says which policy an imagined ticket would get', async () => {
    const { html } = await wutao.get('/settings/promises?type=inquiry&priority=P2&tier=vip&region=TW', 'en');
    expect(wordsOf(html)).toContain('It would get “P2 normal”.');
    expect(wordsOf(html)).toContain('Priority is P2');
  });

  it('the bench does not know tickets that the reader may not see', async () => {
    await bench.rows(sql`update ticket set department_id = ${bench.cast.departments.finance}`);
    const number = await bench.ticketOf('chenxiao');
    const zhangmin = await bench.desk('zhangmin');
    for (const asked of [number, 'T999999', 'nonsense'])
      expect((await zhangmin.get(`/settings/promises?number=${asked}`)).html).toContain('没有这张工单');
  });

  it('members who are not administrators may only look at policies', async () => {
    const zhangmin = await bench.desk('zhangmin');
    expect((await zhangmin.get('/settings/promises')).html).not.toContain('/settings/promises/new');
    for (const path of ['', '/order', '/p0', '/p0/toggle'])
      expect((await zhangmin.post(`/settings/promises${path}`, vip)).status, path).toBe(403);
  });
});

describe('a change after which a policy is never reached', () => {
  it('a change that moves clocks and hides other policies says both', async () => {
    await bench.rows(sql`update ticket set department_id = ${bench.cast.departments.support}`);
    await bench.says('xiaohong', '我要退款，订单 HM20261199');
    const { version } = (await policy('refund'))!;
    const everything = Object.entries(vip).filter(([name]) => !name.startsWith('conditions'));
    const typed = { ...Object.fromEntries(everything), version: String(version), move: 'all' };
    expect((await wutao.post('/settings/promises/refund', typed)).status).toBe(303);
    const words = wordsOf((await wutao.get('/settings/promises')).html);
    expect(words).toMatch(/已保存，[1-9]\d* 个计时已调整。但.*永远轮不到/);
  });
});
