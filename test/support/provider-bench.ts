import { Controller, Get, UseGuards } from '@nestjs/common';
import { SignInProvidersModule } from '../../src/channels/sign-in/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { type Member, type ProviderDraft, Providers } from '../../src/staff/index.js';
import { AuthModule, CurrentMember, SessionGuard } from '../../src/web/auth/index.js';
import { hire, type Staff } from '../staff/cast.js';
import { CookieJar } from './browser.js';
import { openServer, type TestServer } from './server.js';

@Controller('desk')
@UseGuards(SessionGuard)
class Desk {
  @Get()
  who(@CurrentMember() { name, role, departmentKeys, email }: Member): object {
    return { name, role, departments: departmentKeys, email };
  }
}

/** A small shop whose staff signs in through providers. */
export class ProviderBench {
  staff!: Staff;

  private constructor(readonly server: TestServer) {}

  static async open(): Promise<ProviderBench> {
    return new ProviderBench(
      await openServer({ imports: [AuthModule, SignInProvidersModule], controllers: [Desk] }),
    );
  }

  /** The staff as it was on the first day, and no provider. */
  async fresh(): Promise<void> {
    this.staff = await hire(this.server);
    await this.rows(sql`delete from identity_provider`);
    await this.rows(sql`delete from setting where key = 'passwords_off'`);
  }

  rows<T>(query: Sql): Promise<T[]> {
    return this.server.get(Database).rows<T>(query);
  }

  add(draft: Pick<ProviderDraft, 'kind' | 'settings' | 'secret'> & Partial<ProviderDraft>): Promise<void> {
    const name = { 'zh-CN': '公司账号', en: 'Company' };
    const usual = { key: 'company', name, linksByEmail: false, enabled: true, groups: [] };
    return this.server.get(Providers).add({ ...usual, ...draft });
  }

  browser(language = 'en'): CookieJar {
    const browser = new CookieJar(this.server.url);
    browser.plant('lang', language);
    return browser;
  }

  /** Returns the address of the provider to which the browser is led. */
  async begin(browser: CookieJar, next = '/desk', key = 'company'): Promise<string> {
    const answer = await browser.send('GET', `/login/with/${key}?next=${encodeURIComponent(next)}`);
    return answer.headers.get('location') ?? '';
  }

  /** Comes back with what the provider led to. Returns where it is led on. */
  async comeBack(browser: CookieJar, returned: string): Promise<string> {
    const { pathname, search } = new URL(returned);
    return (await browser.send('GET', pathname + search)).headers.get('location') ?? '';
  }

  /** What the log-in page says. */
  async said(browser: CookieJar): Promise<string> {
    const html = await (await browser.send('GET', '/login')).text();
    return /id="flash"[\s\S]*?<span>([^<]*)<\/span>/.exec(html)?.[1] ?? '';
  }

  async who(browser: CookieJar): Promise<object | null> {
    const answer = await browser.send('GET', '/desk');
    return answer.status === 200 ? ((await answer.json()) as object) : null;
  }

  actions(): Promise<{ action: string; subjectId: string; after: object | null }[]> {
    return this.rows(sql`select action, subject_id, after from audit order by id desc limit 12`);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

/** Where the issuer, at which the person says yes, leads the browser. */
export async function consent(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' });
  await answer.text();
  return answer.headers.get('location') ?? '';
}
