import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EscalationModule } from '../../src/escalation/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { SlaModule } from '../../src/sla/index.js';
import { Database } from '../../src/platform/database/index.js';
import { SocketWrites } from '../support/writes.js';
import { ApiDesk } from './desk.js';

interface Cost {
  statements: number;
  writes: number;
}

let desk: ApiDesk;
let writes: SocketWrites;
let statements = 0;
let customer: string;

beforeAll(async () => {
  desk = await ApiDesk.open(NotificationsModule, EscalationModule, SlaModule);
  Object.assign(desk.server.get(DataSource).logger, { logQuery: () => void (statements += 1) });
  writes = new SocketWrites(desk.server.get(Database).url);
  await desk.says('xiaohong', '你好');
  customer = desk.cast.customers.xiaohong.customerId;
});
afterAll(() => {
  writes.stop();
  return desk.close();
});

const lina = () => desk.cast.staff.lina;
const open = () => desk.post(lina(), 'tickets', { subject: '大衣的尺码', type: 'inquiry', customer });

async function costsAtMost(work: () => Promise<unknown>, most: Cost): Promise<void> {
  const { statements, writes } = await cost(work);
  expect(statements).toBeLessThanOrEqual(most.statements);
  expect(writes).toBeGreaterThan(0);
  expect(writes).toBeLessThanOrEqual(most.writes);
}

/** Takes the least of several times: what else the process did meanwhile was counted too. */
async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const seen: Cost[] = [];
  for (let time = 0; time < 8; time += 1) {
    statements = 0;
    seen.push({ writes: await writes.of(work), statements });
  }
  return {
    statements: Math.min(...seen.map((one) => one.statements)),
    writes: Math.min(...seen.map((one) => one.writes)),
  };
}

it('a ticket is opened with at most 16 statements in 9 writes to the database', async () => {
  await costsAtMost(open, { statements: 16, writes: 9 });
});

it('a note is written with at most 7 statements in 4 writes to the database', async () => {
  const { json } = await open();
  const note = () => desk.post(lina(), `tickets/${json.number}/notes`, { text: '已联系仓库' });
  await costsAtMost(note, { statements: 7, writes: 4 });
});

it('a reply is written with at most 19 statements in 11 writes to the database', async () => {
  const { json } = await open();
  const words = { text: '您好，已为您查询', takeLast: true };
  const reply = () => desk.post(lina(), `tickets/${json.number}/replies`, words);
  await reply();
  await costsAtMost(reply, { statements: 19, writes: 11 });
});

it('a ticket is read with at most 3 statements in 3 writes to the database', async () => {
  const { json } = await open();
  await costsAtMost(() => desk.as(lina(), `tickets/${json.number}`), { statements: 3, writes: 3 });
});
