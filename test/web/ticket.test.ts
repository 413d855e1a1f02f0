import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type Desk, statementsOf, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
let zhaolei: Desk;
let wangfang: Desk;
let chenjing: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, zhaolei, wangfang, chenjing] = await Promise.all([
    bench.desk('lina'),
    bench.desk('zhaolei'),
    bench.desk('wangfang'),
    bench.desk('chenjing'),
  ]);
});
afterAll(() => bench.close());

async function stolen(): Promise<string> {
  await bench.rows(sql`update ticket set status = 'closed'`);
  await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
  return bench.ticketOf('xiaoming');
}

async function refundTicket(): Promise<string> {
  await bench.rows(sql`update ticket set status = 'closed'`);
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  return bench.ticketOf('xiaohong');
}

async function atFinance(): Promise<string> {
  const number = await refundTicket();
  await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: '请退款' });
  const [offer] = await bench.rows<{ id: string }>(
    sql`select id from handoff where state = 'offered' order by id desc limit 1`,
  );
  await wangfang.post(`/tickets/${number}/handoffs/${offer!.id}/acceptance`);
  return number;
}

describe("a ticket's page", () => {
  it('the page of a ticket says what has to happen, by whom, until when and why, in both languages', async () => {
    const number = await stolen();
    const chinese = wordsOf((await lina.get(`/tickets/${number}`)).html);
    expect(chinese).toContain('需要有人认领');
    expect(chinese).toMatch(/两个信号|账号被盗/);
    const english = await lina.get(`/tickets/${number}`, 'en');
    expect(wordsOf(english.html)).toContain('Somebody has to take it');
    expect(english.html).toMatch(/class="now"[\s\S]*data-controller="clock"/);
    expect(english.html).toContain('priority-P0');
    expect(wordsOf(english.html)).not.toMatch(/\b(now|act|event|ticket|queue|promise)\.[a-z_]+\b/);
  });

  it('the page of a ticket says who reads a text, and after its resolution who resolved it', async () => {
    const number = await stolen();
    const open = await lina.get(`/tickets/${number}`, 'en');
    expect(wordsOf(open.html)).toContain('For colleagues: the customer does not see it');
    await lina.post(`/tickets/${number}/resolution`, { note: '已冻结，客户已改密码' });
    await bench.rows(sql`update ticket set assignee_id = null where number = ${number.slice(1)}`);
    const { html } = await lina.get(`/tickets/${number}`);
    expect(/class="now-who">([^<]*)</.exec(html)?.[1]).toBe('售后 · 由李娜解决');
  });

  it('the page of a ticket shows what the customer came for before', async () => {
    const before = await refundTicket();
    const number = await refundTicket();
    const words = wordsOf((await lina.get(`/tickets/${number}`)).html);
    expect(words).toMatch(new RegExp(`进行中的工单 .*${number} .*以前的工单 ${before} 我要退款`));
    expect(wordsOf((await lina.get(`/tickets/${await stolen()}`)).html)).not.toContain(before);
  });

  it('the page of a ticket has one address', async () => {
    const number = await stolen();
    const spelled = await lina.get(`/tickets/${number.toLowerCase()}`);
    expect([spelled.status, spelled.location]).toEqual([302, `/tickets/${number}`]);
    expect((await lina.get(`/search?q=${number.slice(1)}`)).location).toBe(`/tickets/${number}`);
    expect((await lina.get('/search?q=小明')).location).toContain('/tickets?');
  });

  it('other departments neither find the page of a ticket nor can do anything to it', async () => {
    const number = await stolen();
    const acts = [
      'claim',
      'release',
      'assignment',
      'correction',
      'handoffs',
      'waiting',
      'holds',
      'resumption',
      'resolution',
      'reopening',
      'words',
      'milestones/freeze',
      'refund',
    ];
    const tried = [
      await wangfang.get(`/tickets/${number}`),
      ...(await Promise.all(
        acts.map((act) =>
          wangfang.post(`/tickets/${number}/${act}`, {
            text: 'x',
            reason: 'x',
            note: 'x',
            order: '1',
            amount: '1',
            currency: 'CNY',
          }),
        ),
      )),
    ];
    expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 404));
    expect((await wangfang.get(`/search?q=${number}`)).location).toContain('/tickets?');
  });

  it('the page of a ticket names its milestones until somebody says that one is reached', async () => {
    const number = await stolen();
    const button = `/tickets/${number}/milestones/freeze`;
    expect((await lina.get(`/tickets/${number}`)).html).toContain(button);
    expect((await lina.post(button)).status).toBe(303);
    const page = await lina.get(`/tickets/${number}`);
    expect(page.html).not.toContain(button);
    expect(wordsOf(page.html)).toContain('冻结');
    expect((await lina.post(`/tickets/${number}/milestones/none`)).status).toBe(404);
  });

  it('the page of a ticket asks the database at most a dozen times', async () => {
    const number = await atFinance();
    await wangfang.post(`/tickets/${number}/refund`, {
      order: '20261120123456',
      amount: '68.50',
      currency: 'CNY',
      reason: '质量问题',
    });
    await chenjing.get(`/tickets/${number}`);
    expect(await statementsOf(() => chenjing.get(`/tickets/${number}`))).toBeLessThanOrEqual(12);
  });
});

