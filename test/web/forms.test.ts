import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Handoffs } from '../../src/tickets/index.js';
import { WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Held } from '../../src/platform/held/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { DueWork } from '../../src/escalation/index.js';
import { LateFirings } from '../../src/sla/index.js';
import { RefundApproval, RefundRequests } from '../../src/refunds/index.js';
import { LegalHolds } from '../../src/retention/index.js';
import {
  ApiTokens,
  Employment,
  Invitations,
  Joinings,
  type Member,
  Providers,
  SecondFactorRules,
} from '../../src/staff/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import type { FormPage, Refused } from '../../src/web/forms/index.js';
import { PASSWORD } from '../support/cast.js';
import { handlerAt, type PostHandler, postHandlersOf } from './form-handlers.js';
import { formsIn, type PageField, type PageForm } from './page-forms.js';
import { Desk, type Page, Workbench } from './workbench.js';

/** What the script of a page sends, and answers no person. A preview is asked for while somebody still types. */
const BY_SCRIPT = [
  'alerts/seen',
  'inbox/:id/files',
  'inbox/:id/typing',
  'settings/calendars/preview',
  'tickets/:number/words/files',
];

const MUCH = 'x'.repeat(10_500);
/** A form that is longer in all is not read. */
const WHOLE = 200_000;

let bench: Workbench;
let handlers: PostHandler[];
beforeAll(async () => {
  bench = await Workbench.open();
  handlers = postHandlersOf(bench.server);
});
afterAll(() => bench.close());

/** What is sent in the place of what the page has; what was chosen or ticked is chosen no more. */
function filled(fields: PageField[], text: string): Record<string, string> {
  const of: Record<PageField['kind'], (value: string) => string> = {
    text: () => text,
    secret: () => text && `geheim${text}`,
    choice: () => text && 'nonsense',
    hidden: (value) => value,
    box: (value) => value,
  };
  return Object.fromEntries(fields.map(({ name, kind, value }) => [name, of[kind](value)]));
}

/** A page as it was last seen. */
interface Shown {
  path: string;
  html: string;
}

class Walk {
  readonly met = new Set<string>();
  readonly refused = new Set<string>();
  readonly problems: string[] = [];
  private readonly heard = new Set<FormPage>();
  private readonly told: Refused[] = [];

  /** Tries every form of a page that was not tried before. */
  async page(desk: Desk, path: string): Promise<Page> {
    const page = await desk.get(path);
    expect([path, page.status]).toEqual([path, 200]);
    let { html } = page;
    for (const form of formsIn(page.html, path)) html = await this.form(desk, form, { path, html });
    return page;
  }

  /** Returns the page as it is afterwards: one that refused everything is still as it was. */
  private async form(desk: Desk, form: PageForm, { path, html }: Shown): Promise<string> {
    const handler = handlerAt(handlers, form.action);
    if (!handler?.declared || this.refused.has(handler.path)) return html;
    this.met.add(handler.path);
    if (!form.fields.some(({ kind }) => kind === 'text' || kind === 'secret' || kind === 'choice')) {
      this.refused.add(handler.path);
      return html;
    }
    if (handler.page) this.listen(handler.page);
    let now = html;
    for (const text of [MUCH.slice(0, Math.ceil(WHOLE / form.fields.length)), '']) {
      const there = formsIn(now, path).find(({ action }) => action === form.action);
      if (!there) continue;
      const taken = await this.send(desk, { handler, form: there, from: path }, filled(there.fields, text));
      if (taken) now = (await desk.get(path)).html;
    }
    return now;
  }

  /** Whether it was taken. */
  private async send(
    desk: Desk,
    { handler, form, from }: { handler: PostHandler; form: PageForm; from: string },
    sent: Record<string, string>,
  ): Promise<boolean> {
    this.told.length = 0;
    const answer = await desk.post(form.action, sent, from);
    if (answer.status < 400) return true;
    this.refused.add(handler.path);
    const refused = this.told.at(-1);
    for (const problem of problemsOf(form, sent, { answer, refused }))
      this.problems.push(`${handler.path}: ${problem}`);
    return false;
  }

  private listen(page: NonNullable<PostHandler['page']>): void {
    const found = bench.server.get<FormPage>(page);
    if (this.heard.has(found)) return;
    this.heard.add(found);
    const render = found.render.bind(found);
    vi.spyOn(found, 'render').mockImplementation((request, refused) => {
      if (refused) this.told.push(refused);
      return render(request, refused);
    });
  }
}

