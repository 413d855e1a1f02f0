import type pg from 'pg';
import { type Database, sql } from '../../platform/database/index.js';
import { Copying } from './copying.js';
import { copying, OF_CIRCLES, TELL } from './copy-statements.js';
import { FIRST_TEMPLATE, type Ids, NUMBERED } from './ids.js';
import type { Likeness } from './likeness.js';
import { type Table, TABLES } from './sheets.js';
import { GROWN } from './staging.js';
import type { Played, Template } from './templates.js';
import { WEEK_MS, type Year } from './year.js';

interface Copy {
  ago: number;
  template: Template;
}

/** A customer comes back after a quarter of a year, so that nobody has two open tickets. */
export const CIRCLES = 13;
const CONNECTIONS = 2;
const OF_WEEK = TABLES.filter((table) => !OF_CIRCLES.includes(table));

/** All copies that could be made: those for which the calendars are alike and whose tickets are closed by now. */
export function possible({ templates, weeksAgo }: Played, year: Year, likeness: Likeness): Copy[] {
  const copies: Copy[] = [];
  for (let ago = year.weeks; ago >= 1; ago -= 1) {
    const later = weeksAgo - ago;
    for (const template of templates) {
      const { openedAt, timedUntil, closedAt } = template;
      const isOver = closedAt + later * WEEK_MS <= year.now.toMillis();
      if (isOver && likeness.holds(openedAt, timedUntil, later)) copies.push({ ago, template });
    }
  }
  return copies;
}

/** Takes so many of them, evenly. */
export function evenly<T>(all: T[], many: number): T[] {
  return all.filter((_, index) => at(index + 1) > at(index));
  function at(index: number): number {
    return Math.floor((index * many) / all.length);
  }
}

/** Multiplies what was played, by the database alone. */
export class Copies {
  constructor(
    private readonly database: Database,
    private readonly played: Played,
    private readonly ids: Ids,
  ) {}

  async make(copies: Copy[], year: Year, tell: (tickets: number) => void): Promise<number> {
    await this.prepare(copies, year);
    const connections = await Copying.open(this.database.url, CONNECTIONS);
    let made = 0;
    try {
      await connections.run(async (client) => void (await copyAll(client, OF_CIRCLES)));
      await connections.finish();
      for (let ago = year.weeks; ago >= 1; ago -= 1)
        await connections.run(async (client) => {
          tell((made += await copyAll(client, OF_WEEK, ago)));
        });
      await connections.finish();
    } finally {
      await connections.close();
    }
    return this.customers();
  }

  private async prepare(copies: Copy[], year: Year): Promise<void> {
    const { templates } = this.played;
    const template = { id: templates.map(({ id }) => id), order: templates.map(({ order }) => order) };
    const opened = templates.map(({ openedAt }) => new Date(openedAt).toISOString());
    await this.run(sql`
      insert into huiyin_growth.template
      select * from unnest(${template.id}::bigint[], ${template.order}::text[], ${opened}::timestamptz[])`);
    await this.run(sql`
      insert into huiyin_growth.copy
      select * from unnest(${copies.map(({ ago }) => ago)}::int[], ${copies.map((copy) => copy.template.id)}::bigint[])`);
    await this.writeWeeks(year);
    await this.run(sql([TELL]));
    for (const table of [...TABLES, 'told', 'copy', 'template'])
      await this.run(sql([`analyze ${GROWN}.${table}`]));
  }

  /** The earliest week gets the smallest ids. */
  private async writeWeeks({ weeks }: Year): Promise<void> {
    const { counts, weeksAgo, templates } = this.played;
    const base = (name: (typeof NUMBERED)[number]) => this.ids.block(name, counts[name]) - 1;
    const circles = Array.from({ length: CIRCLES }, () => ({
      customer: base('customer'),
      identity: base('identity'),
    }));
    for (let ago = weeks; ago >= 1; ago -= 1) {
      const circle = ago % CIRCLES;
      const bases = NUMBERED.map((name) =>
        name === 'customer' || name === 'identity' ? circles[circle]![name] : base(name),
      );
      const number = this.ids.block('number', templates.length) - FIRST_TEMPLATE;
      await this.run(sql`
        insert into huiyin_growth.week values (${ago}, make_interval(secs => ${((weeksAgo - ago) * WEEK_MS) / 1000}), ${circle},
          ${sql([[...bases, number].join(', ')])})`);
    }
  }

  private async customers(): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::int from (select distinct template, ago % ${CIRCLES} from huiyin_growth.copy) known`);
    return count;
  }

  private async run(statement: ReturnType<typeof sql>): Promise<void> {
    await this.database.run(statement);
  }
}

/** Returns how many rows of the first table were made. */
async function copyAll(client: pg.Client, tables: Table[], ...values: number[]): Promise<number> {
  let tickets = 0;
  for (const table of tables) {
    const { rowCount } = await client.query(copying(table), values);
    if (table === 'ticket') tickets = rowCount ?? 0;
  }
  return tickets;
}
