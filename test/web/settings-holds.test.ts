import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type HoldSubject, LegalHolds } from '../../src/retention/index.js';
import { type Desk, linkIn, Workbench, wordsOf } from './workbench.js';

const ADDRESS = '/settings/holds';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
});
afterAll(() => bench.close());

const words = async (language?: string) => wordsOf((await wutao.get(ADDRESS, language)).html);

function hold(subject: HoldSubject, reason: string, until: Date | null = null): Promise<string> {
  const { customerId } = bench.cast.customers.xiaoming;
  return bench.server.get(LegalHolds).set(customerId, { subject, reason, until }, bench.cast.staff.wutao);
}

describe('fault 9: one page lists all legal holds that stand', () => {
  it('where nothing is held the page says so, and where a hold is set', async () => {
    expect(await words('en')).toContain('Nothing is held A hold is set on the page of the customer');
    expect(await words('zh-CN')).toContain('没有保全');
  });

  it('each hold is listed with whom or what it is about, why, by whom and until when', async () => {
    const { customerId } = bench.cast.customers.xiaoming;
    await bench.says('xiaoming', '我要投诉,商品破损');
    const [ticket] = await bench.rows<{ id: string; number: string; conversationId: string }>(
      sql`select id, number, conversation_id from ticket where customer_id = ${customerId}`,
    );
    await hold({ type: 'customer', id: customerId }, '诉讼 2026-17');
    await hold({ type: 'ticket', id: ticket!.id }, '<审计>', new Date('2036-05-04T15:59:59Z'));
    await hold({ type: 'conversation', id: ticket!.conversationId }, '警方询问');
    const over = await hold({ type: 'customer', id: customerId }, '早已结束');
    await bench.rows(sql`update legal_hold set until = now() - interval '1 day' where id = ${over}`);
    const said = await words('en');
    const ofAll =
      /小明 · a conversation 警方询问 .* 小明 · (T\d+) &lt;审计&gt; Set by 吴涛 .* until .*2036.* 小明 · everything of this person 诉讼 2026-17 .* until somebody lifts it/;
    expect(said).toMatch(ofAll);
    expect(ofAll.exec(said)![1]).toBe(`T${ticket!.number}`);
    expect(said).not.toContain('早已结束');
    expect((await wutao.get(ADDRESS)).html).toContain(`href="/customers/${customerId}/data"`);
  });

  it('a hold that is lifted there is gone from the list, and lifting it twice does no harm', async () => {
    const { html } = await wutao.get(ADDRESS);
    const newest = linkIn(html, /action="(\/settings\/holds\/\d+\/lifting)"/);
    expect((await wutao.post(newest, {}, ADDRESS)).status).toBe(303);
    expect((await wutao.post(newest, {}, ADDRESS)).status).toBe(303);
    expect(await words()).not.toContain('警方询问');
    const lifted = await bench.rows(sql`
      select action from audit where action = 'legal_hold.lifted'`);
    expect(lifted).toHaveLength(1);
    expect((await wutao.post(`${ADDRESS}/999/lifting`, {}, ADDRESS)).location).toBe(ADDRESS);
  });

  it('only administrators open it', async () => {
    expect((await (await bench.desk('zhangmin')).get(ADDRESS)).status).toBe(403);
  });
});
