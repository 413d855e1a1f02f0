import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Sending } from '../../src/delivery/index.js';
import { TypingHints } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { TicketCreation } from '../../src/tickets/index.js';
import { Profiles } from '../../src/customers/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  lina = await bench.desk('lina');
});
afterAll(() => bench.close());

/** Makes a customer who rang up, with a ticket and no chat. */
async function caller(): Promise<{ customerId: string; number: string }> {
  const { wutao } = bench.cast.staff;
  const customerId = await bench.server.get(Profiles).create({ name: '来电客户', phone: '13800138000' });
  const { number } = await bench.server
    .get(TicketCreation)
    .create(wutao, { customerId, subject: '电话里说的退款', type: 'inquiry' });
  return { customerId, number: String(number).startsWith('T') ? String(number) : `T${number}` };
}

async function code(customerId: string, number = ''): Promise<string> {
  const page = await lina.post(`/customers/${customerId}/scene`, { ticket: number });
  expect(page.status).toBe(201);
  expect(page.html).toContain('src="data:image/svg+xml;base64,');
  return bench.paper.scenes.at(-1)!;
}

describe('a code on a ticket', () => {
  it('a ticket’s code links whoever scans it to the ticket', async () => {
    const { customerId, number } = await caller();
    await bench.says('xiaoming', { type: 'scanned', scene: await code(customerId, number) });
    const [row] = await bench.rows(sql`
      select t.customer_id = i.customer_id and i.customer_id = ${customerId} as same
        from ticket t join identity i on i.id = t.identity_id where 'T' || t.number = ${number}`);
    expect(row).toEqual({ same: true });
    expect(wordsOf((await lina.get(`/tickets/${number}`)).html)).toContain('客户已扫码绑定此工单');
    await lina.post(`/tickets/${number}/words`, { as: 'reply', text: '已为您登记' });
    await bench.server.get(Sending).drain();
    expect(bench.paper.sent.at(-1)?.text).toBe('已为您登记');
  });

  it('a ticket’s code works once and for half an hour', async () => {
    const { customerId, number } = await caller();
    const scene = await code(customerId, number);
    await bench.server.get(Clock).moveTo(new Date(Date.now() + 31 * 60_000));
    await bench.says('wuyan', { type: 'followed', scene });
    await bench.server.get(Clock).backToNow();
    const withWhom = async () =>
      (
        await bench.rows<{ identityId: string | null }>(
          sql`select identity_id from ticket where 'T' || number = ${number}`,
        )
      )[0]!.identityId;
    expect(await withWhom()).toBeNull();
    const second = await code(customerId, number);
    await bench.says('wuyan', { type: 'followed', scene: second });
    const first = await withWhom();
    expect(first).not.toBeNull();
    await bench.says('xiaoming', { type: 'scanned', scene: second });
    expect(await withWhom()).toBe(first);
  });

  it('a member who may not see the customer cannot make a code', async () => {
    const { customerId, number } = await caller();
    const wangfang = await bench.desk('wangfang');
    expect((await wangfang.post(`/customers/${customerId}/scene`, { ticket: number })).status).toBe(404);
  });
});

describe('typing', () => {
  let talk: string;
  beforeEach(async () => {
    await bench.says('sunli', '在吗?');
    talk = await bench.talkOf('sunli');
  });
  const hints = () =>
    bench.rows(sql`select 1 from graphile_worker.jobs where task_identifier = 'conversations.typing'`);

  it('typing is shown once in fifteen seconds, and only for the member who holds the conversation', async () => {
    const before = (await hints()).length;
    expect((await lina.post(`/inbox/${talk}/typing`)).status).toBe(204);
    expect(await hints()).toHaveLength(before);
    await lina.post(`/inbox/${talk}/claim`);
    await lina.post(`/inbox/${talk}/typing`);
    await lina.post(`/inbox/${talk}/typing`);
    await (await bench.desk('zhaolei')).post(`/inbox/${talk}/typing`);
    expect(await hints()).toHaveLength(before + 1);
    const [{ identityId } = { identityId: '' }] = await bench.rows<{ identityId: string }>(
      sql`select identity_id from conversation where id = ${talk}`,
    );
    await bench.server.get(TypingHints).show({ identityId });
    expect(bench.paper.typed).toHaveLength(1);
  });
});
