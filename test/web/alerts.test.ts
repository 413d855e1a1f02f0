import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { DueWork, Rosters } from '../../src/escalation/index.js';
import { PolicyPlans } from '../../src/sla/index.js';
import { until } from '../platform/program.js';
import { WAITING_FOR_A_LOCK, whileHeld } from '../support/database.js';
import { besideField, type Desk, faultsOn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
let zhangmin: Desk;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, zhangmin, wutao] = [
    await bench.desk('lina'),
    await bench.desk('zhangmin'),
    await bench.desk('wutao'),
  ];
});
afterAll(() => bench.close());

const settle = () => bench.server.get(DueWork).settle();
const badge = (html: string) => /data-bell-target="count"\s*(hidden)?\s*>\s*(\d+)/.exec(html)?.slice(1) ?? [];
const rings = (html: string) => html.split('data-testid="ring"').length - 1;
/** Returns the fields of a step of a ladder. */
const step = (row: number, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [`ladder[${row}][${name}]`, text]));
const ackOf = (html: string) => /action="(\/alerts\/\d+\/acknowledgement)"/.exec(html)?.[1] ?? '';

describe('a P0 of a customer', () => {
  it('a P0 rings on the pages of whoever is on call, is listed under the bell, and is answered there', async () => {
    const { lina: member } = bench.cast.staff;
    const nights = {
      ...{ key: 'nights', name: { 'zh-CN': '值班', en: 'On call' }, region: null, zone: 'Asia/Shanghai' },
      ...{ startsOn: '2026-01-05', handover: '09:00', days: 7, memberIds: [member.id] },
    };
    await bench.server.get(Rosters).save(nights, SYSTEM);
    await bench.says('chenxiao', '我的账号被盗了，密码被改，显示在陌生设备登录');
    await settle();
    const number = await bench.ticketOf('chenxiao');
    const { html } = await lina.get('/inbox');
    expect(badge(html)).toEqual([undefined, '1']);
    expect(rings(html)).toBe(1);
    expect(wordsOf(html)).toContain('紧急呼叫您');
    expect(rings((await zhangmin.get('/inbox')).html)).toBe(0);
    const recent = await lina.get('/alerts/recent');
    expect(wordsOf(recent.html)).toContain(number);
    const upTo = /data-up-to="(\d+)"/.exec(recent.html)?.[1] ?? '';
    expect((await lina.post('/alerts/seen', { upTo })).status).toBe(204);
    expect(badge((await lina.get('/inbox')).html)).toEqual(['hidden', '0']);
    expect(rings((await lina.get('/inbox')).html)).toBe(1);
    expect((await zhangmin.post(ackOf(html), { number })).location).toBe(`/tickets/${number}`);
    expect(rings((await lina.get('/inbox')).html)).toBe(1);
    expect((await lina.post(ackOf(html), { number })).location).toBe(`/tickets/${number}`);
    const taken = wordsOf((await lina.get(`/tickets/${number}`)).html);
    expect(taken).toContain('工单由您负责，不再呼叫其他人');
    expect(taken).toContain('负责人 李娜');
    expect(rings((await lina.get('/inbox')).html)).toBe(0);
    const history = wordsOf((await lina.get(`/tickets/${number}/escalations`)).html);
    expect(history).toContain('李娜 已确认');
    expect(history).toContain('李娜 邮件');
  });
});

describe('the answer "I have it"', () => {
  it('an answer to a call waits for a message that is being received, and meanwhile blocks nobody', async () => {
    await bench.says('zhengkai', '我的账号被盗了，密码被改，显示在陌生设备登录');
    await settle();
    const number = await bench.ticketOf('zhengkai');
    const { html } = await lina.get('/inbox');
    const comes = `select from conversation where id = ${await bench.talkOf('zhengkai')} for update`;
    const { answered } = await whileHeld(bench.server.databaseUrl, comes, async () => {
      const answering = lina.post(ackOf(html), { number });
      await until(async () => (await bench.rows(WAITING_FOR_A_LOCK)).length > 0);
      await bench.rows(sql`select from ticket where 'T' || number = ${number} for update nowait`);
      return { answered: answering };
    });
    expect((await answered).location).toBe(`/tickets/${number}`);
    expect(wordsOf((await lina.get(`/tickets/${number}`)).html)).toContain('负责人 李娜');
  });
});

