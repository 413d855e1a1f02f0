import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WechatContactFacts } from '../../src/channels/wechat-official/contact-facts.service.js';
import { sql } from '../../src/platform/database/index.js';
import { Replies } from '../../src/conversations/index.js';
import { Sending } from '../../src/delivery/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  lina = await bench.desk('lina');
});
afterAll(() => bench.close());

/** Returns what the page shows in that part. */
function part(html: string, testId: string): string {
  const [, found = ''] = new RegExp(`data-testid="${testId}">(.*?)</(?:dd|nav)>`, 's').exec(html) ?? [];
  return wordsOf(found).trim();
}

describe('the customer’s card', () => {
  it('the card beside a conversation or a ticket says how the customer can be reached', async () => {
    await bench.says('xiaoming', '我要退款，订单 20261120123456，68.50元');
    const talk = `/inbox/${await bench.talkOf('xiaoming')}`;
    const ticket = `/tickets/${await bench.ticketOf('xiaoming')}`;
    for (const page of [talk, ticket])
      expect(part((await lina.get(page)).html, 'reach')).toMatch(
        /^还可回复 \d\/5 条，(2天|1天23小时)后关闭$/,
      );
    await bench.rows(sql`update contact_window set closes_at = now() - interval '1 minute'`);
    expect(part((await lina.get(talk)).html, 'reach')).toBe('没有打开的回复窗口');
    await bench.says('xiaoming', { type: 'unfollowed' });
    expect(part((await lina.get(ticket)).html, 'reach')).toMatch(/^联系不上 · /);
    expect(part((await lina.get(ticket, 'en')).html, 'reach')).toMatch(/^No · /);
  });

  it('the customer’s card names the notices that the customer still allows, and how many of each', async () => {
    const factsOf = (identity: string) => bench.server.get(WechatContactFacts).of(identity);
    Object.assign(bench.paper, { factsOf });
    const { identityId } = bench.cast.customers.xiaoming;
    const { id } = bench.cast.account;
    await bench.rows(sql`
      insert into wechat_account (account_id, app_id, original_id, mode, app_secret_cipher, token_cipher, aes_key_cipher)
      values (${id}, 'wx1', 'gh_1', 'safe', '', '', '')`);
    for (const [purpose, template] of [
      ['resolved', 'sub-1'],
      ['with_department', 'sub-1'],
      ['refund_paid', 'sub-2'],
    ])
      await bench.rows(sql`
        insert into wechat_template (account_id, purpose, language, kind, template_id, fields)
        values (${id}, ${purpose}, 'zh-CN', 'subscription', ${template}, '{}')`);
    await bench.rows(sql`
      insert into wechat_consent (account_id, external_id, template_id, available, changed_at)
      select ${id}, external_id, t.id, t.available, now() from identity, (values ('sub-1', 2), ('sub-2', 0), ('gone', 3)) t (id, available)
       where identity.id = ${identityId}`);
    const { html } = await lina.get(`/inbox/${await bench.talkOf('xiaoming')}`);
    expect(part(html, 'consents')).toBe('处理完成、转到部门 × 2');
  });
});

describe('the list of deliveries', () => {
  it('the list of deliveries offers one account at a time when there are several', async () => {
    expect((await lina.get('/deliveries?state=accepted')).html).not.toContain('data-testid="accounts"');
    await bench.rows(sql`
      insert into channel_account (key, kind, name, department_id, created_at)
      select 'second', 'paper', '二号店', department_id, now() from channel_account limit 1`);
    await bench.rows(sql`update delivery set state = 'accepted', due_at = null`);
    const { html } = await lina.get('/deliveries?state=accepted');
    expect(part(html, 'accounts')).toMatch(/^全部账号 .*二号店/);
    expect(html).toContain('href="/deliveries?state&#x3D;accepted&amp;account&#x3D;second"');
    expect(html).toContain('data-testid="deliveries"');
    const other = await lina.get('/deliveries?state=accepted&account=second');
    expect(other.html).not.toContain('data-testid="deliveries"');
    expect(other.html).toMatch(/aria-current="true">二号店/);
  });
});

describe('the list of deliveries', () => {
  const current = async () => {
    const { html } = await lina.get('/deliveries');
    return wordsOf(/aria-current="page">(.*?)<\/a>/s.exec(html)?.[1] ?? '').trim();
  };
  const become = (state: string, reason: string | null, route = 'customer_message') =>
    bench.rows(
      sql`update delivery set state = ${state}, reason = ${reason}, route = ${route}, due_at = null`,
    );

  it('the list of deliveries opens on those that need a person, or else on those that were sent', async () => {
    await become('accepted', null);
    expect(await current()).toBe('平台已接收');
    await become('planned', 'no_allowance');
    expect(await current()).toMatch(/^等待发送 ?\d+$/);
    await become('refused', 'outside_window 45015');
    expect(await current()).toMatch(/^发送失败 ?\d+$/);
    await become('planned', 'outside_window 45015', 'call');
    expect(await current()).toMatch(/^待电话联系 ?\d+$/);
  });

  it('the list of deliveries gives reasons in plain words, with WeChat’s code under the details', async () => {
    await become('refused', 'outside_window 45015 rid:65f-1');
    for (const page of ['/deliveries', `/inbox/${await bench.talkOf('xiaoming')}`]) {
      const { html } = await lina.get(page);
      expect(html).toContain('客户超过回复时限未互动，或已取消关注</span>');
      expect(html).toMatch(
        /<details class="reason-details"><summary>详情<\/summary><span[^>]*>45015, rid:65f-1</,
      );
    }
  });
});

