import { Database, sql } from '../../src/platform/database/index.js';
import { publicSessionId } from '../../src/platform/http/index.js';
import { ApiTokens, type Member } from '../../src/staff/index.js';
import { CookieJar } from '../support/browser.js';
import { PASSWORD } from '../support/cast.js';
import type { Program } from './program.js';
import type { World } from './world.js';

/** `agent` and `lead` belong to the department that has the ticket. */
export const STAFF = [
  'agent',
  'otherAgent',
  'unplaced',
  'clerk',
  'financeLead',
  'lead',
  'otherLead',
  'quality',
  'admin',
] as const;
/** The login of `gone` was ended and its token revoked. `disabled` still has both. */
export const STRANGERS = ['nobody', 'gone', 'disabled'] as const;
export const CALLERS = [...STRANGERS, ...STAFF];
export type StaffCaller = (typeof STAFF)[number];
export type CallerKey = (typeof CALLERS)[number];

export interface Caller {
  key: CallerKey;
  /** The cookie is sent with pages. */
  cookie: string;
  /** The form token is sent with forms. */
  csrf: string;
  /** The token is sent with the API. */
  token: string;
  /** These are sent to the wrong side, the cookie to the API and the token to pages, where they open nothing. */
  stray?: Pick<Caller, 'cookie' | 'token'>;
  /** Each caller has an address of their own, so that limits by address count them apart. */
  address: string;
}

/** These belong to `agent`, and nobody else may end them. */
export interface Belongings {
  login: string;
  apiToken: string;
}

/** Opens the callers that are named, or all of them. */
export async function openCallers(
  program: Program,
  { cast, people }: World,
  keys: readonly CallerKey[] = CALLERS,
) {
  const { lina, liuyang, wangfang, chenjing, zhangmin, zhoulin, wutao } = cast.staff;
  const members: Partial<Record<CallerKey, Member>> = {
    ...{ gone: lina, disabled: people.disabled, agent: lina, otherAgent: liuyang },
    ...{ unplaced: people.unplaced, clerk: wangfang, financeLead: chenjing, lead: zhangmin },
    ...{ otherLead: people.otherLead, quality: zhoulin, admin: wutao },
  };
  const callers = await Promise.all(keys.map((key, index) => admit(program, key, index, members[key])));
  const nobody = callers.find(({ key }) => key === 'nobody');
  if (nobody) nobody.stray = callers.find(({ key }) => key === 'admin')!;
  await program.get(Database).run(sql`update member set state = 'disabled' where id = ${people.disabled.id}`);
  return { callers, belongings: await belongingsOf(program, lina) };
}

async function admit(program: Program, key: CallerKey, index: number, member?: Member): Promise<Caller> {
  const address = `203.0.113.${index + 1}`;
  const jar = new CookieJar(program.url);
  const visitor = await csrfOn(jar, '/login');
  if (!member) return { key, address, cookie: jar.header, csrf: visitor, token: '' };
  await enter(jar, member.email, address, visitor);
  const csrf = await csrfOn(jar, '/profile');
  const { id, token } = await program.get(ApiTokens).create(member.id, 'matrix', member);
  await useOnce(program, token, address);
  if (key !== 'gone') return { key, address, cookie: jar.header, csrf, token };
  await program.get(ApiTokens).revoke(member.id, id, member);
  await endLogin(program, jar);
  return { key, address, csrf: await csrfOn(jar, '/login'), cookie: jar.header, token };
}

/** The first use of a day is written down, which a sealed program could not do. */
export async function useOnce({ url }: Program, token: string, address: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
  await (await fetch(`${url}/api/v1/departments`, { headers })).text();
}

async function enter(jar: CookieJar, email: string, address: string, _csrf: string): Promise<void> {
  const headers = { 'x-forwarded-for': address };
  const { status } = await jar.send('POST', '/login', {
    form: { email, password: PASSWORD, _csrf },
    headers,
  });
  if (status !== 303) throw new Error(`${email} was not let in: ${status}`);
}

async function csrfOn(jar: CookieJar, path: string): Promise<string> {
  const html = await (await jar.send('GET', path)).text();
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

async function endLogin(program: Program, jar: CookieJar): Promise<void> {
  const sid = /^s:([^.]+)\./.exec(decodeURIComponent(jar.cookie('huiyin_session') ?? ''))?.[1] ?? '';
  const ended = await program.get(Database).run(sql`delete from session where sid = ${sid}`);
  if (ended !== 1) throw new Error('There was no login to end');
}

/** Makes a login and a token beside those that the caller asks with. */
async function belongingsOf(program: Program, member: Member): Promise<Belongings> {
  const jar = new CookieJar(program.url);
  await enter(jar, member.email, '203.0.113.99', await csrfOn(jar, '/login'));
  const sid = /^s:([^.]+)\./.exec(decodeURIComponent(jar.cookie('huiyin_session') ?? ''))?.[1] ?? '';
  const { id } = await program.get(ApiTokens).create(member.id, 'another', member);
  return { login: publicSessionId(sid), apiToken: id };
}