/** What is wrong with the answer to a form that is refused. */
function problemsOf(
  form: PageForm,
  sent: Record<string, string>,
  { answer, refused }: { answer: Page; refused: Refused | undefined },
): string[] {
  const again = formsIn(answer.html, form.action).filter(({ action }) => action === form.action);
  const lost = form.fields
    .filter(({ name, kind }) => kind === 'text' && sent[name] !== '')
    .filter(({ name }) => !again.some(({ fields }) => kept(fields, name, sent[name]!)));
  const paths = Object.keys(refused?.errors ?? {});
  return [
    ...(answer.status >= 500 || !refused ? [`answered ${answer.status}`] : []),
    ...(again.length === 0 ? ['the form is not on the page'] : []),
    ...lost.map(({ name }) => `${name} is lost`),
    ...paths
      .filter((path) => !answer.html.includes(`data-path="${path}"`))
      .map((path) => `${path} (${refused!.errors[path]}) stands beside no field`),
    ...(/data-path="|data-testid="(form-refused|refused)"/.test(answer.html) ? [] : ['nothing is said']),
    ...(answer.html.includes('geheim') ? ['a secret is shown'] : []),
  ];
}

function kept(fields: PageField[], name: string, value: string): boolean {
  return fields.some((field) => field.name === name && field.value === value);
}

describe('every form of every page', () => {
  it('every form is declared except those that scripts send', () => {
    const undeclared = handlers.filter(({ declared }) => !declared).map(({ path }) => path);
    expect(undeclared.sort()).toEqual(BY_SCRIPT);
  });

  it(
    'a refused form comes back as it was typed, with each fault beside its field',
    { timeout: 240_000 },
    async () => {
      const walk = new Walk();
      await everywhere(walk);
      expect(walk.problems).toEqual([]);
      const declared = handlers.filter(({ declared }) => declared).map(({ path }) => path);
      const missed = declared.filter((path) => !walk.met.has(path));
      expect(missed.sort()).toEqual([]);
      expect([...walk.met].filter((path) => !walk.refused.has(path)).sort()).toEqual([]);
    },
  );
});

/** Through everything that somebody can do, in the order in which it happens. */
async function everywhere(walk: Walk): Promise<void> {
  await visitors(walk);
  await account(walk);
  await secondFactor(walk);
  await emergency(walk);
  await refund(walk);
  await deliveries(walk);
  await customerData(walk);
  await troubles();
  await settings(walk);
}

async function visitors(walk: Walk): Promise<void> {
  const visitor = Desk.visitor(bench.server.url);
  await walk.page(visitor, '/login');
  const person = {
    email: 'new@huiyin.example',
    name: '韩梅',
    role: 'agent',
    departmentIds: [bench.cast.departments.support],
  };
  const { token } = await bench.server
    .get(Invitations)
    .invite({ ...person, role: 'agent' }, bench.cast.staff.zhangmin);
  await walk.page(visitor, `/invitations/${token}`);
}

async function account(walk: Walk): Promise<void> {
  await Desk.open(bench.server.url, 'zhoulin@huiyin.example');
  const zhoulin = await bench.desk('zhoulin');
  await zhoulin.get('/profile');
  await zhoulin.post('/profile/tokens', { name: '日报脚本', 'scopes[]': 'read', days: '90' });
  await providers();
  await walk.page(zhoulin, '/profile');
  await walk.page(zhoulin, '/profile/accounts/other');
}

/** One of them is joined to Zhou Lin. */
async function providers(): Promise<void> {
  const settings = { corpId: 'wwcorp', agentId: '1000002', apiUrl: 'https://qyapi.example.com' };
  for (const key of ['joined', 'other'])
    await bench.server.get(Providers).add({
      ...{ key, kind: 'wecom', name: { 'zh-CN': '企业微信', en: 'WeCom' }, settings, secret: 'hush' },
      ...{ linksByEmail: false, enabled: true, groups: [] },
    });
  await bench.rows(sql`
    insert into member_identity (provider_id, subject, member_id, created_at)
    select id, 'ZhouLin', ${bench.cast.staff.zhoulin.id}, now() from identity_provider where key = 'joined'`);
}

async function secondFactor(walk: Walk): Promise<void> {
  const { liuyang, zhoulin } = bench.cast.staff;
  const [first, other] = [
    await Desk.open(bench.server.url, liuyang.email),
    await Desk.open(bench.server.url, liuyang.email),
  ];
  await walk.page(first, '/profile/second-factor');
  await first.post('/profile/second-factor', { current: PASSWORD });
  await walk.page(first, '/profile/second-factor');
  await bench.rows(sql`
    insert into second_factor (member_id, secret_cipher, last_step, created_at)
    values (${liuyang.id}, 'none', 0, now())`);
  await bench.rows(sql`delete from rate_limit`);
  walk.refused.delete('profile/second-factor');
  await walk.page(other, '/profile/second-factor');
  await bench.rows(sql`delete from rate_limit`);
  await walk.page(await halfway(liuyang), '/login/code');
  const rules = bench.server.get(SecondFactorRules);
  await rules.set(['quality'], SYSTEM);
  await walk.page(await halfway(zhoulin), '/login/second-factor');
  await rules.set([], SYSTEM);
  // Her token ended when the role needed a second factor.
  await bench.server.get(ApiTokens).create(zhoulin.id, '日报脚本', zhoulin);
}

/** Types the right password and stops there. */
async function halfway({ email }: Member): Promise<Desk> {
  const desk = Desk.visitor(bench.server.url);
  await desk.get('/login');
  await desk.post('/login', { email, password: PASSWORD });
  return desk;
}

async function emergency(walk: Walk): Promise<void> {
  const [lina, zhangmin] = [await bench.desk('lina'), await bench.desk('zhangmin')];
  await bench.says('xiaoming', '我的账号被盗了,有人在异地登录,电话13912345678');
  const talk = `/inbox/${await bench.talkOf('xiaoming')}`;
  await walk.page(lina, talk);
  await lina.post(`${talk}/claim`);
  await walk.page(lina, talk);
  const ticket = `/tickets/${await bench.ticketOf('xiaoming')}`;
  await walk.page(lina, ticket);
  await lina.post(`${ticket}/claim`);
  await walk.page(lina, ticket);
  const { pathname } = new URL(await trackingLink(ticket));
  await walk.page(Desk.visitor(bench.server.url), pathname);
  await lina.post(`${ticket}/escalations`, { why: '客户很着急' });
  await bench.server.get(DueWork).settle();
  await bench.server.get(LateFirings).add(1, 90_000);
  await walk.page(zhangmin, '/alerts');
  await walk.page(await bench.desk('wutao'), '/alerts');
  await lina.post(`${ticket}/waiting`);
  await walk.page(lina, ticket);
  await lina.post(`${ticket}/resolution`, { note: '已冻结' });
  await walk.page(lina, ticket);
}

async function trackingLink(ticket: string): Promise<string> {
  return bench.server.url + (await bench.trackingPath(ticket.split('/').at(-1)!));
}

async function refund(walk: Walk): Promise<void> {
  const [lina, wangfang, chenjing] = await Promise.all(
    (['lina', 'wangfang', 'chenjing'] as const).map((member) => bench.desk(member)),
  );
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  const number = await bench.ticketOf('xiaohong');
  const offer = await bench.server
    .get(Handoffs)
    .offer(bench.cast.staff.lina, number, { department: 'finance', note: '请退款' });
  await walk.page(lina!, `/tickets/${number}`);
  await walk.page(wangfang!, `/tickets/${number}`);
  await bench.server.get(Handoffs).accept(bench.cast.staff.wangfang, offer.id);
  await walk.page(wangfang!, `/tickets/${number}`);
  const wish = { order: '20261120123456', amount: '68.50', currency: 'CNY', reason: '破损' };
  const asked = await bench.server.get(RefundRequests).put(bench.cast.staff.wangfang, number, wish);
  await walk.page(wangfang!, '/refunds?state=requested');
  await walk.page(chenjing!, '/refunds?state=requested');
  await bench.server.get(RefundApproval).approve(bench.cast.staff.chenjing, asked);
  await walk.page(wangfang!, '/refunds?state=approved');
}

async function deliveries(walk: Walk): Promise<void> {
  const lina = await bench.desk('lina');
  const stands: [state: string, reason: string | null, route: string][] = [
    ['planned', 'kept_back', 'customer_message'],
    ['unknown', 'no_answer', 'customer_message'],
    ['planned', 'outside_window 45015', 'call'],
  ];
  for (const [state, reason, route] of stands) {
    await bench.rows(sql`
      update delivery set state = ${state}, reason = ${reason}, route = ${route}, due_at = null, settled_at = null`);
    await walk.page(lina, '/deliveries');
  }
}

/** A customer of whom nothing is held, and one of whom something is. */
async function customerData(walk: Walk): Promise<void> {
  const wutao = await bench.desk('wutao');
  const { customerId: id } = bench.cast.customers.chenxiao;
  await walk.page(wutao, `/customers/${id}/data`);
  const hold = { subject: { type: 'customer' as const, id }, reason: '诉讼', until: null };
  await bench.server.get(LegalHolds).set(id, hold, bench.cast.staff.wutao);
  await walk.page(wutao, `/customers/${id}/data`);
}

/** What an administrator has to deal with: all that is only shown while there is some of it. */
async function troubles(): Promise<void> {
  const { account, staff } = bench.cast;
  await bench.server.get(WechatAccounts).add({
    ...{ key: 'second', originalId: 'gh_second', appId: 'wx0000000000000002', mode: 'safe' },
    ...{ appSecret: 'top-secret-app-secret', token: 'callback-token-123', aesKey: 'a'.repeat(43) },
    apiUrl: 'http://127.0.0.1:9',
  });
  await bench.rows(sql`
    insert into wechat_pause (account_id, api, until, reason)
    select id, '/cgi-bin/message/custom/send', now() + interval '1 day', 'daily_quota'
      from channel_account where key = 'second'`);
  await bench.rows(sql`
    insert into inbound_envelope (account_id, key, received_at, body, state, error, attempts)
    values (${account.id}, 'torn', now(), 'no JSON at all', 'failed', 'Error: it is torn', 3)`);
  await bench.server
    .get(Database)
    .transaction(() => bench.server.get(Jobs).enqueue('conversations.replay', { envelopeId: '1' }));
  await bench.rows(
    sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no way'`,
  );
  await bench.server.get(Employment).disable(staff.liuyang.id, staff.wutao);
  const wutao = await bench.desk('wutao');
  await wutao.get('/settings/contact');
  const rule = { source: 'message', allowance: '5', seconds: '48', unit: 'hours', since: '2036-01-07T09:00' };
  expect((await wutao.post('/settings/contact/rules', rule)).status).toBe(303);
}

async function settings(walk: Walk): Promise<void> {
  const wutao = await bench.desk('wutao');
  const { lina, zhaolei } = bench.cast.staff;
  await wutao.get('/settings');
  await join(bench.cast.staff.chenjing);
  const names = { 'name[zh-CN]': '夜班', 'name[en]': 'Nights' };
  const turns = { region: '', zone: 'Asia/Shanghai', startsOn: '2026-01-05', handover: '09:00', days: '7' };
  const places = { 'memberIds[0]': lina.id, 'memberIds[1]': zhaolei.id };
  expect((await wutao.post('/settings/oncall', { ...names, ...turns, ...places })).status).toBe(303);
  const [roster] = await bench.rows<{ key: string }>(sql`select key from roster`);
  const away = { startsAt: '2036-01-07T09:00', endsAt: '2036-01-08T09:00' };
  const instead = { memberId: lina.id, substituteId: zhaolei.id, ...away };
  expect((await wutao.post(`/settings/oncall/${roster!.key}/substitutes`, instead)).status).toBe(303);
  const robot = { ...names, vendor: 'wecom', url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' };
  expect((await wutao.post('/settings/alerting/robots', robot)).status).toBe(303);
  const scan = { 'settings[corpId]': 'ww0001', 'settings[agentId]': '1000002' };
  const provider = { ...names, ...scan, key: 'scan', secret: 'geheim-scan' };
  expect((await wutao.post('/settings/providers/new/wecom', provider)).status).toBe(303);
  const quiet = { on: 'yes', from: '22:00', to: '08:00', zone: 'Asia/Shanghai' };
  expect((await wutao.post('/settings/alerting/quiet', quiet)).status).toBe(303);
  await allFrom('/settings', walk, wutao);
  await restored(walk, wutao);
  expect((await wutao.post('/settings/channels/second/disabling')).status).toBe(303);
  await walk.page(wutao, '/settings/channels/second');
}

/** As a copy is after it was restored from a backup. */
async function restored(walk: Walk, desk: Desk): Promise<void> {
  const hold = { reason: 'restored', since: '2026-01-07T09:00:00Z', takenAt: '2026-01-07T08:00:00Z' };
  await bench.rows(sql`insert into setting (key, value) values ('held', ${JSON.stringify(hold)})`);
  await bench.server.get(Held).refresh();
  await walk.page(desk, '/settings/operations/backups');
  await bench.rows(sql`delete from setting where key = 'held'`);
  await bench.server.get(Held).refresh();
}

/** Somebody joins finance whom an administrator has to confirm. */
async function join(by: Member): Promise<void> {
  const departmentIds = [bench.cast.departments.finance];
  const invitee = {
    email: 'second@huiyin.example',
    name: '小二',
    role: 'finance_clerk' as const,
    departmentIds,
  };
  const { token } = await bench.server.get(Invitations).invite(invitee, by);
  await bench.server.get(Joinings).accept(token, { name: '小二', password: PASSWORD });
}

/** Through the pages of the settings that lead to one another. */
async function allFrom(start: string, walk: Walk, desk: Desk): Promise<void> {
  const found = new Set([start]);
  for (const path of found) {
    const { html } = await walk.page(desk, path);
    for (const [, href] of html.matchAll(/href="(\/settings\/[a-z][\w/-]*)"/g))
      if (found.size < 80) found.add(href!);
  }
}
