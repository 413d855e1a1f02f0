import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type Desk, linkIn, railCount, statementsOf, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
let zhaolei: Desk;
let wangfang: Desk;
let xiaoming: string;
let wuyan: string;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, zhaolei, wangfang] = await Promise.all([
    bench.desk('lina'),
    bench.desk('zhaolei'),
    bench.desk('wangfang'),
  ]);
});
afterAll(() => bench.close());

describe('an empty inbox', () => {
  it('an empty inbox says what will appear, on every tab, in both languages', async () => {
    for (const tab of ['waiting', 'mine', 'all']) {
      const english = await lina.get(`/inbox?tab=${tab}`, 'en');
      expect(english.html).toContain('class="empty"');
      expect(wordsOf(english.html)).not.toMatch(/\binbox\.[a-z_.]+/);
      expect(wordsOf((await lina.get(`/inbox?tab=${tab}`)).html)).not.toContain('Nobody');
    }
  });
});

describe('the inbox', () => {
  beforeAll(async () => {
    await bench.says('wuyan', '请问羽绒服什么时候补货?');
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
    [xiaoming, wuyan] = [await bench.talkOf('xiaoming'), await bench.talkOf('wuyan')];
  });

  it('the inbox is the first page after the log-in', async () => {
    expect((await lina.get('/')).location).toBe('/inbox');
  });

  it('the inbox puts an emergency before a customer who has waited longer', async () => {
    const { html } = await lina.get('/inbox');
    const order = [...html.matchAll(/id="conversation-(\d+)"/g)].map(([, id]) => id);
    expect(order).toEqual([xiaoming, wuyan]);
    expect(html).toMatch(/talk-row-p0[\s\S]*data-controller="clock"/);
    expect(railCount(html, 'inbox')).toBe(2);
  });

  it('the inbox is closed to members who do not talk with customers', async () => {
    for (const tab of ['waiting', 'mine', 'all']) {
      const words = wordsOf((await wangfang.get(`/inbox?tab=${tab}`)).html);
      expect(words).not.toMatch(/小明|吴燕|羽绒服/);
    }
    expect((await wangfang.get(`/inbox/${wuyan}`)).status).toBe(404);
    const acts = ['replies', 'claim', 'end', 'tickets'];
    const tried = await Promise.all(
      acts.map((act) =>
        wangfang.post(`/inbox/${wuyan}/${act}`, { text: 'x', subject: 'x', type: 'inquiry' }),
      ),
    );
    expect(tried.every(({ status }) => status === 404 || status === 422)).toBe(true);
    expect(tried.map(({ html }) => wordsOf(html)).join()).not.toMatch(/吴燕|羽绒服/);
  });

  it('the inbox is searched by part of a name and by a ticket number', async () => {
    const found = async (q: string) =>
      [...(await lina.get(`/inbox?q=${q}`)).html.matchAll(/id="conversation-(\d+)"/g)].map(([, id]) => id);
    expect(await found('吴')).toEqual([wuyan]);
    expect(await found(await bench.ticketOf('xiaoming'))).toEqual([xiaoming]);
    expect(await found('%')).toEqual([]);
  });

  it('the inbox asks the database at most eight times for the list, and a dozen with a conversation', async () => {
    expect(await statementsOf(() => lina.get('/inbox'))).toBeLessThanOrEqual(8);
    expect(await statementsOf(() => lina.get(`/inbox/${xiaoming}`))).toBeLessThanOrEqual(12);
  });
});

