import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Episodes, Outbox } from '../../src/conversations/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { type Desk, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
});
afterAll(() => bench.close());

/** Keeps an envelope whose handling failed. */
async function failedEnvelope(body?: string): Promise<string> {
  const inbound = bench.paper.push(CUSTOMERS.xiaohong.openid, '我要退款,订单 20261120123456', new Date());
  const [kept] = await bench.rows<{ id: string }>(sql`
    insert into inbound_envelope (account_id, key, received_at, body, state, error, attempts)
    values (${bench.cast.account.id}, ${inbound.key}, now(), ${body ?? inbound.body}, 'failed', 'Error: the disk was <full>', 3)
    returning id`);
  return kept!.id;
}
const messages = () => bench.rows(sql`select text from message where text like '我要退款%'`);

describe('a message that could not be handled', () => {
  it('a failed message is listed with its error, and is handled once however often it is replayed', async () => {
    const id = await failedEnvelope();
    const { html } = await wutao.get('/settings/operations');
    expect(html).toContain('the disk was &lt;full&gt;');
    expect(wordsOf(html)).toContain('回音程序出错，详情见日志 详情');
    expect(wordsOf((await wutao.get('/settings')).html)).toContain('1 件事等人处理');
    const replay = linkIn(html, /action="(\/settings\/operations\/envelopes\/\d+\/replay)"/);
    expect(replay).toContain(`/${id}/`);
    await Promise.all([wutao.post(replay), wutao.post(replay), wutao.post(replay)]);
    expect(await messages()).toHaveLength(1);
    expect(wordsOf((await wutao.get('/settings/operations')).html)).toContain('所有消息都处理好了');
  });

  it('a replayed message that fails again is listed with the new reason', async () => {
    const id = await failedEnvelope('no JSON at all');
    await wutao.get('/settings/operations');
    expect((await wutao.post(`/settings/operations/envelopes/${id}/replay`)).status).toBe(303);
    const words = wordsOf((await wutao.get('/settings/operations')).html);
    expect(words).toContain('又失败了');
    expect(words).toContain('试过 4 次');
    await bench.rows(sql`update inbound_envelope set state = 'handled' where id = ${id}`);
  });

  it('a message that waits for an earlier one of the same person says so, and nobody can prefer it', async () => {
    const id = await failedEnvelope();
    await bench.rows(sql`update inbound_envelope set error = null, attempts = 0 where id = ${id}`);
    const { html } = await wutao.get('/settings/operations');
    expect(wordsOf(html)).toContain('排在同一个人较早的一条消息后面');
    expect(html).not.toContain(`/envelopes/${id}/replay`);
    await bench.rows(sql`update inbound_envelope set state = 'handled' where id = ${id}`);
  });

  it('only an administrator may replay a message', async () => {
    const id = await failedEnvelope();
    const lina = await bench.desk('lina');
    expect((await lina.post(`/settings/operations/envelopes/${id}/replay`)).status).toBe(403);
    expect(await bench.rows(sql`select state from inbound_envelope where id = ${id}`)).toEqual([
      { state: 'failed' },
    ]);
  });
});

describe('a job that gave up', () => {
  it('a job that gave up is tried again or discarded', async () => {
    const database = bench.server.get(Database);
    for (const envelopeId of ['1', '2'])
      await database.transaction(() =>
        bench.server.get(Jobs).enqueue('conversations.replay', { envelopeId }),
      );
    await bench.rows(
      sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no way'`,
    );
    const { html } = await wutao.get('/settings/operations/jobs');
    expect(html.match(/no way/g)).toHaveLength(2);
    expect(
      html.match(/<details class="reason-details"><summary>详情<\/summary><span class="figures">no way</g),
    ).toHaveLength(2);
    const jobs = '/settings/operations/jobs';
    await wutao.post(linkIn(html, /action="(\/settings\/operations\/jobs\/\d+\/retry)"/), {}, jobs);
    const rest = await wutao.get(jobs);
    await wutao.post(linkIn(rest.html, /action="(\/settings\/operations\/jobs\/\d+\/discarding)"/), {}, jobs);
    expect(wordsOf((await wutao.get(jobs)).html)).toContain('没有失败的任务');
    expect(await bench.rows(sql`select attempts from graphile_worker._private_jobs`)).toEqual([
      { attempts: 0 },
    ]);
  });
});

describe('a delivery', () => {
  it('deliveries are listed by state with their reason in words, sent again or cancelled', async () => {
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
    await bench.rows(sql`
      update delivery set state = 'unknown', reason = 'no_answer', due_at = null
       where identity_id = ${bench.cast.customers.xiaoming.identityId}`);
    const address = '/settings/operations/deliveries?state=unknown';
    const { html } = await wutao.get(address);
    expect(wordsOf(html)).toContain('微信未响应，可能已送达');
    expect(html).toContain('小明');
    await wutao.post(linkIn(html, /action="(\/settings\/operations\/deliveries\/\d+\/retry)"/), {}, address);
    const planned = await wutao.get('/settings/operations/deliveries?state=planned');
    const cancel = linkIn(planned.html, /action="(\/settings\/operations\/deliveries\/\d+\/cancelling)"/);
    await wutao.post(cancel);
    await wutao.post(cancel);
    expect(wordsOf((await wutao.get('/settings/operations/deliveries?state=cancelled')).html)).toContain(
      '已在发送或已发出，不能再改',
    );
    const states = await bench.rows(sql`select distinct state from delivery where state = 'cancelled'`);
    expect(states).toHaveLength(1);
  });
});

