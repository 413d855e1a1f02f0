import pg from 'pg';
import type { Clock } from '../../platform/clock/index.js';
import { type Database, sql } from '../../platform/database/index.js';
import type { Rehearsals } from '../../sla/index.js';
import { Book } from './book.js';
import { Chance } from './chance.js';
import { Copying } from './copying.js';
import { type Ground, groundOf } from './ground.js';
import { Ids } from './ids.js';
import { Lifetime } from './lifetime.js';
import { Openings } from './openings.js';
import { People } from './people.js';
import { Plots } from './plots.js';
import { TABLES } from './sheets.js';
import { writeContacts } from './contacts.js';

export interface Wished {
  tickets: number;
  messages: number;
  seed: number;
  now: Date;
}

export interface Grown {
  tickets: number;
  messages: number;
  customers: number;
}

type Tell = (grown: Grown) => void;

const BATCH = 500;
const CONNECTIONS = 2;
/** More than any ticket has: ids that stay unused are left out. */
const MOST_TIMERS = 8;
const MOST_EVENTS = 60;

/**
 * Fills an installation with the year of a larger shop. The rows are those that the program would have written, as far
 * as they are made at all: pushes, escalations, handoffs and refunds are left out.
 */
export class Growth {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rehearsals: Rehearsals,
  ) {}

  /** Returns undefined if the shop has no channel account or nobody who answers. */
  async fill(wished: Wished, tell: Tell): Promise<Grown | undefined> {
    const ground = await groundOf(this.database);
    if (!ground) return undefined;
    const openings = new Openings(wished, this.clock.zone);
    await this.makeMonths(openings.since, wished.now);
    const ids = await this.reserve(wished);
    const book = new Book(ground, wished.now.getTime(), ids, await this.rehearsals.open());
    const grown = await this.write(wished, { ground, openings, ids, book, tell });
    await this.database.run(sql`call know_customers()`);
    for (const table of TABLES) await this.database.run(sql([`analyze ${table}`]));
    return grown;
  }

  private async write(wished: Wished, made: Made): Promise<Grown> {
    const { openings, ids, book, ground, tell } = made;
    const chance = new Chance(wished.seed);
    const people = new People(chance, ids, ground.account.id);
    const plots = new Plots(ground, chance, people);
    const grown = { tickets: 0, messages: 0, customers: 0 };
    const copying = await Copying.open(this.database.url, CONNECTIONS);
    try {
      for (const opening of openings.all(chance)) {
        const plot = plots.next(opening, book.sheets);
        grown.messages += new Lifetime(plot, book, chance).play();
        grown.tickets += 1;
        if (grown.tickets % BATCH > 0) continue;
        await copying.store(book.torn());
        tell({ ...grown, customers: people.all.length });
      }
      writeContacts(people.all, book);
      await copying.store(book.torn());
      await copying.finish();
    } finally {
      await copying.close();
    }
    return { ...grown, customers: people.all.length };
  }

  private async makeMonths(since: Date, until: Date): Promise<void> {
    await this.database.run(sql`
      select make_month('event', month::date)
        from generate_series(date_trunc('month', ${since}::timestamptz at time zone 'UTC'), ${until}::timestamptz at time zone 'UTC', '1 month') month`);
  }

  private async reserve({ tickets, messages }: Wished): Promise<Ids> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    try {
      return await Ids.reserve(client, {
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
      });
    } finally {
      await client.end();
    }
  }
}

interface Made {
  ground: Ground;
  openings: Openings;
  ids: Ids;
  book: Book;
  tell: Tell;
}
