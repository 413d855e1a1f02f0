import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock, ClockModule } from '../../src/platform/clock/index.js';
import { ConfigModule } from '../../src/platform/config/index.js';
import { DatabaseModule } from '../../src/platform/database/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { type Mode, Sandbox, type SandboxAccount, SandboxModule } from '../../src/sandbox/index.js';
import { testConfig } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';

export const XIAOYU = 'oSandboxXiaoyu000000000000001';
export const EMMA = 'oSandboxEmma0000000000000002';
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const TEMPLATE = 'tpl-progress';

/** Jobs are only enqueued here; the test runs the one it means. */
@Global()
@Module({ providers: [Jobs], exports: [Jobs] })
class JobsWithoutRunner {}

export interface StandIn {
  address: string;
  clock: Clock;
  sandbox: Sandbox;
  app: NestExpressApplication;
  /** Posts JSON to the platform's API with a valid token. */
  call(path: string, body: unknown): Promise<Record<string, unknown>>;
  ask(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** The stand-in on a port of its own, with two customers of one account. */
export async function openStandIn(callbackUrl = 'http://127.0.0.1:9/', mode: Mode = 'safe'): Promise<StandIn> {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-data-'));
  const config = testConfig(database.url, dataDir);
  @Module({
    imports: [ConfigModule.with(config), DatabaseModule.at(database.url), ClockModule, JobsWithoutRunner, SandboxModule],
  })
  class StandInOnly {}
  const app = await NestFactory.create<NestExpressApplication>(StandInOnly, { bodyParser: false, logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  const address = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const sandbox = app.get(Sandbox);
  await sandbox.install({ account: account(callbackUrl, mode), people: [...PEOPLE] });
  const ask = (path: string, init?: RequestInit) => fetch(address + path, init);
  return {
    address,
    clock: app.get(Clock),
    sandbox,
    app,
    ask,
    call: async (path, body) => {
      const token = await tokenOf(ask);
      const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
      return (await ask(`/sandbox/wechat/cgi-bin/${path}?access_token=${token}`, init)).json() as never;
    },
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
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
        fields: { thing1: { 'zh-CN': '进度', en: 'Stage' } },
      },
    ],
  };
}