describe('escalation in one step', () => {
  it('a request for escalation needs a reason, calls the lead, and is not made twice', async () => {
    await bench.says('xiaoming', '请问什么时候发货？我的订单还没有动静，APP 报错 0x2001');
    const number = await bench.ticketOf('xiaoming');
    const address = `/tickets/${number}/escalations`;
    const empty = await lina.post(address, { why: ' ' });
    expect(empty.status).toBe(422);
    expect(empty.html).toContain('id="escalate-why-error"');
    expect((await lina.post(address, { why: '客户要求主管回电' })).status).toBe(303);
    await settle();
    const { html } = await zhangmin.get('/inbox', 'en');
    expect(rings(html)).toBe(1);
    expect(wordsOf(html)).toContain('Escalation asked for');
    const again = await lina.post(address, { why: '再来一次' });
    expect(again.status).toBe(409);
    expect(wordsOf(again.html)).toContain('已经升级过');
    expect((await (await bench.desk('wangfang')).post(address, { why: '看看' })).status).toBe(404);
    await zhangmin.post(ackOf(html), { number });
  });

  it('a customer may ask for escalation with a button on the tracking page or a word in the chat', async () => {
    const number = await bench.ticketOf('xiaoming');
    const [ticket] = await bench.rows<{ id: string }>(
      sql`select id from ticket where number = ${number.slice(1)}`,
    );
    const pathname = await bench.trackingPath(number);
    const press = (path: string) =>
      fetch(`${bench.server.url}${path}/escalation`, { method: 'POST', redirect: 'manual' });
    expect((await press(pathname)).status).toBe(303);
    expect((await press(pathname)).status).toBe(303);
    expect((await press(`${pathname.slice(0, -3)}abc`)).status).toBe(404);
    const asked = () =>
      bench.rows(
        sql`select 1 from escalation where ticket_id = ${ticket!.id} and kind = 'asked' and asked_by_kind = 'customer'`,
      );
    expect(await asked()).toHaveLength(1);
    const page = await (await fetch(bench.server.url + pathname)).text();
    expect(page).toContain('data-testid="urged"');
    await settle();
    await zhangmin.post(ackOf((await zhangmin.get('/inbox')).html), { number });
    await bench.says('xiaoming', '加急！');
    expect(await asked()).toHaveLength(2);
    const notices = sql`select 1 from notice where ticket_id = ${ticket!.id} and purpose = 'escalated'`;
    expect(await bench.rows(notices)).toHaveLength(1);
    await bench.says('xiaoming', '催办');
    expect(await asked()).toHaveLength(2);
  });
});

describe('many calls at once', () => {
  it('many calls at once show three, and how many more there are', async () => {
    const more = async () => {
      const { html } = await zhangmin.get('/inbox');
      return [rings(html), /class="(ring-more[^"]*)"[^>]*>\s*共 (\d+) 条等您确认/.exec(html)?.slice(1)];
    };
    const ringing = (count: number) =>
      bench.rows(sql`
        update alert set acknowledged_at = case when id in (
          select id from alert where member_id = ${bench.cast.staff.zhangmin.id} and means = 'console'
             and kind = 'asked' order by id limit ${count}) then null else now() end`);
    await ringing(1);
    expect(await more()).toEqual([1, undefined]);
    await ringing(2);
    expect(await more()).toEqual([2, ['ring-more ring-more-narrow', '2']]);
    await bench.rows(sql`
      with asked as (
        insert into escalation (key, kind, ticket_id, timer_id, policy_id, step, level, state, due_at, done_at, late_ms, take_at)
        select key || ':again' || n, kind, ticket_id, timer_id, policy_id, step, level, state, due_at, done_at, late_ms, take_at
          from (select * from escalation order by id limit 1) first, generate_series(1, 4) n returning id, ticket_id)
      insert into alert (escalation_id, ticket_id, kind, means, member_id, created_at, deliver_at, delivered_at, state)
      select id, ticket_id, 'asked', 'console', ${bench.cast.staff.zhangmin.id}, now(), now(), now(), 'delivered' from asked`);
    await ringing(4);
    expect(await more()).toEqual([3, ['ring-more', '4']]);
    await ringing(0);
  });
});

