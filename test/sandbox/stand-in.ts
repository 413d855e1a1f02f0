import { Clock } from '../../src/platform/clock/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import {
  type Mode,
  Sandbox,
  type SandboxAccount,
  SandboxModule,
  type SandboxPerson,
} from '../../src/sandbox/index.js';
import { openServer, type TestServer } from '../support/server.js';

export const XIAOYU = 'oSandboxXiaoyu000000000000001';
export const EMMA = 'oSandboxEmma0000000000000002';
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const TEMPLATE = 'tpl-progress';
export const SUBSCRIPTION = 'sub-progress';

export interface StandIn {
  server: TestServer;
  clock: Clock;
  sandbox: Sandbox;
  /** Posts JSON to WeChat's API with a valid token. */
  call: (path: string, body: unknown) => Promise<Record<string, unknown>>;
  /** Asks as the page does, with its form token. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
}

export interface StandInOptions {
  /** There are the two people of the tests if none are given. */
  people?: SandboxPerson[];
  /** With `all`, receipts are pushed by themselves. */
  role?: 'web' | 'all';
}

/**
 * Starts the stand-in on a port of its own with the customers of one account. Jobs wait, and the test runs the one
 * it means.
 */
export async function openStandIn(
  callbackUrl = 'http://127.0.0.1:9/',
  mode: Mode = 'safe',
  { people = PEOPLE, role = 'web' }: StandInOptions = {},
): Promise<StandIn> {
  const imports = [LiveModule, JobsModule, SandboxModule];
  const server = await openServer({ imports, environment: { ROLE: role } });
  const sandbox = server.get(Sandbox);
  await sandbox.install({ account: account(callbackUrl, mode), people });
  const proof = await proofOf(server.url);
  const ask = (path: string, init?: RequestInit) =>
    fetch(server.url + path, { ...init, headers: { ...proof, ...init?.headers } });
  return {
    server,
    clock: server.get(Clock),
    sandbox,
    ask,
    call: async (path, body) => {
      const token = await tokenOf(ask);
      const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
      return (await ask(`/sandbox/wechat/cgi-bin/${path}?access_token=${token}`, init)).json() as never;
    },
    close: () => server.close(),
  };
}

/** Returns the form token and the cookie that every gesture must carry. */
async function proofOf(url: string): Promise<Record<string, string>> {
  const page = await fetch(`${url}/sandbox`, { headers: { accept: 'text/html' } });
  const token = /name="csrf-token" content="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { accept: 'application/json', 'x-csrf-token': token, cookie };
}

export async function tokenOf(ask: StandIn['ask'], force = false): Promise<string> {
  const body = JSON.stringify({
    grant_type: 'client_credential',
    appid: 'wx1234567890abcdef',
    secret: 'the-secret',
    force_refresh: force,
  });
  const response = await ask('/sandbox/wechat/cgi-bin/stable_token', { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Makes a gesture on the page of the phone. */
export function gesture(standIn: StandIn, method: 'POST' | 'PUT', path: string, body: object = {}) {
  return standIn.ask(`/sandbox/people/${path}`, { method, body: JSON.stringify(body) });
}

/** Reads from WeChat's API with a valid token. */
export async function get(standIn: StandIn, path: string, query = ''): Promise<Record<string, unknown>> {
  const token = await tokenOf(standIn.ask);
  return (await standIn.ask(`/sandbox/wechat/cgi-bin/${path}?access_token=${token}${query}`)).json() as never;
}

export async function upload(
  standIn: StandIn,
  type: string,
  bytes: Buffer,
): Promise<Record<string, unknown>> {
  const form = new FormData();
  form.append('media', new Blob([new Uint8Array(bytes)]), 'file');
  const address = `/sandbox/wechat/cgi-bin/media/upload?type=${type}&access_token=${await tokenOf(standIn.ask)}`;
  return (await standIn.ask(address, { method: 'POST', body: form })).json() as never;
}

export function say(openid: string, text: string): [string, RequestInit] {
  return [`/sandbox/people/${openid}/messages`, { method: 'POST', body: JSON.stringify({ text }) }];
}

export async function bubblesOf(standIn: StandIn, openid: string): Promise<Record<string, unknown>[]> {
  const { data } = (await (await standIn.ask(`/sandbox/people/${openid}/bubbles`)).json()) as never;
  return data;
}

const PEOPLE = [
  { openid: XIAOYU, name: '陈晓雨', language: 'zh-CN' },
  { openid: EMMA, name: 'Emma Clarke', language: 'en' },
];

function account(callbackUrl: string, mode: Mode): SandboxAccount {
  return {
    appId: 'wx1234567890abcdef',
    originalId: 'gh_0123456789ab',
    name: '回音商城',
    appSecret: 'the-secret',
    token: 'the-token',
    aesKey: AES_KEY,
    mode,
    callbackUrl,
    menu: [{ key: 'progress', name: { 'zh-CN': '查进度', en: 'My progress' } }],
    templates: [
      {
        id: TEMPLATE,
        title: { 'zh-CN': '服务进度提醒', en: 'Progress of your request' },
        fields: [{ key: 'thing1', label: { 'zh-CN': '进度', en: 'Stage' } }],
      },
      {
        id: SUBSCRIPTION,
        kind: 'subscription',
        title: { 'zh-CN': '进展提醒', en: 'Progress' },
        fields: [{ key: 'thing1', label: { 'zh-CN': '进度', en: 'Stage' } }],
      },
    ],
  };
}
