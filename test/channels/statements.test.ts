import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { NotificationsModule } from '../../src/notifications/index.js';
import { EscalationModule } from '../../src/escalation/index.js';
import { SlaDefaults, SlaModule } from '../../src/sla/index.js';
import { WechatAccounts, WechatOfficialModule } from '../../src/channels/wechat-official/index.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { TicketsModule } from '../../src/tickets/index.js';
import { openCast } from '../support/cast.js';
import { openServer, type TestServer } from '../support/server.js';
import { opened } from '../story/wire.js';
import { message, safely } from './pushing.js';
import { SHOP } from './shop.js';

/** These statements open, close and lock for a transaction. They travel with others and are not counted. */
const FRAME = /^\s*(start transaction|begin|commit|savepoint|release|select pg_advisory_xact_lock)/i;
const REFUND = '我要退款，订单 20261120123456，68.50元';

let server: TestServer;
const statements: string[] = [];

beforeAll(async () => {
  const imports = [
    ...[LiveModule, JobsModule, TicketsModule],
    ...[SlaModule, EscalationModule, NotificationsModule, WechatOfficialModule],
  ];
  server = await openServer({ imports, environment: { ROLE: 'web', DEMO: 'off' } });
  await openCast(server, 'paper');
  await server.get(SlaDefaults).install();
  await server.get(WechatAccounts).add({ ...SHOP, key: 'counted' });
  const logQuery = (query: string) => void (FRAME.test(query) || statements.push(query));
  Object.assign(server.get(DataSource).logger, { logQuery });
});
afterAll(() => server.close());

test('an ordinary incoming message costs at most a dozen SQL statements', async () => {
  await costOf('oXiaoming', '你好');
  expect(await costOf('oXiaoming', '还在吗')).toBeLessThanOrEqual(12);
});

test('an incoming message that opens a ticket and is answered costs at most twenty SQL statements', async () => {
  await costOf('oXiaohong', '你好');
  await costOf('oXiaogang', REFUND);
  expect(await costOf('oXiaohong', REFUND, /T\d{6}/)).toBeLessThanOrEqual(20);
});

test('a repeated push costs no more SQL than finding its earlier answer', async () => {
  const sent = said('oXiaolan', '在吗');
  await push(sent);
  statements.length = 0;
  await push(sent);
  expect(statements.length).toBeLessThanOrEqual(3);
});

/** Counts the statements that an incoming message costs. `answered` is what its passive reply has to say. */
async function costOf(openid: string, text: string, answered?: RegExp): Promise<number> {
  statements.length = 0;
  const answer = await push(said(openid, text));
  if (answered) expect(opened(answer)).toMatch(answered);
  return statements.length;
}

function said(openid: string, text: string) {
  return safely(buildXml(message({ FromUserName: openid, Content: text })));
}

async function push({ query, body }: ReturnType<typeof safely>): Promise<string> {
  const address = `${server.url}/channels/wechat/counted?${new URLSearchParams(query).toString()}`;
  const answer = await fetch(address, { method: 'POST', body });
  expect(answer.status).toBe(200);
  return answer.text();
}