describe('what a test of the account sends', () => {
  it('what a test of an account sends is in no list of deliveries and in nobody’s conversations', async () => {
    const { identityId } = bench.cast.customers.wangmei;
    await bench.server.get(Database).transaction(async () => {
      const episode = await bench.server.get(Episodes).forTest(identityId);
      const plan = { identityId, episode, purpose: 'self_test', author: { kind: 'system' as const } };
      const content = { text: '自检文字' };
      await bench.server.get(Outbox).plan({ ...plan, reasonKey: 'self_test:1:text_out', content });
    });
    const before = wordsOf((await wutao.get('/settings')).html);
    await bench.rows(sql`
      update delivery set state = 'unknown', due_at = null where purpose = 'self_test'`);
    expect(wordsOf((await wutao.get('/settings')).html)).toBe(before);
    const lists = [
      '/deliveries?state=unknown',
      '/settings/operations/deliveries?state=unknown',
      '/inbox?tab=all',
    ];
    for (const list of lists) expect((await wutao.get(list)).html).not.toMatch(/自检|王梅/);
  });
});

describe('refused callbacks', () => {
  it('refused callbacks are counted by their reason', async () => {
    await fetch(`${bench.server.url}/channels/wechat/nobody?signature=x&timestamp=1&nonce=2`, {
      method: 'POST',
      body: '<xml/>',
    });
    const words = wordsOf((await wutao.get('/settings/operations/refusals')).html);
    expect(words).toMatch(/没有这个账号 1 1 1/);
  });
});

describe('the list of backups', () => {
  const address = '/settings/operations/backups';
  const read = async (language?: string) => wordsOf((await wutao.get(address, language)).html);

  it('without a backup the list says how one is taken', async () => {
    expect(await read()).toContain('还没有备份');
    expect(await read('en')).toContain('No backup yet');
  });

  it('a backup that is done, one that failed and one under way are told apart by sign and word', async () => {
    await bench.rows(sql`
      insert into backup (name, place, scheduled, encrypted, state, finished_at, bytes, row_count, file_count, error)
      values ('one', '/b', true, true, 'done', now(), 734003200, 1234567, 1, null),
             ('two', '/b', true, false, 'failed', now(), null, null, null, 'disk_full'),
             ('three', '/b', true, false, 'running', null, null, null, null, null)`);
    const { html } = await wutao.get(address);
    expect(wordsOf(html)).toMatch(/进行中 .*失败 磁盘已满 .*完成 .*1,234,567 行 · 1 个文件 · 已加密/);
    const signs = [...html.matchAll(/backup-state is-(\w+)"><svg class="icon icon-([\w-]+)"/g)];
    expect(signs.map(([, state, sign]) => [state, sign])).toEqual([
      ['running', 'hourglass-split'],
      ['failed', 'exclamation-triangle'],
      ['done', 'check-circle'],
    ]);
  });

  it('fault 9: a failed backup is explained in the language of its reader', async () => {
    await bench.rows(sql`
      insert into backup (name, place, scheduled, encrypted, state, finished_at, error)
      values ('four', '/b', true, false, 'failed', now(), 'backup_no_room')`);
    expect(await read()).toContain('失败 剩余空间不够上次备份那么大');
    expect(await read('en')).toContain('failed there is less room than the last backup took');
  });

  it('fault 9: every page of an administrator leads to where it is decided, and that page does not lead to itself', async () => {
    const leads = async (page: string) =>
      /id="held"[^]*?<\/aside>/
        .exec((await wutao.get(page)).html)![0]
        .includes('href="/settings/operations/backups"');
    await wutao.post('/settings/operations/hold');
    expect([await leads('/settings/operations'), await leads('/inbox'), await leads(address)]).toEqual([
      ...[true, true, false],
    ]);
    const refused = await wutao.post('/settings/operations/release', { original: 'perhaps' });
    expect(refused.status).toBe(422);
    expect(refused.html).not.toContain('href="/settings/operations/backups">去处理');
    await wutao.post('/settings/operations/release', { original: 'stopped' });
  });

  it('an installation that is merely held is asked to send again, and is not called a copy', async () => {
    await wutao.post('/settings/operations/hold');
    expect(await read()).toContain('恢复发送');
    expect(await read()).not.toContain('副本接管');
    expect((await wutao.post('/settings/operations/release', { original: 'stopped' })).status).toBe(303);
    expect(await read()).toContain('本系统正常发送');
  });
});

it.each([
  '/alerts',
  '/deliveries',
  '/inbox',
  '/refunds',
  '/reports/promises/tickets?metric=resolution&result=kept',
  '/settings/operations',
  '/settings/operations/deliveries',
  '/settings/operations/jobs',
  '/tickets',
])('the list %s refuses a page that does not exist', async (list) => {
  expect((await wutao.get(list)).status).toBe(200);
  expect((await wutao.get(`${list}${list.includes('?') ? '&' : '?'}cursor=7`)).status).toBe(400);
});
