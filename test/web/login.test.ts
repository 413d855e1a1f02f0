import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGINS } from '../../src/demo/index.js';
import { DemonstrationLogins } from '../../src/web/auth/index.js';
import { PASSWORD } from '../support/cast.js';
import { Desk, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

const enter = (member: string) => Desk.open(bench.server.url, `${member}@huiyin.example`);

describe('the log-in page', () => {
  it('the log-in page lists the logins of the demonstration only if they are offered', async () => {
    const page = async () => (await fetch(`${bench.server.url}/login`)).text();
    expect(await page()).not.toContain('huiyin.example');
    bench.server.get(DemonstrationLogins).offer(LOGINS);
    const html = await page();
    for (const { name, email } of LOGINS) {
      expect(html).toContain(`value="${email}"`);
      expect(html).toContain(name);
    }
    bench.server.get(DemonstrationLogins).offer([]);
  });

  it('whoever was not let in is told who gives a new password, and nobody else is', async () => {
    const desk = Desk.visitor(bench.server.url);
    expect(wordsOf((await desk.get('/login', 'en')).html)).not.toContain('Forgot your password?');
    const refused = await desk.post('/login', { email: 'lina@huiyin.example', password: 'not-the-password' });
    expect(refused.status).toBe(422);
    expect(wordsOf(refused.html)).toContain('忘记密码');
  });

  it('an empty field of the log-in page stays empty', async () => {
    const html = await (await fetch(`${bench.server.url}/login`)).text();
    expect(html).toMatch(/name="email"\s+type="email"\s+value=""/);
  });
});

describe('the own account', () => {
  it('members change their own name and alias, and what was typed is kept when it is refused', async () => {
    const zhaolei = await enter('zhaolei');
    const wrong = await zhaolei.post('/profile', { name: ' ', alias: '磊磊', language: 'zh-CN' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="磊磊"');
    expect(wrong.html).toMatch(/aria-describedby="field-name-error"/);
    const done = await zhaolei.post('/profile', { name: '赵小磊', alias: '磊磊', language: 'en' });
    expect(done.location).toBe('/profile?lang=en');
    expect((await zhaolei.get('/profile')).html).toContain('value="赵小磊"');
  });

  it('a member’s new password ends the logins elsewhere', async () => {
    const [here, there] = [await enter('liuyang'), await enter('liuyang')];
    await here.get('/profile');
    const wrong = await here.post('/profile/password', { current: 'wrong', wanted: 'another password' });
    expect(wordsOf(wrong.html)).toContain('当前密码不正确');
    expect(wrong.html).not.toContain('another password');
    const done = await here.post('/profile/password', { current: PASSWORD, wanted: 'another password' });
    expect(done.status).toBe(303);
    expect((await here.get('/profile')).status).toBe(200);
    expect((await there.get('/profile')).location).toContain('/login');
  });

  it('members can end their own logins elsewhere, but not those of somebody else', async () => {
    const [here, there] = [await enter('zhoulin'), await enter('zhoulin')];
    const { html } = await here.get('/profile');
    const end = linkIn(html, /action="(\/profile\/logins\/[^"]+)"/);
    expect((await (await enter('lina')).post(end)).status).toBe(404);
    expect((await here.post(end)).status).toBe(303);
    expect((await there.get('/profile')).location).toContain('/login');
    expect((await here.get('/profile')).status).toBe(200);
  });

  it('a member makes an API token, which is shown once, and revokes it', async () => {
    const lina = await enter('lina');
    await lina.get('/profile');
    const made = await lina.post('/profile/tokens', { name: '日报脚本', 'scopes[]': 'read', days: '90' });
    expect(made.status).toBe(201);
    const token = linkIn(made.html, /id="made-token" value="([\w-]+)"/);
    const ask = () =>
      fetch(`${bench.server.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    const { html } = await lina.get('/profile');
    expect(html).toContain('日报脚本');
    expect(html).not.toContain(token);
    await lina.post(linkIn(html, /action="(\/profile\/tokens\/\d+\/revocation)"/));
    expect((await ask()).status).toBe(401);
  });
});