describe('two members who claim one ticket', () => {
  it('a member who claims a ticket too late is told on the same page who has it', async () => {
    const number = await stolen();
    expect(await lina.post(`/tickets/${number}/claim`)).toMatchObject({
      status: 303,
      location: `/tickets/${number}`,
    });
    const late = await zhaolei.post(`/tickets/${number}/claim`);
    expect(late.status).toBe(409);
    expect(wordsOf(late.html)).toMatch(/李娜 已经认领 · *\d+秒/);
    expect(late.html).toMatch(/data-testid="owner">\s*李娜/);
    expect(late.html).not.toContain('data-testid="claim"');
  });
});

describe('a form that is refused', () => {
  it('a refused form comes back open, with what was typed and what is wrong beside it', async () => {
    const number = await stolen();
    const hold = await lina.post(`/tickets/${number}/holds`, {
      reason: '等仓库盘点',
      until: '2020-01-01T10:00',
    });
    expect(hold.status).toBe(422);
    expect(hold.html).toMatch(/等仓库盘点<\/textarea>/);
    expect(wordsOf(hold.html)).toContain('请选一个将来的时间');
    expect(hold.html).toMatch(/<details[^>]*open[^>]*>\s*<summary[^>]*data-testid="hold"/);
    const handoff = await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: ' ' });
    expect(handoff.status).toBe(422);
    expect(handoff.html).toMatch(/value="finance" selected/);
    const resolution = await lina.post(`/tickets/${number}/resolution`, { note: '' });
    expect([resolution.status, /id="resolve-note-error"/.test(resolution.html)]).toEqual([422, true]);
  });

  it('a correction refused because a colleague was faster keeps what was typed', async () => {
    const number = await stolen();
    await zhaolei.post(`/tickets/${number}/claim`);
    const form = {
      subject: '新的标题',
      type: 'complaint',
      priority: 'P2',
      version: '1',
      order: '',
      amount: '',
    };
    const late = await lina.post(`/tickets/${number}/correction`, form);
    expect(late.status).toBe(409);
    expect(late.html).toContain('value="新的标题"');
    const version = /name="version" value="(\d+)"/.exec(late.html)![1]!;
    expect((await lina.post(`/tickets/${number}/correction`, { ...form, version })).status).toBe(303);
    expect(wordsOf((await lina.get(`/tickets/${number}`)).html)).toContain('新的标题');
  });
});

describe('replies and notes', () => {
  it('a text goes to the customer as a reply, and stays inside as a note', async () => {
    const number = await stolen();
    await lina.post(`/tickets/${number}/words`, { as: 'reply', text: '正在为您冻结账号' });
    await lina.post(`/tickets/${number}/words`, { as: 'note', text: '已联系风控' });
    const said = await bench.rows(
      sql`select text from message where direction = 'out' and author_kind = 'member' order by id desc limit 1`,
    );
    expect(said).toEqual([{ text: '正在为您冻结账号' }]);
    const { html } = await lina.get(`/tickets/${number}`);
    expect(html).toMatch(/moment-us[\s\S]*正在为您冻结账号/);
    expect(html).toMatch(/moment-note[\s\S]*已联系风控/);
  });

  it('a text is not sent by a form that does not say to whom', async () => {
    const number = await stolen();
    await lina.post(`/tickets/${number}/words`, { text: '这句话没有说给谁' });
    expect(await bench.rows(sql`select 1 from message where text = '这句话没有说给谁'`)).toEqual([]);
  });
});

