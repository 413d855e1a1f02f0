import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { sectionsFor } from '../../src/web/console/settings/sections.js';
import { CookieJar } from '../support/browser.js';
import { PASSWORD } from '../support/cast.js';
import { type Desk, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
let zhangmin: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [wutao, zhangmin] = await Promise.all([bench.desk('wutao'), bench.desk('zhangmin')]);
});
afterAll(() => bench.close());

/** Returns the form of an invitation with the given fields replaced. */
const invitation = (given: Record<string, string>) => ({
  name: '韩梅',
  email: 'hanmei@huiyin.example',
  role: 'agent',
  departments: bench.cast.departments.support,
  ...given,
});
const LINK = /id="invitation-link" value="([^"]+)"/;

describe('the right to look at settings', () => {
  const ALL = ['wutao', 'zhangmin', 'chenjing', 'zhoulin', 'lina', 'wangfang'] as const;
  it.each([
    ['/settings', ALL],
    ['/profile', ALL],
    ['/settings/staff', ['wutao', 'zhangmin', 'chenjing']],
    ['/settings/departments', ['wutao']],
    ['/settings/providers', ['wutao']],
    ['/settings/calendars', ['wutao', 'zhangmin', 'chenjing', 'zhoulin']],
    ['/settings/promises', ['wutao', 'zhangmin', 'chenjing', 'zhoulin']],
    ['/settings/ladders', ['wutao']],
    ['/settings/triage', ['wutao', 'zhangmin', 'zhoulin']],
    ['/settings/channels', ['wutao']],
    ['/settings/channels/shop', ['wutao']],
    ['/settings/operations', ['wutao']],
    ['/settings/operations/jobs', ['wutao']],
    ['/settings/operations/deliveries', ['wutao']],
    ['/settings/operations/refusals', ['wutao']],
  ] as const)('the page %s is open to exactly the members who may look at it', async (path, allowed) => {
    for (const member of ALL) {
      const { status } = await (await bench.desk(member)).get(path);
      const wanted = (allowed as readonly string[]).includes(member) ? 200 : 403;
      expect(status, `${member} at ${path}`).toBe(wanted);
    }
    expect((await new CookieJar(bench.server.url).send('GET', path)).status).toBe(303);
  });

  it('a member who is turned away from settings is shown the way back', async () => {
    const lina = await bench.desk('lina');
    for (const path of ['/settings/operations', '/nowhere'])
      expect((await lina.get(path)).html).toMatch(/error-actions">\s*<a[^>]*href="\/inbox"/);
    expect(await (await new CookieJar(bench.server.url).send('GET', '/nowhere')).text()).not.toContain(
      '"/inbox"',
    );
  });

  it('the settings link to no page that is closed to the reader', async () => {
    const { html } = await (await bench.desk('lina')).get('/settings');
    expect([...html.matchAll(/class="setting-card" href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      '/profile',
    ]);
    const all = sectionsFor('admin').flatMap(({ sections }) => sections);
    expect((await wutao.get('/settings')).html.match(/class="setting-card"/g)).toHaveLength(all.length);
  });
});

describe('an invitation', () => {
  it('an invitation goes from the lead, by a link shown once, to a colleague who can then work', async () => {
    await zhangmin.get('/settings/staff');
    const made = await zhangmin.post('/settings/staff/invitations', invitation({}));
    expect(made.status).toBe(201);
    const { pathname } = new URL(linkIn(made.html, LINK));
    expect((await zhangmin.get('/settings/staff')).html).not.toContain(pathname);
    const han = new CookieJar(bench.server.url);
    const form = await (await han.send('GET', pathname)).text();
    const _csrf = linkIn(form, /name="_csrf" value="([^"]+)"/);
    const joined = await han.send('POST', pathname, { form: { name: '韩梅', password: PASSWORD, _csrf } });
    expect(joined.headers.get('location')).toBe('/inbox');
    expect((await han.send('GET', '/tickets')).status).toBe(200);
    expect((await han.send('GET', '/settings/staff')).status).toBe(403);
    expect((await new CookieJar(bench.server.url).send('GET', pathname)).status).toBe(404);
    expect(wordsOf((await zhangmin.get('/settings/staff')).html)).toContain('韩梅');
  });

  it('an invitation beyond the rights of its sender is refused, with what was typed still there', async () => {
    const wishes: Record<string, string>[] = [
      { role: 'admin' },
      { departments: bench.cast.departments.finance },
    ];
    for (const beyond of wishes) {
      const refused = await zhangmin.post(
        '/settings/staff/invitations',
        invitation({ email: 'x@y.example', ...beyond }),
      );
      expect(refused.status).toBe(403);
      expect(refused.html).toContain('value="x@y.example"');
    }
    const taken = await wutao.post(
      '/settings/staff/invitations',
      invitation({ email: 'lina@huiyin.example' }),
    );
    expect([taken.status, taken.html.includes('field-wrong')]).toEqual([409, true]);
    expect(await bench.rows(sql`select 1 from invitation where email = 'x@y.example'`)).toEqual([]);
  });

  it('an invitation is renewed, which ends the old link, and revoked', async () => {
    const made = await wutao.post('/settings/staff/invitations', invitation({ email: 'new@y.example' }));
    const old = new URL(linkIn(made.html, LINK)).pathname;
    const renewed = await wutao.post(
      linkIn(made.html, /action="(\/settings\/staff\/invitations\/\d+\/renewal)"/),
    );
    const fresh = new URL(linkIn(renewed.html, LINK)).pathname;
    const status = async (path: string) => (await new CookieJar(bench.server.url).send('GET', path)).status;
    expect([await status(old), await status(fresh)]).toEqual([404, 200]);
    await wutao.post(linkIn(renewed.html, /action="(\/settings\/staff\/invitations\/\d+\/revocation)"/));
    expect(await status(fresh)).toBe(404);
  });
});

describe('colleagues', () => {
  it('leads see the colleagues of their own departments and may change none of them', async () => {
    const words = wordsOf((await zhangmin.get('/settings/staff')).html);
    expect(words).toContain('李娜');
    expect(words).not.toContain('王芳');
    const { id } = bench.cast.staff.lina;
    const form = { role: 'admin' };
    expect((await zhangmin.post(`/settings/staff/${id}`, form)).status).toBe(403);
    expect((await zhangmin.post(`/settings/staff/${id}/disabling`)).status).toBe(403);
  });

  it('colleagues get another role and department, and lose their login at once when disabled', async () => {
    const { id } = bench.cast.staff.liuyang;
    const liuyang = await bench.desk('liuyang');
    await wutao.get('/settings/staff');
    const form = { role: 'lead', departments: bench.cast.departments.technical };
    expect((await wutao.post(`/settings/staff/${id}`, form)).status).toBe(303);
    expect((await liuyang.get('/settings/staff')).status).toBe(200);
    await wutao.post(`/settings/staff/${id}/disabling`);
    expect((await liuyang.get('/settings')).location).toContain('/login');
    await wutao.post(`/settings/staff/${id}/enabling`);
  });

  it('the last administrator keeps the role', async () => {
    const { id } = bench.cast.staff.wutao;
    const refused = await wutao.post(`/settings/staff/${id}`, { role: 'agent' });
    expect(refused.status).toBe(409);
    expect(wordsOf(refused.html)).toContain('管理员');
    expect((await wutao.get('/settings/departments')).status).toBe(200);
  });
});

describe('departments', () => {
  it('departments are added and renamed, with faults beside their fields', async () => {
    await wutao.get('/settings/departments');
    const wrong = await wutao.post('/settings/departments', {
      key: 'Big Desk',
      'name[zh-CN]': '大客户',
      'name[en]': '',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="Big Desk"');
    expect(wordsOf(wrong.html)).toContain('小写字母开头');
    const taken = await wutao.post('/settings/departments', {
      key: 'support',
      'name[zh-CN]': '客服',
      'name[en]': '',
    });
    expect(wordsOf(taken.html)).toContain('已有这个标识的部门');
    await wutao.post('/settings/departments', {
      key: 'vip',
      'name[zh-CN]': '大客户',
      'name[en]': 'Key accounts',
    });
    const { html } = await wutao.get('/settings/departments', 'en');
    expect(wordsOf(html)).toContain('Key accounts');
  });
});
