import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CustomerNames } from '../customers/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { holdsPersonal, masked, personalNumbers } from '../platform/reading/index.js';
import { type Findable, searchWords } from './search.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'tickets.reread': Record<string, never>;
  }
}

/** Is counted up whenever texts are read in another way than those that are stored were. */
const VERSION = 4;
const BATCH = 100;

interface StoredTicket extends Findable {
  id: string;
  said: string[];
}

/**
 * What an older program made of texts is made anew: subjects without personal numbers, no card as an order, the words
 * by which tickets and customers are found. The messages themselves stay as they are.
 */
@Injectable()
export class Rereading implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly names: CustomerNames,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsJobs || !(await this.isDue())) return;
    await this.jobs.enqueue('tickets.reread', {}, { key: 'tickets.reread' });
  }

  @Job('tickets.reread')
  async run(_: Record<string, never>): Promise<void> {
    if (!(await this.isDue())) return;
    await this.names.reread();
    for (let after: string | undefined = '0'; after !== undefined;) after = await this.rereadAfter(after);
    await this.database.run(sql`update reading set version = ${VERSION}`);
  }

  private async isDue(): Promise<boolean> {
    return (await this.database.maybe(sql`select 1 from reading where version < ${VERSION}`)) !== undefined;
  }

  private rereadAfter(after: string): Promise<string | undefined> {
    return this.database.transaction(async () => {
      const tickets = await this.database.rows<StoredTicket>(sql`
        select t.id, t.number, t.subject, t.fields, c.name customer_name,
               array(select m.text from ticket_message q join message m on m.id = q.message_id
                      where q.ticket_id = t.id and m.direction = 'in') said
          from ticket t join customer c on c.id = t.customer_id
         where t.id > ${after} order by t.id limit ${BATCH} for update of t`);
      await this.store(tickets.map(reread));
      return tickets.at(-1)?.id;
    });
  }

  private async store(tickets: (StoredTicket & { words: string[] })[]): Promise<void> {
    const rows = tickets.map(({ id, subject, fields, words }) => ({ id, subject, fields, words }));
    await this.database.run(sql`
      update ticket t set subject = fresh.subject, fields = fresh.fields, search = array_to_tsvector(fresh.words)
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as fresh (id bigint, subject text, fields jsonb, words text[])
       where t.id = fresh.id`);
  }
}

function reread(ticket: StoredTicket): StoredTicket & { words: string[] } {
  const subject = masked(ticket.subject);
  const { order } = ticket.fields;
  const isMisread =
    order !== undefined && holdsPersonal(order) && ticket.said.some((text) => names(text, order));
  const fields = isMisread ? { ...ticket.fields, order: masked(order) } : ticket.fields;
  const fresh = { ...ticket, subject, fields };
  return { ...fresh, words: searchWords(fresh) };
}

function names(text: string, order: string): boolean {
  return personalNumbers(text).some(({ digits }) => digits === order.toLowerCase());
}
