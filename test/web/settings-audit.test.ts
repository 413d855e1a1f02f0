import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Audit } from '../../src/platform/audit/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Held } from '../../src/platform/held/index.js';
import { AfterAnswer, Refusals } from '../../src/platform/http/index.js';
import { ApiTokens, Employment } from '../../src/staff/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
let lina: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  lina = await bench.desk('lina');
});
afterAll(() => bench.close());

const lines = (html: string) => [...html.matchAll(/<li id="audit-(\d+)">/g)].map(([, id]) => Number(id));
const acts = (action: string) =>
  bench.rows<{ actorId: string; address: string; before: unknown; after: unknown }>(
    sql`select actor_id, address, before, after from audit where action = ${action} order by id`,
  );

describe('fault 37: the page of who did what', () => {
  it('the page is empty in words where nothing fits, and leads back to everything', async () => {
    const { html } = await wutao.get('/settings/audit?from=2001-01-01&to=2001-01-01');
    expect(lines(html)).toEqual([]);
    expect(wordsOf(html)).toContain('没有记录');
    expect(html.match(/href="\/settings\/audit" ?[^>]*>[^<]*清除筛选/g)).toHaveLength(2);
  });

  it('a change is told with who made it, from where, what it was and what it is, in both languages', async () => {
    const id = bench.cast.departments.technical;
    await wutao.post(`/settings/departments/${id}`, {
      'name[zh-CN]': '技术二部',
      'name[en]': 'Technical two',
    });
    const { html } = await wutao.get('/settings/audit?action=department.renamed');
    const said = wordsOf(html);
    for (const part of ['吴涛', '修改了部门名称', '技术二部', 'Technical two', '127.0.0.1'])
      expect(said).toContain(part);
    expect(wordsOf((await wutao.get('/settings/audit', 'en')).html)).toContain('renamed a department');
  });

  it('a change of role names what it was and what it is', async () => {
    const { zhaolei, wutao: admin } = bench.cast.staff;
    await bench.server.get(Employment).change(zhaolei.id, { role: 'lead', departmentIds: [] }, admin);
    const [row] = await acts('member.changed');
    expect(row).toMatchObject({
      before: { role: 'agent', departments: ['support'] },
      after: { role: 'lead', departments: [] },
    });
  });

  it('what it was and what it is are told in the words of the reader, not in those of the program', async () => {
    const said = async (language: string) =>
      wordsOf((await wutao.get('/settings/audit?action=member.changed', language)).html);
    expect(await said('zh-CN')).toMatch(/角色 客服 主管 部门 售后 无/);
    expect(await said('en')).toMatch(/Role Agent Team lead Departments After-sales none/);
    await bench.server.get(Held).hold(bench.cast.staff.wutao);
    await bench.server.get(Held).release(bench.cast.staff.wutao);
    const { html } = await wutao.get('/settings/audit?action=installation.released');
    expect(wordsOf(html)).toMatch(/开始时间 .+GMT\+8.* 原因 人工暂停/);
    expect(html).not.toContain('>1</a>');
  });

  it('facts of calendars, rosters and templates have words, and hours are told from one time to another', async () => {
    const after = {
      ...{ week: { mon: [['09:00', '22:00']] }, memberIds: [6, 2], type: 'service', hollow: {} },
      resolved: { language: 'zh-CN', templateId: 'tpl-1' },
      warnings: [{ share: 0.5 }],
    };
    const subject = { type: 'calendar', id: 'late' } as const;
    await bench.server.get(Audit).record({ action: 'calendar.added', subject, after });
    const told = wordsOf((await wutao.get('/settings/audit?action=calendar.added', 'en')).html);
    expect(told).toContain('Week › Mon 09:00–22:00');
    expect(told).toContain('Members by number 6, 2');
    expect(told).toContain('Type service account');
    expect(told).toContain('Solved › Language 中文');
    expect(told).toContain('Solved › Template ID tpl-1');
    expect(told).toContain('Warnings share 0.5');
    expect(told).not.toContain('hollow');
  });

  it('fault 9: who fails to sign in is somebody who is not signed in, and not the program', async () => {
    const form = await fetch(`${bench.server.url}/login`);
    const cookie = form.headers.get('set-cookie')!.split(';')[0]!;
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await form.text())![1]!;
    const typed = { email: 'lina@huiyin.example', password: 'not her password', _csrf: csrf };
    const body = new URLSearchParams(typed);
    await fetch(`${bench.server.url}/login`, { method: 'POST', headers: { cookie }, body });
    await bench.server.get(AfterAnswer).settled();
    const failed = '/settings/audit?action=member.sign_in_failed';
    expect(wordsOf((await wutao.get(failed)).html)).toContain('未登录的人');
    expect(wordsOf((await wutao.get(failed, 'en')).html)).toMatch(
      /Somebody not signed in .*Why wrong password/,
    );
    expect(lines((await wutao.get(`${failed}&member=nobody`)).html)).toHaveLength(1);
    expect(lines((await wutao.get(`${failed}&member=system`)).html)).toHaveLength(0);
  });

  it('the list is filtered by person, action, subject and day', async () => {
    const { wutao: admin } = bench.cast.staff;
    const all = lines((await wutao.get('/settings/audit')).html);
    const byHim = lines((await wutao.get(`/settings/audit?member=${admin.id}`)).html);
    const bySystem = lines((await wutao.get('/settings/audit?member=system')).html);
    expect(byHim.length).toBeGreaterThan(0);
    expect(bySystem.filter((id) => byHim.includes(id))).toEqual([]);
    const of = lines((await wutao.get(`/settings/audit?subjectType=member&subjectId=${admin.id}`)).html);
    expect(of.length).toBeGreaterThan(0);
    expect(of.length).toBeLessThan(all.length);
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
    expect(lines((await wutao.get(`/settings/audit?from=${today}&to=${today}`)).html)).toEqual(all);
  });

  it('the list is paged by key: no row is missed or shown twice while rows are added', async () => {
    const audit = bench.server.get(Audit);
    for (let n = 0; n < 120; n += 1)
      await audit.record({ action: 'report.exported', subject: { type: 'paging', id: `${n}` } });
    const seen: number[] = [];
    for (let path: string | undefined = '/settings/audit?subjectType=paging'; path;) {
      const { html } = await wutao.get(path);
      seen.push(...lines(html));
      await audit.record({ action: 'report.exported', subject: { type: 'paging', id: 'meanwhile' } });
      const next = /href="([^"]*)" rel="next"/.exec(html)?.[1];
      path = next?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it('the export holds every row of the filter and is on the list itself', async () => {
    const { status, html } = await wutao.get('/settings/audit/export?subjectType=paging', 'en');
    expect(status).toBe(200);
    const rows = html.trim().split('\r\n');
    expect(rows[0]).toContain('No.,When,Who');
    expect(rows.length).toBeGreaterThan(120);
    expect(rows[1]).toContain('exported a report');
    expect(await acts('audit.exported')).toMatchObject([
      { actorId: bench.cast.staff.wutao.id, after: { subjectType: 'paging' } },
    ]);
  });

  it('an administrator’s program reads the same list, and nobody else does', async () => {
    const ask = async (member: 'wutao' | 'lina', query: string) => {
      const { id } = bench.cast.staff[member];
      const { token } = await bench.server.get(ApiTokens).create(id, 'audit', bench.cast.staff[member]);
      return fetch(`${bench.server.url}/api/v1/audit${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
    };
    const page = (await (await ask('wutao', '?action=department.renamed')).json()) as { data: object[] };
    expect(page.data[0]).toMatchObject({
      by: { kind: 'member', name: '吴涛' },
      action: 'department.renamed',
      subject: { type: 'department', id: bench.cast.departments.technical },
    });
    expect((await ask('wutao', '?from=2026-13-01')).status).toBe(400);
    expect((await ask('lina', '')).status).toBe(403);
  });
});

describe('fault 37: signing in and what is refused is on the list', () => {
  it('a sign-in, a failure and a sign-out name the member and the address', async () => {
    expect((await acts('member.signed_in')).every(({ address }) => address !== null)).toBe(true);
    const visitor = (await import('./workbench.js')).Desk.visitor(bench.server.url);
    await visitor.get('/login');
    await visitor.post('/login', { email: 'lina@huiyin.example', password: 'not-the-password' });
    await bench.server.get(AfterAnswer).settled();
    const [failure] = await bench.rows(
      sql`select subject_id, address, after from audit where action = 'member.sign_in_failed'`,
    );
    expect(failure).toMatchObject({
      subjectId: bench.cast.staff.lina.id,
      address: '127.0.0.1',
      after: { reason: 'password' },
    });
  });

  it('a refused right is on the list with who tried what, so many times a minute', async () => {
    for (let n = 0; n < 25; n += 1) expect((await lina.get('/settings/audit')).status).toBe(403);
    await bench.server.get(Refusals).settled();
    const rows = await bench.rows<{ subjectId: string }>(sql`
      select subject_id from audit where action = 'right.refused' and actor_id = ${bench.cast.staff.lina.id}
         and subject_id = 'GET /settings/audit'`);
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.length).toBeLessThanOrEqual(20);
  });

  it('whoever looks at a phone number or takes a report away is on the list', async () => {
    await bench.says('xiaoming', '我要投诉，商品破损');
    const { customerId } = bench.cast.customers.xiaoming;
    await lina.post(`/customers/${customerId}/phone`);
    expect(await acts('customer.phone_revealed')).toMatchObject([{ actorId: bench.cast.staff.lina.id }]);
    await lina.get('/reports/promises.csv');
    expect((await acts('report.exported')).at(-1)).toMatchObject({ actorId: bench.cast.staff.lina.id });
  });
});

describe('fault 37: a roster belongs to a department or to the company', () => {
  const turns = {
    ...{ region: '', zone: 'Asia/Shanghai', startsOn: '2026-01-05', handover: '09:00', days: '7' },
    ...{ 'name[zh-CN]': '值班', 'name[en]': 'On call' },
  };
  const keyOf = async (departmentId: string | null) =>
    (
      await bench.rows<{ key: string }>(
        sql`select key from roster where department_id is not distinct from ${departmentId}::bigint`,
      )
    )[0]?.key;

  it('a lead neither changes nor removes the company’s roster, nor makes one for it', async () => {
    const members = { 'memberIds[0]': bench.cast.staff.lina.id };
    await wutao.get('/settings/oncall');
    expect((await wutao.post('/settings/oncall', { ...turns, ...members, department: '' })).status).toBe(303);
    const key = await keyOf(null);
    const zhangmin = await bench.desk('zhangmin');
    const { html } = await zhangmin.get('/settings/oncall');
    expect(html).not.toContain(`/settings/oncall/${key}`);
    for (const path of ['removal', 'substitutes/1/withdrawal'])
      expect((await zhangmin.post(`/settings/oncall/${key}/${path}`)).status).toBe(403);
    expect((await zhangmin.post(`/settings/oncall/${key}`, { ...turns, ...members })).status).toBe(403);
    expect((await zhangmin.post('/settings/oncall', { ...turns, ...members })).status).toBe(422);
    expect(await keyOf(null)).toBe(key);
  });

  it('a lead keeps the roster of the own department and of no other', async () => {
    const { support, technical } = bench.cast.departments;
    const members = { 'memberIds[0]': bench.cast.staff.lina.id };
    const zhangmin = await bench.desk('zhangmin');
    await zhangmin.get('/settings/oncall');
    const own = { ...turns, ...members, department: support };
    expect((await zhangmin.post('/settings/oncall', own)).status).toBe(303);
    const other = await zhangmin.post('/settings/oncall', { ...own, department: technical });
    expect(other.status).toBe(422);
    expect(other.html).toContain('data-path="department"');
    const key = await keyOf(support);
    expect((await zhangmin.get('/settings/oncall')).html).toContain(`/settings/oncall/${key}/removal`);
    expect((await zhangmin.post(`/settings/oncall/${key}/removal`)).status).toBe(303);
    const removed = await acts('roster.removed');
    expect(removed).toMatchObject([
      { actorId: bench.cast.staff.zhangmin.id, before: { department: 'support' } },
    ]);
  });
});