describe('a conversation', () => {
  it('a conversation is claimed by the first, and the second is told by whom', async () => {
    expect((await lina.post(`/inbox/${wuyan}/claim`)).location).toBe(`/inbox/${wuyan}`);
    const late = await zhaolei.post(`/inbox/${wuyan}/claim?tab=all`);
    expect(late.status).toBe(409);
    expect(wordsOf(late.html)).toMatch(/李娜 已经认领 · *\d+秒/);
    expect(late.html).toContain('data-testid="no-reply"');
    expect(late.html).not.toContain('data-testid="composer"');
  });

  it('an answered conversation stays open beside the list that it has left', async () => {
    const answered = await lina.post(`/inbox/${wuyan}/replies`, { text: '下周二到货' });
    expect(answered.location).toBe(`/inbox/${wuyan}`);
    const { html } = await lina.get(`/inbox/${wuyan}`);
    expect(html).toMatch(/said-us[\s\S]*下周二到货/);
    expect(html).not.toContain(`id="conversation-${wuyan}"`);
  });

  it('a text that could not be sent stays in the conversation’s field', async () => {
    const long = '长'.repeat(5001);
    const refused = await lina.post(`/inbox/${wuyan}/replies`, { text: long });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`${long}</textarea>`);
    expect(wordsOf(refused.html)).toContain('最多 5,000 个字');
  });

  it('a text that cannot be stored is refused, and the field is named', async () => {
    const refused = await lina.post(`/inbox/${wuyan}/replies`, { text: 'a\0b' });
    expect(refused.status).toBe(400);
    expect(wordsOf(refused.html)).toContain('“text”中有无法保存的字符');
  });

  it('a conversation becomes a ticket, with errors beside the fields and what was typed kept', async () => {
    const { html } = await lina.get(`/inbox/${wuyan}`);
    expect(html).toMatch(/id="ticket-subject"[^>]*value="请问羽绒服什么时候补货\?"/);
    const wrong = await lina.post(`/inbox/${wuyan}/tickets`, {
      subject: ' ',
      type: 'complaint',
      priority: 'P1',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="ticket-subject-error"');
    expect(wrong.html).toMatch(/value="complaint" selected[\s\S]*value="P1" selected/);
    await lina.post(`/inbox/${wuyan}/tickets`, { subject: '补货提醒', type: 'inquiry', priority: '' });
    expect((await lina.get(`/inbox/${wuyan}`)).html).toContain('补货提醒');
  });

  it('a conversation shows pictures, and a placeholder for what cannot be shown', async () => {
    await bench.says('wuyan', {
      type: 'message',
      kind: 'unsupported',
      text: '',
      providerId: 'odd',
      original: 'link',
    });
    await bench.says('wuyan', { type: 'message', kind: 'image', text: '', providerId: 'pic', mediaId: 'm' });
    const words = wordsOf((await lina.get(`/inbox/${wuyan}`, 'en')).html);
    expect(words).toContain('A kind of message that cannot be shown yet');
    expect(words).toContain('The picture is being fetched');
  });

  it('a conversation can be read back through older messages', async () => {
    await bench.rows(sql`
      insert into message (conversation_id, direction, author_kind, kind, text, sent_at, created_at)
      select ${wuyan}, 'in', 'customer', 'text', 'Long ago ' || n, timestamptz '2026-01-01' + n * interval '1 minute', now() from generate_series(1, 70) n`);
    const { html } = await lina.get(`/inbox/${wuyan}`);
    expect(html).not.toContain('Long ago 1<');
    const earlier = linkIn(html, /class="thread-earlier" href="([^"]+)"/);
    const back = await lina.get(earlier);
    expect(back.html).toContain('Long ago 1<');
    expect(wordsOf(back.html)).toContain('正在看较早的消息');
  });

  it('a conversation that has ended can only be read', async () => {
    await lina.post(`/inbox/${wuyan}/end`);
    const { html } = await lina.get(`/inbox/${wuyan}`);
    expect(wordsOf(html)).toContain('对话已结束');
    expect(html).not.toContain('data-testid="composer"');
  });
});

describe("a customer's telephone", () => {
  it('a telephone number is masked until a member asks to see it, and that is recorded', async () => {
    const { html } = await lina.get(`/inbox/${xiaoming}`);
    expect(html).toContain('138****8001');
    expect(html).not.toContain('13800138001');
    const { customerId } = bench.cast.customers.xiaoming;
    expect((await wangfang.post(`/customers/${customerId}/phone`)).status).toBe(404);
    const shown = await lina.post(`/customers/${customerId}/phone`);
    expect(shown.html).toMatch(new RegExp(`<turbo-frame id="phone-${customerId}">[\\s\\S]*13800138001`));
    const looks = await bench.rows(sql`select actor_id from event where name = 'customer.phone_revealed'`);
    expect(looks).toEqual([{ actorId: bench.cast.staff.lina.id }]);
  });
});

describe('the inbox of a new installation', () => {
  beforeAll(() => bench.rows(sql`truncate channel_account cascade`));

  it('where no account is connected, the inbox leads an administrator to connect one', async () => {
    const { html } = await (await bench.desk('wutao')).get('/inbox', 'en');
    expect(wordsOf(html)).toContain('No account connected');
    expect(html).toContain('<a class="btn" href="/settings/channels">');
  });

  it('where no account is connected, the inbox tells everybody else who does that', async () => {
    const { html } = await lina.get('/inbox', 'en');
    expect(wordsOf(html)).toMatch(/No account connected.*An administrator connects/);
    expect(html).not.toContain('/settings/channels');
  });
});
