import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { sectionsFor } from '../../src/web/console/settings/sections.js';
import { SocketWrites } from '../support/writes.js';
import { type Desk, statementsOf, Workbench } from './workbench.js';

type Row = [page: string, statements: number, writes: number];

/** What each page asks the database at most, and in how many pieces. Two statements find out who asks. */
const AGENT: Row[] = [
  ['/inbox', 6, 4],
  ['/inbox/:talk', 12, 5],
  ['/tickets', 6, 5],
  ['/tickets?tab=all&sort=newest', 6, 5],
  ['/tickets?tab=all&q=退款', 7, 6],
  ['/tickets/:number', 11, 4],
  ['/tickets/:number/escalations', 7, 7],
  ['/refunds', 5, 4],
  ['/alerts', 4, 3],
  ['/profile', 8, 3],
];
const ADMINISTRATOR: Row[] = [
  ['/inbox', 7, 4],
  ['/tickets?tab=department', 6, 4],
  ['/tickets?tab=all&q=退款', 9, 6],
  ['/tickets/:number', 12, 4],
  ['/deliveries', 7, 4],
  ['/reports', 9, 4],
  ['/reports/promises', 7, 4],
  ['/profile', 9, 3],
  ['/profile/second-factor', 7, 6],
  ['/settings', 5, 3],
  ['/settings/staff', 8, 3],
  ['/settings/sessions', 8, 7],
  ['/settings/second-factor', 7, 6],
  ['/settings/departments', 5, 4],
  ['/settings/providers', 6, 5],
  ['/settings/channels', 6, 3],
  ['/settings/contact', 6, 5],
  ['/settings/types', 5, 4],
  ['/settings/triage', 7, 6],
  ['/settings/refunds', 6, 5],
  ['/settings/calendars', 15, 12],
  ['/settings/calendars/office', 14, 13],
  ['/settings/calendars/holidays', 8, 7],
  ['/settings/promises', 12, 5],
  ['/settings/promises/new', 11, 7],
  ['/settings/ladders', 6, 4],
  ['/settings/oncall', 7, 6],
  ['/settings/alerting', 6, 5],
  ['/settings/operations', 5, 3],
  ['/settings/operations/jobs', 5, 3],
  ['/settings/operations/deliveries', 6, 3],
  ['/settings/operations/refusals', 5, 3],
  ['/settings/operations/backups', 5, 4],
  ['/settings/retention', 6, 5],
  ['/settings/holds', 5, 4],
  ['/settings/audit', 8, 3],
];

let bench: Workbench;
let lina: Desk;
let wutao: Desk;
let writes: SocketWrites;
let talk: string;
let number: string;

beforeAll(async () => {
  bench = await Workbench.open();
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  [lina, wutao, talk, number] = await Promise.all([
    bench.desk('lina'),
    bench.desk('wutao'),
    bench.talkOf('xiaohong'),
    bench.ticketOf('xiaohong'),
  ]);
  writes = new SocketWrites(bench.server.get(Database).url);
});
afterAll(() => {
  writes?.stop();
  return bench.close();
});

/** Takes the least of several times, because what else the process did meanwhile is counted too. */
async function costOf(desk: Desk, page: string): Promise<{ statements: number; writes: number }> {
  const path = page.replace(':talk', talk).replace(':number', number);
  const seen = { statements: Infinity, writes: Infinity };
  for (let time = 0; time < 8; time += 1) {
    let wrote = 0;
    const asked = await statementsOf(async () => {
      wrote = await writes.of(async () => expect((await desk.get(encodeURI(path))).status).toBe(200));
    });
    seen.statements = Math.min(seen.statements, asked);
    seen.writes = Math.min(seen.writes, wrote);
  }
  return seen;
}

it.each(AGENT)(
  'an agent opens %s with %i statements in %i writes at most',
  async (page, statements, pieces) => {
    const cost = await costOf(lina, page);
    expect(cost.writes).toBeGreaterThan(0);
    expect(cost.statements).toBeLessThanOrEqual(statements);
    expect(cost.writes).toBeLessThanOrEqual(pieces);
  },
);

it.each(ADMINISTRATOR)(
  'an administrator opens %s with %i statements in %i writes at most',
  async (page, statements, pieces) => {
    const cost = await costOf(wutao, page);
    expect(cost.statements).toBeLessThanOrEqual(statements);
    expect(cost.writes).toBeLessThanOrEqual(pieces);
  },
);

it('each section of the settings has its bound', () => {
  const bound = ADMINISTRATOR.map(([page]) => page);
  const sections = sectionsFor('admin').flatMap((group) => group.sections.map(({ href }) => href));
  expect(sections.filter((href) => !bound.includes(href))).toEqual([]);
});
