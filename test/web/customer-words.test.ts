import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Workbench, wordsOf } from './workbench.js';

describe('fault 8, 15, 17: the pages of what a customer says', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
  });
  afterAll(() => bench.close());

  const seenIn = (html: string) => /name="seen" value="(\d+)"/.exec(html)?.[1];

  it('a page that has not seen the newest words asks before it solves, and keeps what was typed', async () => {
    await bench.says('xiaoming', '我要投诉,商品破损');
    const number = await bench.ticketOf('xiaoming');
    const lina = await bench.desk('lina');
    const seen = seenIn((await lina.get(`/tickets/${number}`)).html)!;
    await bench.says('xiaoming', '等等，还有一件');
    const refused = await lina.post(`/tickets/${number}/resolution`, { note: '已补发', seen });
    expect(refused.status).toBe(409);
    expect(wordsOf(refused.html)).toContain('客户刚刚又说：等等，还有一件');
    expect(refused.html).toContain('已补发');
    const fresh = seenIn(refused.html)!;
    expect(Number(fresh)).toBeGreaterThan(Number(seen));
    expect((await lina.post(`/tickets/${number}/resolution`, { note: '已补发', seen: fresh })).status).toBe(
      303,
    );
  });

  it('the list shows who asked for a person', async () => {
    await bench.says('xiaohong', '我要人工');
    const { html } = await (await bench.desk('lina')).get('/inbox');
    expect(html).toContain('data-testid="person-asked"');
  });

  it('an administrator sets the days of a type, and a wrong number is refused beside its field', async () => {
    const wutao = await bench.desk('wutao');
    await wutao.get('/settings/types');
    const refused = await wutao.post('/settings/types/refund', { reopenDays: '999' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('data-path="reopenDays"');
    expect((await wutao.post('/settings/types/refund', { reopenDays: '14' })).status).toBe(303);
    expect(await bench.rows(sql`select reopen_days days from ticket_type where key = 'refund'`)).toEqual([
      { days: 14 },
    ]);
    expect(wordsOf((await wutao.get('/settings/types')).html)).toContain('解决后 14 天内客户再来，重新打开');
  });
});
