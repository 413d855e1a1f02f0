import type { INestApplicationContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewWechatAccount } from '../../src/channels/wechat-official/account.js';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { WechatOfficialModule } from '../../src/channels/wechat-official/wechat-official.module.js';
import type { Outbound } from '../../src/delivery/index.js';
import { ClockModule } from '../../src/platform/clock/index.js';
import { ConfigModule } from '../../src/platform/config/index.js';
import { CryptoModule } from '../../src/platform/crypto/index.js';
import { Database, DatabaseModule, sql } from '../../src/platform/database/index.js';
import { EventsModule } from '../../src/platform/events/index.js';
import { configureHttp, HttpModule } from '../../src/platform/http/index.js';
import { JobOptions, JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { testConfig } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { FakeWechat } from './fake-wechat.js';

/** This is the shop's official account as its administrator entered it. */
export const SHOP: NewWechatAccount = {
  key: 'shop',
  name: '回音小店',
  originalId: 'gh_shop',
  appId: 'wx1234567890abcdef',
  appSecret: 'the secret'.replace(' ', '-'),
  token: 'callback-token',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  mode: 'safe',
};

/** Makes a notice to Wang Fang about a stage of her ticket. */
export function sentBy(accountId: string, content: Partial<Outbound['content']> = {}): Outbound {
  const account = {
    id: accountId,
    key: 'sends',
    kind: 'wechat-official',
    name: '',
    departmentId: '1',
    enabled: true,
  };
  return {
    id: '77',
    messageId: '78',
    account,
    externalId: 'oWangFang',
    purpose: 'stage',
    language: 'zh-CN',
    content: { text: '财务正在打款', ...content },
  };
}

/** Collects the routes to somebody, in the order in which they are tried. */
export async function listed(routes: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const route of routes) all.push(route);
  return all;
}

/**
 * Holds the shop's database and a `FakeWechat`. `open` starts a first program with the account `shop`, and `start`
 * starts another one on the same database.
 */
export class Shop {
  readonly wechat = new FakeWechat();
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'huiyin-data-'));
  private readonly running: INestApplicationContext[] = [];
  private database!: TestDatabase;

  /** Without a database it clones one. */
  constructor(private readonly given?: TestDatabase) {}

  async open(): Promise<NestExpressApplication> {
    this.database = this.given ?? (await cloneDatabase());
    await this.wechat.open();
    const program = await this.start();
    await program
      .get(Database)
      .run(
        sql`insert into department (key, name) values ('support', '{"zh-CN": "售后", "en": "After-sales"}')`,
      );
    await this.connect(program, {});
    return program;
  }

  async start(role = 'web'): Promise<NestExpressApplication> {
    const environment = { WECHAT_API_URL: this.wechat.url, ROLE: role };
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.with(testConfig(this.database.url, this.dataDir, environment)),
        DatabaseModule.at(this.database.url),
        ClockModule,
        CryptoModule,
        EventsModule,
        LiveModule,
        JobsModule,
        HttpModule,
        WechatOfficialModule,
      ],
    })
      .overrideProvider(JobOptions)
      .useValue(Object.assign(new JobOptions(), { pollMs: 100 }))
      .compile();
    const program = module.createNestApplication<NestExpressApplication>({
      bodyParser: false,
      logger: false,
    });
    configureHttp(program);
    await program.init();
    this.running.push(program);
    return program;
  }

  async connect(program: INestApplicationContext, account: Partial<NewWechatAccount>): Promise<string> {
    return program.get(WechatAccounts, { strict: false }).add({ ...SHOP, ...account });
  }

  async close(): Promise<void> {
    for (const program of this.running) await program.close();
    await this.wechat.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
