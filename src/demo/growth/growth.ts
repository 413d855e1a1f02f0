import pg from 'pg';
import type { Clock } from '../../platform/clock/index.js';
import { type Database, sql } from '../../platform/database/index.js';
import type { Calendars } from '../../hours/index.js';
import type { RollUp } from '../../reports/index.js';
import type { Rehearsals } from '../../sla/index.js';
import { CIRCLES, Copies, evenly, possible } from './copies.js';
import { EachTicket, type Grown } from './each-ticket.js';
import { groundOf } from './ground.js';
import { type Counters, Ids, NUMBERED } from './ids.js';
import { Likeness } from './likeness.js';
import { TABLES } from './sheets.js';
import { dropStaging, makeStaging } from './staging.js';
import { type Played, playTemplates } from './templates.js';
import { Year } from './year.js';

export interface Wished {
  tickets: number;
  messages: number;
  seed: number;
  now: Date;
}

export type { Grown };

type Tell = (grown: { tickets: number }) => void;

/** Fewer tickets are played one by one, so that no two of them are alike. */
const FEW = 2_000;
/** More than any ticket has: ids that stay unused are left out. */
const MOST_TIMERS = 8;
const MOST_EVENTS = 60;
/** A part of the templates has no like in some weeks. */
const SPARE = 1.15;

/** How often it is told how far the work has come. */
const TOLD_EVERY = 500;

interface Shop {
  each: EachTicket;
  year: Year;
}

/**
 * Fills an installation with the year of a larger shop. The rows are those that the program would have written, as far
 * as they are made at all: pushes, escalations, handoffs and refunds are left out. One week is played ticket by ticket
 * and then copied by the database into all others in which the desks are open at the same times. The last days, in
 * which tickets are still open, are played as well.
 */
export class Growth {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
    private readonly rehearsals: Rehearsals,
    private readonly reports: RollUp,
  ) {}

  /** Returns undefined if the shop has no channel account or nobody who answers. */
  async fill(wished: Wished, tell: Tell): Promise<Grown | undefined> {
    const ground = await groundOf(this.database);
    if (!ground) return undefined;
    const year = new Year(wished.now, this.clock.zone, ground);
    const shop = { year, each: new EachTicket(this.database, ground, await this.rehearsals.open()) };
    await this.makeMonths(year.since.toJSDate(), wished.now);
    const grown =
      wished.tickets < FEW || year.weeks === 0
        ? await this.playAll(shop, wished, tell)
        : await this.multiply(shop, wished, tell);
    await this.finish();
    while (await this.reports.sweep());
    return grown;
  }

  /** Triggers were asleep, and this takes longer than a statement of the program may. */
  private async finish(): Promise<void> {
    await this.connected(async (client) => {
      await client.query('call know_customers()');
      await client.query(
        'insert into report_touched select id from ticket except select ticket_id from report_part',
      );
      for (const table of TABLES) await client.query(`analyze ${table}`);
    });
  }

  private async playAll({ each, year }: Shop, wished: Wished, tell: Tell): Promise<Grown> {
    const span = { from: year.since, until: year.now, now: year.now };
    const ids = await this.reserve(mostOf(wished));
    return each.play(wished, span, { ids }, (_, { tickets }) => {
      if (tickets % TOLD_EVERY === 0) tell({ tickets });
    });
  }

  private async multiply({ each, year }: Shop, wished: Wished, tell: Tell): Promise<Grown> {
    await makeStaging(this.database);
    const { played, copies } = await this.templates({ each, year }, wished);
    const made = copies.length;
    const last = { ...wished, tickets: wished.tickets - made, messages: year.shared(wished.messages).last };
    const ids = await this.reserve(sumOf(copiesOf(played.counts, year.weeks), mostOf(last)));
    const customers = await new Copies(this.database, played, ids).make(copies, year, (tickets) =>
      tell({ tickets }),
    );
    const span = { from: year.cut, until: year.now, now: year.now };
    const grown = await each.play(last, span, { ids }, (_, { tickets }) => {
      if (tickets % TOLD_EVERY === 0) tell({ tickets: made + tickets });
    });
    await dropStaging(this.database);
    const messages = copies.reduce((sum, { template }) => sum + template.messages, grown.messages);
    return { tickets: made + grown.tickets, messages, customers: customers + grown.customers };
  }

  private async templates({ each, year }: Shop, { tickets, messages, seed }: Wished) {
    const likeness = new Likeness((await this.calendars.hours()).calendarsInForce(), year);
    const wanted = year.shared(tickets).weeks;
    const some = Math.ceil((wanted * SPARE) / Math.max(likeness.usual(year).alike, 1));
    const wished = { tickets: some, messages: Math.floor((some * messages) / tickets), seed };
    const played = await playTemplates(each, wished, year, likeness);
    return { played, copies: evenly(possible(played, year, likeness), wanted) };
  }

  private async makeMonths(since: Date, until: Date): Promise<void> {
    await this.database.run(sql`
      select make_month('event', month::date)
        from generate_series(date_trunc('month', ${since}::timestamptz at time zone 'UTC'), ${until}::timestamptz at time zone 'UTC', '1 month') month`);
  }

  private reserve(most: Counters): Promise<Ids> {
    return this.connected((client) => Ids.reserve(client, most));
  }

  private async connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

function mostOf({ tickets, messages }: { tickets: number; messages: number }): Counters {
  return {
    customer: tickets,
    identity: tickets,
    conversation: tickets,
    ticket: tickets,
    message: messages,
    note: messages,
    resolution: tickets,
    timer: tickets * MOST_TIMERS + messages,
    event: tickets * MOST_EVENTS + messages * MOST_TIMERS,
    notice: tickets * 2,
    delivery: messages,
  };
}

function copiesOf(counts: Played['counts'], weeks: number): Counters {
  return counted((name) => counts[name] * (name === 'customer' || name === 'identity' ? CIRCLES : weeks));
}

function sumOf(one: Counters, other: Counters): Counters {
  return counted((name) => one[name] + other[name]);
}

function counted(of: (name: keyof Counters) => number): Counters {
  return Object.fromEntries(NUMBERED.map((name) => [name, of(name)])) as unknown as Counters;
}
