import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { CLIENT, StandInIssuer } from '../support/stand-in-issuer.js';
import { type Desk, faultsOn, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
let issuer: StandInIssuer;
beforeAll(async () => {
  [bench, issuer] = await Promise.all([Workbench.open(), StandInIssuer.open()]);
  wutao = await bench.desk('wutao');
});
afterAll(async () => {
  issuer.close();
  await bench.close();
});

const NAMES = { 'name[zh-CN]': '公司账号', 'name[en]': 'Company' };
const company = (given: Record<string, string> = {}) => ({
  ...{ ...NAMES, key: 'company', secret: CLIENT.secret, enabled: 'yes' },
  ...{ 'settings[issuer]': issuer.url, 'settings[clientId]': CLIENT.id },
  ...{ 'groups[0][name]': 'cs', 'groups[0][role]': 'agent' },
  'groups[0][department]': bench.cast.departments.support,
  ...given,
});
const lastAct = async () =>
  (
    await bench.rows<{ action: string; before: object; after: object }>(
      sql`select action, before, after from audit order by id desc limit 1`,
    )
  )[0]!;
const usedNow = () => bench.rows(sql`update identity_provider set worked_at = now()`);

describe('the settings of sign-in', () => {
  it('without a provider the page says that everybody uses a password', async () => {
    const { html } = await wutao.get('/settings/providers');
    expect(wordsOf(html)).toContain('现在所有人都用密码登录');
  });

  it('a new provider shows the address to return to before it is saved, and keeps it', async () => {
    const { html } = await wutao.get('/settings/providers/new/oidc');
    const shown = linkIn(html, /id="return-address" value="([^"]+)"/);
    const key = linkIn(html, /name="key" value="([^"]+)"/);
    expect(shown).toBe(`http://127.0.0.1:3000/login/from/${key}`);
    expect((await wutao.get('/settings/providers/new/saml')).status).toBe(404);
  });

  it('each wrong field is said beside it, and the secret is not shown again', async () => {
    const wrong = company({
      ...{ 'settings[issuer]': 'http://id.example.com', 'settings[scope]': 'email' },
      ...{ 'groups[1][name]': 'cs', 'groups[1][role]': 'king' },
      'groups[1][department]': bench.cast.departments.support,
    });
    const { status, html } = await wutao.post('/settings/providers/new/oidc', wrong);
    expect(status).toBe(422);
    expect(Object.keys(faultsOn(html)).sort()).toEqual([
      ...['groups.1.name', 'groups.1.role', 'settings.issuer', 'settings.scope'],
    ]);
    expect(html).not.toContain(CLIENT.secret);
    expect(html).toContain('value="http://id.example.com"');
  });

  it('a provider is added, and who did it is kept without the secret', async () => {
    expect((await wutao.post('/settings/providers/new/oidc', company())).status).toBe(303);
    const act = await lastAct();
    expect(act).toMatchObject({ action: 'provider.added', after: { secrets: ['secret'], kind: 'oidc' } });
    expect(JSON.stringify(act)).not.toContain('geheim');
    const { html } = await wutao.get('/settings/providers');
    expect(wordsOf(html)).toContain('还没有人通过它登录过');
    const again = await wutao.post('/settings/providers/new/oidc', company());
    expect(faultsOn(again.html)).toHaveProperty('key');
  });

  it('the issuer of a provider never changes, so that no stored secret goes elsewhere', async () => {
    const moved = company({ secret: '', 'settings[issuer]': 'https://evil.example', 'name[en]': 'Firm' });
    expect((await wutao.post('/settings/providers/company', moved)).status).toBe(303);
    const [row] = await bench.rows<{ settings: object }>(sql`select settings from identity_provider`);
    expect(row!.settings).toMatchObject({ issuer: issuer.url });
    expect(await lastAct()).toMatchObject({ action: 'provider.changed', after: { name: { en: 'Firm' } } });
  });

  it('the test asks the issuer and says what it found', async () => {
    await wutao.post('/settings/providers/company/test');
    expect(wordsOf((await wutao.get('/settings/providers')).html)).toContain('对方回应正常');
    const away = company({ key: 'away', 'settings[issuer]': 'http://127.0.0.1:9' });
    await wutao.post('/settings/providers/new/oidc', away);
    await wutao.post('/settings/providers/away/test');
    expect(wordsOf((await wutao.get('/settings/providers')).html)).toContain('对方没有回应');
    expect((await wutao.post('/settings/providers/away/removal')).status).toBe(303);
  });

  it('passwords are turned off only after somebody came in through a provider that is on', async () => {
    const refused = await wutao.post('/settings/providers/rules/passwords', { members: 'no' });
    expect(refused.status).toBe(409);
    expect(wordsOf(refused.html)).toContain('还没有人通过身份提供方登录过');
    await usedNow();
    expect((await wutao.post('/settings/providers/rules/passwords', { members: 'no' })).status).toBe(303);
    expect(await lastAct()).toMatchObject({ action: 'passwords.rule_changed', after: { members: false } });
  });

  it('while passwords are off the last provider that works neither goes nor is switched off', async () => {
    const off = await wutao.post('/settings/providers/company', company({ secret: '', enabled: 'no' }));
    expect(off.status).toBe(409);
    expect(wordsOf(off.html)).toContain('请先重新允许密码');
    expect((await wutao.post('/settings/providers/company/removal')).status).toBe(409);
    expect(await bench.rows(sql`select from identity_provider where enabled`)).toHaveLength(1);
    expect((await wutao.post('/settings/providers/rules/passwords', { members: 'yes' })).status).toBe(303);
    expect((await wutao.post('/settings/providers/company/removal')).status).toBe(303);
    expect(await lastAct()).toMatchObject({ action: 'provider.removed', before: { kind: 'oidc' } });
  });

  it('a provider with another secret has yet to prove that it works', async () => {
    await wutao.post('/settings/providers/new/oidc', company());
    await usedNow();
    await wutao.post('/settings/providers/company', company({ secret: '' }));
    const worked = () => bench.rows(sql`select from identity_provider where worked_at is not null`);
    expect(await worked()).toHaveLength(1);
    await wutao.post('/settings/providers/company', company({ secret: 'geheim-another' }));
    expect(await worked()).toHaveLength(0);
  });
});