describe('a handoff between departments', () => {
  it('a ticket is handed over with a note that the other department reads before it accepts', async () => {
    const number = await refundTicket();
    await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: '已核对，请退款' });
    const offered = await wangfang.get(`/tickets/${number}`);
    expect(wordsOf(offered.html)).toContain('财务需要接收这张工单');
    expect(offered.html).toMatch(/moment-inside[\s\S]*已核对，请退款/);
    const [offer] = await bench.rows<{ id: string }>(sql`select id from handoff where state = 'offered'`);
    const returned = await wangfang.post(`/tickets/${number}/handoffs/${offer!.id}/return`, { reason: '' });
    expect([returned.status, /id="return-reason-error"/.test(returned.html)]).toEqual([422, true]);
    await wangfang.post(`/tickets/${number}/handoffs/${offer!.id}/acceptance`);
    const { html } = await wangfang.get(`/tickets/${number}`);
    expect(html).toMatch(/station-now[\s\S]{0,200}财务/);
    expect(html).toMatch(/id="refund-order"[^>]*value="20261120123456"/);
    expect(html).toMatch(/id="refund-amount"[^>]*value="68.50"/);
  });
});

describe('a refund', () => {
  it('a refund asked for at another desk is to be handed to finance, who alone can approve it', async () => {
    const number = await refundTicket();
    const wish = { order: '20261120123456', amount: '68.50', currency: 'CNY', reason: '质量问题' };
    await lina.post(`/tickets/${number}/refund`, wish);
    const { html } = await lina.get(`/tickets/${number}`, 'en');
    expect(wordsOf(html)).toContain('Hand it to Finance, who approve the refund of CN¥68.50');
  });

  it('a refund requested by one member and approved by another closes its ticket when it is paid', async () => {
    const number = await atFinance();
    const wrong = await wangfang.post(`/tickets/${number}/refund`, {
      order: '20261120123456',
      amount: '六十八',
      currency: 'CNY',
      reason: '质量问题',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/id="refund-amount"[^>]*value="六十八"/);
    await wangfang.post(`/tickets/${number}/refund`, {
      order: '20261120123456',
      amount: '68.50',
      currency: 'CNY',
      reason: '质量问题',
    });
    const [refund] = await bench.rows<{ id: string }>(sql`select id from refund order by id desc limit 1`);
    const own = await wangfang.get(`/tickets/${number}`);
    expect(own.html).not.toContain(`/refunds/${refund!.id}/approvals`);
    expect(wordsOf(own.html)).toContain('需由其他财务同事批准');
    expect((await wangfang.post(`/refunds/${refund!.id}/approvals`)).status).toBe(403);
    const approved = await chenjing.post(
      `/refunds/${refund!.id}/approvals`,
      { version: '1' },
      '/refunds?state=requested',
    );
    expect([approved.status, approved.location]).toEqual([303, '/refunds?state=requested']);
    const blank = await wangfang.post(`/refunds/${refund!.id}/payment`, { version: '2', voucher: ' ' });
    expect([blank.status, blank.html.includes(`id="voucher-${refund!.id}-error"`)]).toEqual([422, true]);
    await wangfang.post(`/refunds/${refund!.id}/payment`, { version: '2', voucher: 'PZ20261121001' });
    const { html } = await wangfang.get(`/tickets/${number}`);
    expect(html).toContain('status-closed');
    expect(wordsOf(html)).toContain('已打款 ¥68.50，凭证 PZ20261121001');
    expect((await lina.post(`/refunds/${refund!.id}/rejection`, { version: '3', reason: 'x' })).status).toBe(
      403,
    );
  });
});

describe('the explanation of a deadline', () => {
  it('members who see a ticket are told on demand why a deadline is when it is', async () => {
    const number = await stolen();
    const path = /src="(\/tickets\/T\d+\/promises\/\d+)"/.exec(
      (await lina.get(`/tickets/${number}`)).html,
    )![1]!;
    expect(wordsOf((await lina.get(path, 'en')).html)).toMatch(/promises .+ Due/);
    expect((await wangfang.get(path)).status).toBe(404);
  });
});
