import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Classification, Handoffs } from '../../src/tickets/index.js';
import { type Desk, Workbench } from './workbench.js';

const CARD = '6222021234567890128';
const IDENTITY = '11010519491231002X';
const PHONE = '13912345678';
const PERSONAL = [CARD, IDENTITY, PHONE, '6222 0212 3456 7890 128'];
const SAID = `我要退款，68.50元，退到 6222 0212 3456 7890 128，身份证${IDENTITY}，电话${PHONE}`;

let bench: Workbench;
let lina: Desk;
let wangfang: Desk;
let number: string;
let talk: string;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, wangfang] = await Promise.all([bench.desk('lina'), bench.desk('wangfang')]);
  await bench.says('xiaohong', SAID);
  [number, talk] = [await bench.ticketOf('xiaohong'), await bench.talkOf('xiaohong')];
});
afterAll(() => bench.close());

const messageId = async () =>
  (await bench.rows<{ id: string }>(sql`select id from message order by id limit 1`))[0]!.id;

function expectNothingPersonal(html: string): void {
  for (const secret of PERSONAL) expect(html).not.toContain(secret);
}

describe('fault 12: personal numbers inside texts', () => {
  it('no list, page or form of the console shows a personal number', async () => {
    const pages = [
      '/inbox',
      `/inbox/${talk}`,
      '/tickets?tab=all',
      `/tickets/${number}`,
      '/alerts',
      '/deliveries',
    ];
    for (const path of pages) {
      for (const language of ['zh-CN', 'en']) {
        const { status, html } = await lina.get(path, language);
        expect(status, path).toBe(200);
        expectNothingPersonal(html);
      }
    }
    const { html } = await lina.get(`/inbox/${talk}`);
    expect(html).toContain('****0128');
    expect(html).toContain('139****5678');
  });

  it('the ticket holds no personal number in its subject, its fields or its search', async () => {
    const [ticket] = await bench.rows(sql`select subject, fields, search::text from ticket`);
    expectNothingPersonal(JSON.stringify(ticket));
    expect(JSON.stringify(ticket)).not.toMatch(/622202|\d{11,}/);
    expect(ticket).toMatchObject({ fields: { amount: '68.50' } });
  });

  it('nobody finds the ticket by the number of a card, and everybody by its other words', async () => {
    for (const q of [CARD, IDENTITY, PHONE])
      expect((await lina.get(`/tickets?tab=all&q=${q}`)).html).not.toContain(number);
    expect((await lina.get(`/tickets?tab=all&q=${encodeURIComponent('我要退款')}`)).html).toContain(number);
  });

  it('a member with the right reads one message in full, which an event and the audit list record', async () => {
    const id = await messageId();
    expect((await wangfang.post(`/messages/${id}/words`)).status).toBe(404);
    const shown = await lina.post(`/messages/${id}/words`);
    expect(shown.status).toBe(201);
    expect(shown.html).toContain(`<turbo-frame id="words-${id}">`);
    expect(shown.html).toContain(SAID);
    const by = bench.cast.staff.lina.id;
    expect(
      await bench.rows(sql`select actor_id, data from event where name = 'customer.words_revealed'`),
    ).toEqual([{ actorId: by, data: { messageId: id } }]);
    expect(
      await bench.rows(sql`select actor_id, subject_id, after from audit where action = 'message.revealed'`),
    ).toEqual([{ actorId: by, subjectId: id, after: null }]);
  });

  it('a department that may only read sees no button, and is refused', async () => {
    const { lina: agent } = bench.cast.staff;
    const { id } = await bench.server
      .get(Handoffs)
      .offer(agent, number, { department: 'finance', note: '请看' });
    await bench.server.get(Handoffs).withdraw(agent, id);
    const path = `/messages/${await messageId()}/words`;
    const { html } = await wangfang.get(`/tickets/${number}`);
    expectNothingPersonal(html);
    expect(html).not.toContain(path);
    expect((await lina.get(`/tickets/${number}`)).html).toContain(path);
    expect((await wangfang.post(path)).status).toBe(403);
  });

  it('the tracking page masks even what a member typed as the order', async () => {
    await bench.server
      .get(Classification)
      .correct(bench.cast.staff.lina, number, { fields: { order: CARD } });
    const html = await (await fetch(bench.server.url + (await bench.trackingPath(number)))).text();
    expectNothingPersonal(html);
    expect(html).toContain('****0128');
  });

  it('a subject or a field that a member types is kept without the number', async () => {
    const { lina: agent } = bench.cast.staff;
    const correction = { subject: `退到${CARD}`, fields: { account: IDENTITY } };
    await bench.server.get(Classification).correct(agent, number, correction);
    const [ticket] = await bench.rows(sql`select subject, fields ->> 'account' account from ticket`);
    expect(ticket).toEqual({ subject: '退到****0128', account: '****002x' });
  });
});