describe('the inbox', () => {
  it('the inbox goes on beyond its first page in both orders, without a gap or a repeat', async () => {
    const { departmentId, id } = bench.cast.account;
    await bench.rows(sql`
      with people as (
        insert into customer (name, created_at) select '第' || n || '位', now() from generate_series(1, 120) n returning id
      ), known as (
        insert into identity (customer_id, account_id, external_id, created_at) select id, ${id}, 'o' || id, now() from people returning id, customer_id
      ), talks as (
        insert into conversation (identity_id, customer_id, account_id, department_id, started_at, last_message_at, unanswered_since)
        select id, customer_id, ${id}, ${departmentId}, now(), now(), date_trunc('second', now()) - (id % 7) * interval '1 hour' from known returning identity_id
      )
      insert into contact_window (identity_id, source, opened_at, closes_at, allowance)
      select identity_id, 'message', now(), date_trunc('second', now()) + (identity_id % 5 + 1) * interval '1 hour', 5 from talks where identity_id % 3 > 0`);
    for (const sort of ['urgent', 'closing']) {
      const seen: string[] = [];
      for (let address = `/inbox?sort=${sort}`; address !== '';) {
        const { html } = await lina.get(address);
        const found = [...html.matchAll(/href="\/inbox\/(\d+)\?*[^"]*"/g)].map(([, talk]) => talk!);
        seen.push(...new Set(found));
        const [, older = ''] = /href="([^"]+)" rel="next"/.exec(html) ?? [];
        address = older.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
      }
      const waiting = await bench.rows(
        sql`select 1 from conversation where state <> 'ended' and unanswered_since is not null`,
      );
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, waiting.length, waiting.length]);
    }
    expect((await lina.get('/inbox?sort=closing&cursor=nonsense')).status).toBe(400);
    const first = await lina.get('/inbox?sort=closing');
    const places = [...first.html.matchAll(/id="conversation-(\d+)"/g)].map(([, talk]) => talk!);
    const closing = await bench.rows<{ id: string }>(sql`
      select c.id from conversation c join contact_window w on w.identity_id = c.identity_id and w.source = 'message'
       where c.state <> 'ended' and c.unanswered_since is not null and w.closes_at > now()
       order by w.closes_at, c.unanswered_since, c.id limit 50`);
    expect(places).toEqual(closing.map(({ id }) => id));
  });
});

describe('a reply that waits', () => {
  it('a waiting reply says that the last send is kept back and offers it, and no longer once it is used', async () => {
    await bench.says('sunli', '你们周末上班吗');
    const talk = `/inbox/${await bench.talkOf('sunli')}`;
    const { identityId } = bench.cast.customers.sunli;
    const says = (text: string, takesLast = false) =>
      bench.server.get(Replies).say(bench.cast.staff.lina, { identityId, text, takesLast });
    for (const text of ['一', '二', '三', '四', '五']) await says(text);
    await bench.server.get(Sending).drain();
    const kept = (await lina.get(talk)).html;
    expect(wordsOf(kept)).toContain('最后一条留给进度通知，等客户再次发消息');
    expect(kept).toMatch(/deliveries\/\d+\/last-send/);
    await says('六', true);
    await says('七', true);
    await bench.server.get(Sending).drain();
    const { html } = await lina.get(talk, 'en');
    expect(wordsOf(html)).toContain('no messages left, waits until the customer writes');
    expect(html.match(/last-send/g)).toHaveLength(1);
  });
});

describe('the counts of deliveries', () => {
  it('deliveries are counted among the newest thousand of a state, with a plus when there are more', async () => {
    await bench.says('wangmei', '在吗');
    const [own, others] = [await bench.talkOf('wangmei'), await bench.talkOf('sunli')];
    await bench.rows(sql`
      update conversation set department_id = ${bench.cast.departments.technical} where id = ${own}`);
    const failed = (talk: string, many: number) =>
      bench.rows(sql`
        insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, purpose, content, created_at, state)
        select 'many ' || gen_random_uuid(), c.identity_id, c.account_id, c.id, (select min(id) from message), 'reply', '{}', now(), 'gave_up'
          from conversation c, generate_series(1, ${many}) where c.id = ${talk}`);
    await failed(own, 2);
    await failed(others, 998);
    const liuyang = await bench.desk('liuyang');
    const count = async (desk: Desk) =>
      /state&#x3D;gave_up"[^>]*>[^<]*<span class="tab-count">([^<]*)</.exec(
        (await desk.get('/deliveries')).html,
      )?.[1];
    expect(await count(lina)).toBe('99+');
    await failed(others, 1);
    expect(await count(liuyang)).toBe('1+');
  });
});
