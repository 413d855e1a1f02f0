import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageFiles } from '../../src/conversations/index.js';
import { root } from '../../src/platform/config/index.js';
import { sql } from '../../src/platform/database/index.js';
import { TicketCreation } from '../../src/tickets/index.js';
import { sectionsFor } from '../../src/web/console/settings/sections.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let bench: Workbench;
let lina: Desk;
let zhaolei: Desk;
let wutao: Desk;
let wangfang: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, zhaolei, wutao, wangfang] = await Promise.all([
    bench.desk('lina'),
    bench.desk('zhaolei'),
    bench.desk('wutao'),
    bench.desk('wangfang'),
  ]);
});
afterAll(() => bench.close());

describe('bug B8: the conversation of a colleague', () => {
  it('a page that showed a free conversation does not end it after a colleague has claimed it', async () => {
    await bench.says('wuyan', '在吗');
    const talk = await bench.talkOf('wuyan');
    const seen = await wutao.get(`/inbox/${talk}`);
    expect(seen.html).toMatch(/name="holder" value=""/);
    await lina.post(`/inbox/${talk}/claim`);
    const late = await wutao.post(`/inbox/${talk}/end`, { holder: '' });
    expect([late.status, wordsOf(late.html)]).toEqual([409, expect.stringContaining('李娜')]);
    expect(late.html).toMatch(new RegExp(`name="holder" value="${bench.cast.staff.lina.id}"`));
    expect((await wutao.post(`/inbox/${talk}/end`, { holder: bench.cast.staff.lina.id })).status).toBe(303);
    expect(wordsOf((await lina.get('/alerts')).html)).toContain('吴燕');
  });
});

describe('bug B9: a colleague answers first', () => {
  it('what was typed stays on the page, with who answered, when the reply is refused', async () => {
    await bench.says('zhoujie', '请问几点关门?');
    const talk = await bench.talkOf('zhoujie');
    await lina.post(`/inbox/${talk}/replies`, { text: '九点' });
    const late = await zhaolei.post(`/inbox/${talk}/replies`, { text: '我们九点半关门' });
    expect(late.status).toBe(409);
    const kept = late.html.slice(late.html.indexOf('data-testid="kept-draft"'));
    expect(wordsOf(kept)).toContain('李娜 已先回复');
    expect(kept).toContain('>我们九点半关门</textarea>');
    expect(late.html).toContain(`data-kept-draft-key-value="${talk}"`);
    const lead = await wutao.get(`/inbox/${talk}`);
    expect(lead.html).toContain('data-testid="take-over-conversation"');
  });
});

describe('bug B11: a ticket shows the words and the pictures that its readers may see', () => {
  it('who reads a ticket made without a conversation reads the chat of that person, with its pictures', async () => {
    await bench.says('liqiang', { type: 'message', kind: 'image', text: '', mediaId: 'm', providerId: 'p' });
    const talk = await bench.talkOf('liqiang');
    const [picture] = await bench.rows<{ id: string }>(
      sql`select id from message where conversation_id = ${talk} and kind = 'image'`,
    );
    await bench.server.get(MessageFiles).keep(picture!.id, { bytes: PNG, mediaType: 'image/png' });
    expect((await wangfang.get(`/files/${picture!.id}`)).status).toBe(404);
    expect((await wangfang.get(`/inbox/${talk}`)).status).toBe(404);
    const { customerId, identityId } = bench.cast.customers.liqiang;
    const ticket = await bench.server.get(TicketCreation).create(bench.cast.staff.lina, {
      subject: '退款核对',
      type: 'refund',
      customerId,
      department: 'finance',
    });
    const [row] = await bench.rows<{ conversationId: string | null; identityId: string }>(
      sql`select conversation_id, identity_id from ticket where id = ${ticket.id}`,
    );
    expect(row).toEqual({ conversationId: null, identityId });
    const page = await wangfang.get(`/tickets/T${ticket.number}`);
    expect(page.html).toContain(`src="/files/${picture!.id}"`);
    expect((await wangfang.get(`/files/${picture!.id}`)).status).toBe(200);
    expect((await wangfang.get(`/inbox/${talk}`)).status).toBe(200);
  });
});

describe('fault 29: what a row and a page name', () => {
  it('a row of the inbox names the ticket to which its words belong, unless another is an emergency', async () => {
    await bench.says('zhengkai', '我要退款,订单 20261120123456');
    const refund = await bench.ticketOf('zhengkai');
    await bench.says('zhengkai', '另外,物流三天没有更新了');
    const talk = await bench.talkOf('zhengkai');
    const [tickets] = await bench.rows<{ count: number }>(
      sql`select count(*)::int count from ticket where conversation_id = ${talk}`,
    );
    const rowOf = async () => {
      const { html } = await lina.get('/inbox');
      return /id="conversation-(\d+)"[\s\S]*?<\/article>/g
        [Symbol.match](html)!
        .find((row) => row.startsWith(`id="conversation-${talk}"`))!;
    };
    const [quoting] = await bench.rows<{ number: string }>(sql`
      select 'T' || t.number number from ticket t join ticket_message q on q.ticket_id = t.id
        join message m on m.id = q.message_id where m.text like '另外%'`);
    expect(tickets!.count).toBeGreaterThan(0);
    expect(await rowOf()).toContain(quoting?.number ?? refund);
  });

  it('a field that a program made up is shown under its own name, and no page shows a raw key', async () => {
    const number = await bench.ticketOf('zhengkai');
    await bench.rows(sql`
      update ticket set fields = fields || '{"rootCause": "carrier"}' where number = ${number.slice(1)}`);
    const words = JSON.parse(readFileSync(join(root, 'templates/locales/en.json'), 'utf8')) as object;
    const raw = new RegExp(
      `(?<![\\w./@-])(${Object.keys(words).join('|')})\\.[a-z]\\w*(\\.\\w+)*(?![\\w/@-])`,
    );
    const talk = await bench.talkOf('zhengkai');
    const paths = [
      ...['/inbox', '/inbox?tab=all', `/inbox/${talk}`, '/tickets', `/tickets/${number}`, '/refunds'],
      ...['/reports', '/alerts', '/deliveries', '/deliveries?purpose=invented', '/settings'],
      ...sectionsFor('admin').flatMap(({ sections }) => sections.map(({ href }) => href)),
    ];
    for (const path of paths) {
      for (const language of ['zh-CN', 'en']) {
        const page = await wutao.get(path, language);
        expect([path, page.status, raw.exec(wordsOf(page.html))?.[0]]).toEqual([path, 200, undefined]);
      }
    }
    expect(wordsOf((await wutao.get(`/tickets/${number}`)).html)).toContain('rootCause');
  }, 60_000);
});
