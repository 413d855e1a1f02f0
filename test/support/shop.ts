import type { Type } from '@nestjs/common';
import { Channels, type InboundFact, Sending } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { HttpModule } from '../../src/platform/http/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import type { SeenRefund } from '../../src/refunds/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { SlaDefaults } from '../../src/sla/index.js';
import { Handoffs, TicketsModule } from '../../src/tickets/index.js';
import { openPlatform, type TestPlatform } from './app.js';
import { type Cast, CUSTOMERS } from './cast.js';
import { cloneCast } from './cloned-cast.js';
import { PaperChannel } from './paper-channel.js';

type CustomerKey = keyof typeof CUSTOMERS;

/**
 * Opens the cast's shop without a server, on a channel that keeps its messages. Nothing is sent or swept unless
 * the test does so. Notices tell what is promised and when somebody is there, so promises and hours stand where
 * they are opened. A new test of a room needs little more than `const shop = await
 * Shop.open(NotificationsModule)` with the modules whose reactions it needs, `await shop.says('xiaoming',
 * '我要退款')`, and then a service: `shop.get(Assignment).claim(shop.cast.staff.lina, await
 * shop.ticketOf('xiaoming'))`.
 */
export class Shop {
  readonly paper = new PaperChannel();
  private told = 0;

  private constructor(
    readonly platform: TestPlatform,
    readonly cast: Cast,
  ) {
    platform.get(Channels).register(this.paper);
  }

  static async open(...modules: Type[]): Promise<Shop> {
    const { database, cast } = await cloneCast();
    const rooms = [HttpModule, LiveModule, JobsModule, TicketsModule, ...modules];
    const environment = { ROLE: 'web', PUBLIC_URL: 'https://help.localhost' };
    const platform = await openPlatform(rooms, environment, database);
    if (modules.includes(NotificationsModule)) await platform.get(SlaDefaults).install();
    return new Shop(platform, cast);
  }

  close(): Promise<void> {
    return this.platform.close();
  }

  get<T>(token: Type<T>): T {
    return this.platform.get(token);
  }

  rows<T = Record<string, unknown>>(query: Sql): Promise<T[]> {
    return this.get(Database).rows<T>(query);
  }

  /** Lets the customer say a text or do something else. Returns what the answer to the push says, or null. */
  async says(customer: CustomerKey, said: string | InboundFact): Promise<string | null> {
    const { openid } = CUSTOMERS[customer];
    const inbound = this.paper.push(openid, said, this.get(Clock).now());
    const answer = await this.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
    return answer === '' ? null : answer;
  }

  /** Sends what is due. Returns the texts that were sent since the last call, in order. */
  async sends(): Promise<string[]> {
    await this.get(Sending).drain();
    const texts = this.paper.sent.map(({ text }) => text);
    const fresh = texts.slice(this.told);
    this.told = texts.length;
    return fresh;
  }

  /** Returns the number of the customer's newest ticket, e.g. `T100001`. */
  async ticketOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const { number } = await this.get(Database).one<{ number: string }>(
      sql`select number from ticket where customer_id = ${customerId} order by id desc limit 1`,
    );
    return `T${number}`;
  }

  /** Lets the customer ask for a refund, 李娜 hand the ticket to finance and 王芳 accept it. Returns its number. */
  async refundAtFinance(customer: CustomerKey, text: string): Promise<string> {
    await this.says(customer, text);
    const number = await this.ticketOf(customer);
    await this.handOver(number);
    return number;
  }

  /** Returns the refund as somebody sees it who looks at it now. */
  seen(refundId: string): Promise<SeenRefund> {
    return this.get(Database).one<SeenRefund>(
      sql`select id::text, version from refund where id = ${refundId}`,
    );
  }

  /** Lets 李娜 hand the ticket to finance and 王芳 accept it. */
  async handOver(number: string): Promise<void> {
    const { lina, wangfang } = this.cast.staff;
    const { id } = await this.get(Handoffs).offer(lina, number, { department: 'finance', note: '请退款' });
    await this.get(Handoffs).accept(wangfang, id);
  }
}
