import { WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { Channels } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { TrackingLinks } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { RefundRequests } from '../../src/refunds/index.js';
import { ExportMaking, Exports, LegalHolds } from '../../src/retention/index.js';
import { Sandbox } from '../../src/sandbox/index.js';
import { Robots, Rosters } from '../../src/escalation/index.js';
import { SlaDefaults } from '../../src/sla/index.js';
import { Invitations, type Member, Members, Providers } from '../../src/staff/index.js';
import { Handoffs, TicketReplies } from '../../src/tickets/index.js';
import { type Cast, CUSTOMERS, openCast, PASSWORD } from '../support/cast.js';
import { PaperChannel } from '../support/paper-channel.js';
import type { Program } from './program.js';

const NAME = { 'zh-CN': '测试', en: 'Test' };
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/**
 * Holds what the addresses of the matrix name. `open` is offered to technical support, and `refund` is with
 * finance.
 */
export interface World {
  cast: Cast;
  people: { otherLead: Member; unplaced: Member; disabled: Member };
  /**
   * This ticket belongs to after-sales. It was offered to finance and taken back, so that finance may still look
   * at it.
   */
  ticket: string;
  open: string;
  refund: string;
  ids: Record<
    'talk' | 'customer' | 'delivery' | 'message' | 'timer' | 'handoff' | 'refund' | 'invitation' | 'alert',
    string
  >;
  tokens: Record<'tracking' | 'file' | 'invitation', string>;
}

/** Makes a shop that has one of everything. */
export async function openWorld(program: Program): Promise<World> {
  const cast = await openCast(program, 'paper');
  await program.get(SlaDefaults).install();
  const builder = new WorldBuilder(program, cast);
  const people = await builder.hire();
  await builder.settings();
  await builder.keep();
  return { cast, people, ...(await builder.tickets()) };
}

class WorldBuilder {
  private readonly paper = new PaperChannel();

  constructor(
    private readonly program: Program,
    private readonly cast: Cast,
  ) {
    program.get(Channels).register(this.paper);
  }

  async hire(): Promise<World['people']> {
    const { technical, support } = this.cast.departments;
    const hire = (name: string, role: Member['role'], departmentIds: string[]) =>
      this.program
        .get(Members)
        .create({ name, email: `${name}@huiyin.example`, role, departmentIds, password: PASSWORD }, SYSTEM);
    return {
      otherLead: await hire('other-lead', 'lead', [technical]),
      unplaced: await hire('unplaced', 'agent', []),
      disabled: await hire('disabled', 'lead', [support]),
    };
  }

  async settings(): Promise<void> {
    await this.program.get(WechatAccounts).add(this.account);
    await this.program
      .get(Robots)
      .save({ key: 'group', name: NAME, vendor: 'wecom', url: 'http://127.0.0.1:9/', secret: null });
    await this.program.get(Providers).add(SCAN);
    const { lina } = this.cast.staff;
    await this.program.get(Database).run(sql`
      insert into member_identity (provider_id, subject, member_id, created_at)
      select id, 'LiNa', ${lina.id}, now() from identity_provider where key = ${SCAN.key}`);
    const memberIds = [this.cast.staff.lina.id];
    const departmentId = this.cast.departments.support;
    const roster = { key: 'night', name: NAME, departmentId, memberIds, ...ROTATION };
    await this.program.get(Rosters).save(roster, SYSTEM);
    const people = [{ openid: CUSTOMERS.xiaoming.openid, name: '小明', language: 'zh_CN' }];
    await this.program.get(Sandbox).install({ account: this.phone, people });
  }

  async tickets(): Promise<Pick<World, 'ticket' | 'open' | 'refund' | 'ids' | 'tokens'>> {
    const { lina, wangfang } = this.cast.staff;
    const handoffs = this.program.get(Handoffs);
    const ticket = await this.ticketOf('chenxiao', '我的账号被盗了,有人在异地登录');
    await this.answer(ticket);
    const asked = await handoffs.offer(lina, ticket, { department: 'finance', note: '请看' });
    await handoffs.withdraw(lina, asked.id);
    const open = await this.ticketOf('xiaoming', '我要投诉，商品破损');
    const handoff = await handoffs.offer(lina, open, { department: 'technical', note: '请看' });
    const refund = await this.ticketOf('xiaohong', '我要退款，订单 20261120123456，68.50元');
    const offered = await handoffs.offer(lina, refund, { department: 'finance', note: '请退款' });
    await handoffs.accept(wangfang, offered.id);
    const wish = { order: '20261120123456', amount: '68.50', currency: 'CNY', reason: '破损' };
    const { id } = await this.program.get(RefundRequests).put(wangfang, refund, wish);
    const { token, id: invitation } = await this.invite();
    const found = await this.found(ticket);
    return {
      ...{ ticket, open, refund },
      ids: { ...found.ids, handoff: handoff.id, refund: id, invitation },
      tokens: { ...found.tokens, invitation: token },
    };
  }

  /** Sends a text, a picture and a file, of which the file goes as a link. */
  private async answer(number: string): Promise<void> {
    const replies = this.program.get(TicketReplies);
    const { lina } = this.cast.staff;
    const words = ({ url }: { url: string }) => url;
    const file = (name: string, bytes: Buffer, mediaType: string) => ({
      file: { name, bytes, mediaType },
      words,
    });
    await replies.reply(lina, number, '马上为您查询');
    await replies.sendFile(lina, number, file('a.png', PNG, 'image/png'));
    await replies.sendFile(lina, number, file('a.pdf', Buffer.from('%PDF-1.7'), 'application/pdf'));
  }

  /** Somebody sues, and has been given what is kept of them. */
  async keep(): Promise<void> {
    const { wutao } = this.cast.staff;
    const { customerId: id } = this.cast.customers.chenxiao;
    const hold = { subject: { type: 'customer' as const, id }, reason: '诉讼', until: null };
    await this.program.get(LegalHolds).set(id, hold, wutao);
    const exportId = await this.program.get(Exports).ask(id, wutao);
    await this.program.get(ExportMaking).make({ exportId });
  }

  private invite() {
    const departmentIds = [this.cast.departments.support];
    const invitee = { email: 'new@huiyin.example', name: '新人', role: 'agent' as const, departmentIds };
    return this.program.get(Invitations).invite(invitee, this.cast.staff.wutao);
  }

  private async ticketOf(customer: 'chenxiao' | 'xiaoming' | 'xiaohong', text: string): Promise<string> {
    const { openid } = CUSTOMERS[customer];
    const inbound = this.paper.push(openid, text, this.program.get(Clock).now());
    await this.program.get(Receiving).receive(this.cast.account, inbound, (said) => said ?? '');
    const { customerId } = this.cast.customers[customer];
    return this.value(sql`select 'T' || number as value from ticket where customer_id = ${customerId}`);
  }

  private async found(number: string) {
    const ticket = await this.value(
      sql`select id::text as value from ticket where 'T' || number = ${number}`,
    );
    const file = await this.value(
      sql`select substring(content::text from '/f/([A-Za-z0-9_-]+)') as value from delivery where content::text like '%/f/%'`,
    );
    const link = new URL(this.program.get(TrackingLinks).linkTo({ id: ticket, linkGeneration: 0 }));
    const of = (table: Sql, where: Sql) =>
      this.value(sql`select min(id)::text as value from ${table} where ${where}`);
    return {
      ids: {
        customer: this.cast.customers.chenxiao.customerId,
        talk: await of(sql`conversation`, sql`customer_id = ${this.cast.customers.chenxiao.customerId}`),
        delivery: await of(sql`delivery`, sql`ticket_id = ${ticket}`),
        message: await of(sql`message`, sql`kind = 'image'`),
        timer: await of(sql`timer`, sql`ticket_id = ${ticket}`),
        alert: '1',
      },
      tokens: { tracking: link.pathname.split('/')[2]!, file },
    };
  }

  private async value(query: Sql): Promise<string> {
    return (await this.program.get(Database).one<{ value: string }>(query)).value;
  }

  private get account() {
    return {
      ...{ key: 'wechat', originalId: 'gh_wechat', appId: 'wx0000000000000002', mode: 'safe' },
      ...{ appSecret: 'top-secret-app-secret', token: 'callback-token-123', aesKey: 'a'.repeat(43) },
      apiUrl: `${this.program.url}/sandbox/wechat`,
    };
  }

  private get phone() {
    const { appId, originalId, appSecret, token, aesKey } = this.account;
    const callbackUrl = 'http://127.0.0.1:9/';
    const rest = { name: '回音小店', mode: 'safe' as const, menu: [], templates: [] };
    return { appId, originalId, appSecret, token, aesKey, callbackUrl, ...rest };
  }
}

const ROTATION = { region: null, zone: 'Asia/Shanghai', startsOn: '2026-01-05', handover: '09:00', days: 7 };

const SCAN = {
  ...{ key: 'scan', kind: 'wecom', name: NAME, secret: 'top-secret-scan' },
  ...{ settings: { corpId: 'ww0001', agentId: '1000002', apiUrl: 'http://127.0.0.1:9' } },
  ...{ linksByEmail: false, enabled: true, groups: [] },
};
