import type { DateTime } from 'luxon';
import type { Database } from '../../platform/database/index.js';
import { Book, type Rehearse } from './book.js';
import { Chance } from './chance.js';
import { writeContacts } from './contacts.js';
import { Copying } from './copying.js';
import type { Ground } from './ground.js';
import type { Ids } from './ids.js';
import { Lifetime } from './lifetime.js';
import { Openings } from './openings.js';
import { NEW_SHARE, People } from './people.js';
import { Plots } from './plots.js';

export interface Grown {
  tickets: number;
  messages: number;
  customers: number;
}

/** Tickets open from one moment to another, and live until `now`. */
export interface Span {
  from: DateTime;
  until: DateTime;
  now: DateTime;
}

export interface Into {
  ids: Ids;
  /** Ends with a dot, and is empty for the tables of the program. */
  schema?: string;
  /** How many tickets are those of a new customer, from 0 to 1. */
  newShare?: number;
}

const BATCH = 500;
const CONNECTIONS = 2;

/** Plays tickets one by one, as far as they have come by the end of the span. */
export class EachTicket {
  constructor(
    private readonly database: Database,
    private readonly ground: Ground,
    private readonly rehearse: Rehearse,
  ) {}

  async play(
    wished: { tickets: number; messages: number; seed: number },
    span: Span,
    { ids, schema = '', newShare = NEW_SHARE }: Into,
    tell: (ticket: Lifetime, grown: Grown) => void,
  ): Promise<Grown> {
    const book = new Book(this.ground, span.now.toMillis(), ids, this.rehearse);
    const chance = new Chance(wished.seed);
    const people = new People(chance, ids, this.ground.account.id, newShare);
    const plots = new Plots(this.ground, chance, people);
    const grown = { tickets: 0, messages: 0, customers: 0 };
    const copying = await Copying.open(this.database.url, CONNECTIONS, schema);
    try {
      for (const opening of new Openings(wished, span.from, span.until).all(chance)) {
        const ticket = new Lifetime(plots.next(opening, book.sheets), book, chance);
        ticket.play();
        grown.messages += ticket.written;
        grown.tickets += 1;
        tell(ticket, grown);
        if (grown.tickets % BATCH === 0) await copying.store(book.torn());
      }
      writeContacts(people.all, book);
      await copying.store(book.torn());
      await copying.finish();
    } finally {
      await copying.close();
    }
    return { ...grown, customers: people.all.length };
  }
}
