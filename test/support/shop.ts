import type { Type } from '@nestjs/common';
import { Channels, type InboundFact, Sending } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { HttpModule } from '../../src/platform/http/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { Handoffs, TicketsModule } from '../../src/tickets/index.js';
import { openPlatform, type TestPlatform } from './app.js';
import { type Cast, CUSTOMERS } from './cast.js';
import { cloneCast } from './cloned-cast.js';
import { PaperChannel } from './paper-channel.js';

type CustomerKey = keyof typeof CUSTOMERS;

/** The cast's shop at work, on a channel that ends on paper. ROLE=web: nothing is sent or swept but by the test. */
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
    const environment = { ROLE: 'web', PUBLIC_URL: 'https://help.example' };
    return new Shop(await openPlatform(rooms, environment, database), cast);
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

  /** The customer says a text or does something else. Returns what the answer to the push says at once, or null. */
  async says(customer: CustomerKey, said: string | InboundFact): Promise<string | null> {
    const { openid } = CUSTOMERS[customer];
    const inbound = this.paper.push(openid, said, this.get(Clock).now());
    const answer = await this.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
    return answer === '' ? null : answer;
  }

  /** Sends what is due; returns the texts that left since it was last asked, in order. */
  async sends(): Promise<string[]> {
    await this.get(Sending).drain();
    const texts = this.paper.sent.map(({ text }) => text);
    const fresh = texts.slice(this.told);
    this.told = texts.length;
    return fresh;
  }

  /** The number of the customer's newest ticket, e.g. `T100001`. */
  async ticketOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const { number } = await this.get(Database).one<{ number: string }>(
      sql`select number from ticket where customer_id = ${customerId} order by id desc limit 1`,
    );
    return `T${number}`;
  }

  /** The customer asks for a refund, 李娜 hands the ticket to finance, 王芳 accepts it. Returns its number. */
  async refundAtFinance(customer: CustomerKey, text: string): Promise<string> {
    await this.says(customer, text);
    const number = await this.ticketOf(customer);
    await this.handOver(number);
    return number;
  }

  /** From 李娜 to 王芳. */
  async handOver(number: string): Promise<void> {
    const { lina, wangfang } = this.cast.staff;
    const { id } = await this.get(Handoffs).offer(lina, number, { department: 'finance', note: '请退款' });
    await this.get(Handoffs).accept(wangfang, id);
  }
}
