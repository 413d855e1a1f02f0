import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { weekOf, WeekReport } from '../../src/reports/index.js';
import { ApiTokens } from '../../src/staff/index.js';
import { Resolutions, TicketReplies } from '../../src/tickets/index.js';
import { csvOf } from '../../src/web/console/reports/csv.js';
import { Workbench, wordsOf } from './workbench.js';

/** An hour before this is of the same month, week and day. */
const MIDST_OF_A_MONTH = new Date('2031-03-12T12:00:00+08:00');

describe('promises kept', () => {
  let bench: Workbench;
  let stolen: string;
  let refund: string;
  beforeAll(async () => {
    bench = await Workbench.open();
    await bench.server.get(Clock).moveTo(MIDST_OF_A_MONTH);
    const { lina } = bench.cast.staff;
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
    await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
    stolen = await bench.ticketOf('xiaoming');
    refund = await bench.ticketOf('xiaohong');
    await anHourAgo(stolen);
    await bench.server.get(TicketReplies).reply(lina, stolen, '先不要操作');
    await bench.server.get(TicketReplies).reply(lina, refund, '马上');
  });
  afterAll(() => bench.close());

  /** The customer has waited for the first answer an hour longer. */
  async function anHourAgo(number: string): Promise<void> {
    await bench.rows(sql`
      update timer set started_at = started_at - interval '1 hour', running_since = running_since - interval '1 hour',
             due_at = due_at - interval '1 hour', warn_at = warn_at - interval '1 hour', next_fire_at = now() - interval '1 hour'
       where metric = 'first_response' and ticket_id = (select id from ticket where number = ${number.slice(1)})`);
  }

  /** Counts them in each report, for an administrator. */
  async function brokenFirstAnswers() {
    const { wutao } = bench.cast.staff;
    const desk = await bench.desk('wutao');
    const broken = hrefs((await desk.get('/reports/promises?by=month')).html).find((href) =>
      /metric=first_response&result=broken/.test(href),
    );
    const behind = (await desk.get(broken!)).html.match(/<th scope="row">/g) ?? [];
    const lines = (await desk.get('/reports/promises.csv?by=month')).html.split('\r\n');
    const [, , , inFile] = lines.find((line) => /首次|First/.test(line))!.split(',');
    const week = weekOf(undefined, bench.server.get(Clock).now(), 'Asia/Shanghai');
    const weekly = await bench.server.get(WeekReport).rows({ departmentIds: 'all' }, week);
    const { token } = await bench.server.get(ApiTokens).create(wutao.id, 'script', wutao);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${bench.server.url}/api/v1/reports/promises?by=month`, { headers });
    const { data } = (await answer.json()) as { data: { metric: string; broken: number }[] };
    return {
      page: behind.length,
      file: Number(inFile),
      week: weekly.reduce((sum, { responseBreached }) => sum + responseBreached, 0),
      api: data.find(({ metric }) => metric === 'first_response')!.broken,
    };
  }

  const hrefs = (html: string) => [...html.matchAll(/href="(\/reports\/promises\/tickets[^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')); // prettier-ignore

  it.each(['policy', 'priority', 'department', 'tier', 'region', 'month'])(
    'targets that were met are counted by %s',
    async (by) => {
      const lina = await bench.desk('lina');
      const page = await lina.get(`/reports/promises?by=${by}`);
      expect(page.status).toBe(200);
      expect(hrefs(page.html).length).toBeGreaterThan(0);
    },
  );

  it('each number of the attainment report opens the tickets behind it', async () => {
    const lina = await bench.desk('lina');
    const page = await lina.get('/reports/promises?by=priority');
    const broken = hrefs(page.html).filter((href) => href.includes('result=broken'));
    expect(broken).toHaveLength(1);
    const behind = await lina.get(broken[0]!);
    expect(behind.html).toContain(stolen);
    expect(behind.html).not.toContain(refund);
  });

  it('the attainment report counts only the tickets that the reader may see', async () => {
    const wangfang = await bench.desk('wangfang');
    const page = await wangfang.get('/reports/promises');
    expect(hrefs(page.html)).toEqual([]);
    const lina = await bench.desk('lina');
    const [any] = hrefs((await lina.get('/reports/promises')).html);
    const behind = await wangfang.get(any!);
    expect(behind.status).toBe(200);
    expect(behind.html).not.toMatch(/T1\d{5}/);
  });

  it('a month without decided targets shows none, and a number that does not exist has no page', async () => {
    const lina = await bench.desk('lina');
    expect(hrefs((await lina.get('/reports/promises?month=2020-01')).html)).toEqual([]);
    expect((await lina.get('/reports/promises/tickets?metric=nothing&result=broken')).status).toBe(404);
  });

  it('the attainment report is available as a table for spreadsheets', async () => {
    const lina = await bench.desk('lina');
    const file = await lina.get('/reports/promises.csv?by=priority');
    expect(file.status).toBe(200);
    expect(file.html.trim().split('\r\n').length).toBeGreaterThan(1);
    expect(csvOf([['=1+1', 'a,"b"']])).toBe(`\uFEFF'=1+1,"a,""b"""\r\n`);
  });

  it('fault 22: page, week, file and API count a broken first answer of a ticket solved without a word', async () => {
    await bench.says('zhaojun', '我的账号被盗了,有人在异地登录');
    const unanswered = await bench.ticketOf('zhaojun');
    await anHourAgo(unanswered);
    const before = await brokenFirstAnswers();
    expect(before).toEqual({ page: 1, file: 1, week: 1, api: 1 });
    await bench.server.get(Resolutions).resolve(bench.cast.staff.lina, unanswered, '已冻结');
    expect(await brokenFirstAnswers()).toEqual({ page: 2, file: 2, week: 2, api: 2 });
  });

  it('administrators are told when the attainment report was not recomputed yet', async () => {
    const wutao = await bench.desk('wutao');
    expect(wordsOf((await wutao.get('/reports/promises')).html)).toMatch(/每晚复算|Recomputed every night/);
    const lina = await bench.desk('lina');
    expect(wordsOf((await lina.get('/reports/promises')).html)).not.toMatch(
      /每晚复算|Recomputed every night/,
    );
  });
});