describe('the alert settings', () => {
  it('the alert settings keep a roster by turns with a stand-in, each fault beside its field', async () => {
    const { lina: first, zhaolei, liuyang } = bench.cast.staff;
    const form = {
      'name[zh-CN]': '夜班',
      'name[en]': '',
      region: 'hk',
      zone: 'Mars',
      startsOn: '2026-01-05',
      handover: '09:00',
      days: '7',
    };
    const wrong = await wutao.post('/settings/oncall', { ...form, memberIds: first.id });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="new-zone-error"');
    expect(wrong.html).toContain('value="夜班"');
    const added = await wutao.post('/settings/oncall', {
      ...form,
      zone: 'Asia/Hong_Kong',
      memberIds: zhaolei.id,
    });
    expect(added.status).toBe(303);
    const page = await wutao.get('/settings/oncall');
    expect(wordsOf(page.html)).toContain('赵磊 正在值班');
    const key = /action="\/settings\/oncall\/(roster_\w+)"/.exec(page.html)![1]!;
    const away = {
      memberId: zhaolei.id,
      substituteId: liuyang.id,
      startsAt: '2020-01-01T00:00',
      endsAt: '2019-01-01T00:00',
    };
    const refused = await wutao.post(`/settings/oncall/${key}/substitutes`, away);
    expect(refused.html).toContain(`id="${key}-to-error"`);
    await wutao.post(`/settings/oncall/${key}/substitutes`, { ...away, endsAt: '2099-01-01T00:00' });
    const rosters = await bench.server.get(Rosters).list();
    expect(rosters.find(({ region }) => region === 'HK')?.onCall).toEqual([liuyang.id]);
    expect((await lina.get('/settings/oncall')).status).toBe(403);
  });

  it('the alert settings keep a group robot whose address is never shown, and try it out', async () => {
    const vendor = createServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json').end('{"errcode":0}');
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/send?key=geheim`;
    const form = { 'name[zh-CN]': '客服群', 'name[en]': 'Support', vendor: 'wecom', secret: '' };
    const wrong = await wutao.post('/settings/alerting/robots', {
      ...form,
      url: 'https://evil.example/hook',
    });
    expect(wrong.html).toContain('id="new-url-error"');
    expect((await wutao.post('/settings/alerting/robots', { ...form, url })).status).toBe(303);
    const { html } = await wutao.get('/settings/alerting');
    expect(html).not.toContain('geheim');
    expect(wordsOf(html)).toContain('未配置邮件服务器');
    const key = /robots\/(robot_\w+)\/test/.exec(html)![1]!;
    await wutao.post(`/settings/alerting/robots/${key}`, { ...form, 'name[zh-CN]': '值班群', url: '' });
    await wutao.post(`/settings/alerting/robots/${key}/test`);
    expect(wordsOf((await wutao.get('/settings/alerting')).html)).toContain('测试消息已发到群里');
    await new Promise((resolve) => vendor.close(resolve));
    await wutao.post(`/settings/alerting/robots/${key}/test`);
    expect(wordsOf((await wutao.get('/settings/alerting')).html)).toContain('连不上机器人');
    const step = JSON.stringify([{ at: 'breach', whom: 'lead', by: ['robot'], robot: key }]);
    await bench.rows(sql`update policy set ladder = ladder || ${step}::jsonb where key in ('p2', 'p3')`);
    const kept = await wutao.post(`/settings/alerting/robots/${key}/removal`);
    expect(kept.status).toBe(409);
    expect(wordsOf(kept.html)).toMatch(/P2 普通和P3 低的升级阶梯在用这个机器人/);
  });

  it('the alert settings keep quiet hours, and say which time is wrong', async () => {
    const wrong = await wutao.post('/settings/alerting/quiet', {
      on: 'yes',
      from: '26:00',
      to: '08:00',
      zone: 'Asia/Shanghai',
    });
    expect(wrong.html).toContain('id="field-from-error"');
    await wutao.post('/settings/alerting/quiet', {
      on: 'yes',
      from: '22:00',
      to: '08:00',
      zone: 'Asia/Shanghai',
    });
    expect((await wutao.get('/settings/alerting')).html).toContain('value="22:00"');
    await wutao.post('/settings/alerting/quiet', { from: '22:00', to: '08:00', zone: 'Asia/Shanghai' });
  });

  it('the alert settings name every fault of a ladder beside its field, and keep what was typed', async () => {
    const { status, html } = await wutao.post('/settings/ladders/p1', {
      ...step(0, { at: 'share', value: '140', metrics: 'first_response', whom: 'owner', 'by][': 'console' }),
      ...step(1, { at: '', whom: 'lead' }),
      ...step(5, {
        at: 'breach',
        after: '-1',
        answer: '0.1',
        'by][': 'robot',
        action: 'hand_off',
        text: '请看',
      }),
      version: '1',
    });
    expect(status).toBe(422);
    const delay = '填整数分钟，最多 30 天；确认时间至少半分钟';
    expect(faultsOn(html)).toEqual({
      ...{ 'ladder.0.at': '填 0 到 100 之间的百分比，或剩余分钟数', 'ladder.1.afterSeconds': delay },
      ...{ 'ladder.1.whom': '请选择一项', 'ladder.1.robot': '请选择一项' },
      ...{ 'ladder.1.acknowledgeSeconds': delay, 'ladder.1.action': '请选择部门并写明备注' },
    });
    expect(besideField(html, 'ladder[0][at]')).toContain('data-path="ladder.0.at"');
    expect(besideField(html, 'ladder[1][after]')).toContain('data-path="ladder.1.afterSeconds"');
    const shown = (name: string) => /value="([^"]*)"/.exec(html.split(`name="${name}"`)[1] ?? '')?.[1];
    const typed = ['ladder[0][value]', 'ladder[1][after]', 'ladder[1][answer]', 'ladder[1][text]'];
    expect(typed.map(shown)).toEqual(['140', '-1', '0.1', '请看']);
    expect(html).toMatch(/name="ladder\[1\]\[by\]\[\]" value="robot" checked/);
    expect(html).toMatch(/name="ladder\[0\]\[metrics\]"[\s\S]*?<option value="first_response" selected>/);
  });

  it('an example step is added to the ladder that was typed, and nothing is saved yet', async () => {
    const before = (await wutao.get('/settings/ladders/p1')).html;
    expect(wordsOf(before)).toContain('超时 通知主管（控制台）');
    const typed = { ...step(0, { at: 'breach', whom: 'quality', 'by][': 'console' }), version: '1' };
    const { status, html } = await wutao.post('/settings/ladders/p1', { ...typed, add: 'call' });
    expect(status).toBe(200);
    expect(html).toMatch(/name="ladder\[0\]\[whom\]"[\s\S]*?<option value="quality" selected>/);
    expect(html).toMatch(/name="ladder\[1\]\[whom\]"[\s\S]*?<option value="on_call" selected>/);
    expect(html).toMatch(/name="ladder\[1\]\[answer\]"\s+type="number"\s+value="5"/);
    expect(html).not.toContain('name="ladder[3][at]"');
    expect((await wutao.get('/settings/ladders/p1')).html).not.toContain('<option value="on_call" selected>');
  });

  it('the ladder of a policy is saved, and comes back as typed when a step is wrong', async () => {
    const ladderOf = async () =>
      (await bench.server.get(PolicyPlans).list()).find(({ key }) => key === 'p1')!;
    const { version } = await ladderOf();
    const form = {
      version: String(version),
      ...step(0, { at: 'share', value: '50', whom: 'owner', 'by][': 'console' }),
      ...step(2, { at: 'breach', after: '10', whom: 'lead', action: 'hand_off' }),
    };
    const wrong = await wutao.post('/settings/ladders/p1', form);
    expect(wrong.status).toBe(422);
    expect(wordsOf(wrong.html)).toContain('请至少选一种方式');
    expect(wordsOf(wrong.html)).toContain('请选择部门并写明备注');
    const right = { ...form, ...step(2, { 'by][': 'email', action: 'note', text: '请尽快' }) };
    expect((await wutao.post('/settings/ladders/p1', right)).status).toBe(303);
    expect((await ladderOf()).ladder).toEqual([
      { at: { share: 0.5 }, whom: 'owner', by: ['console'] },
      {
        at: 'breach',
        afterSeconds: 600,
        whom: 'lead',
        by: ['email'],
        action: { do: 'note', text: '请尽快' },
      },
    ]);
    expect((await wutao.post('/settings/ladders/p1', right)).status).toBe(409);
    expect(wordsOf((await wutao.get('/settings/ladders')).html)).toContain('用掉 50% 时间');
  });
});
