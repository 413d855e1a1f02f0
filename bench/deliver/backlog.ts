import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

export interface Waiting {
  id: string;
  identity: string;
  openid: string;
  conversation: string;
  text: string;
}

const CUSTOMERS = 500;
/** A window allows five sends, and one of them is kept for a notice. */
export const EACH = 4;
export const REPLIES = CUSTOMERS * EACH;
const PATIENCE_MS = 120_000;

export class Backlog {
  private constructor(
    readonly client: pg.Client,
    private readonly account: string,
  ) {}

  static async open(connectionString: string, key: string): Promise<Backlog> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const { rows } = await client.query('select id from channel_account where key = $1', [key]);
    const { id } = rows[0] as { id: string };
    await client.query(PEOPLE, [id, CUSTOMERS]);
    return new Backlog(client, id);
  }

  /** Every customer has just written, so that several replies in a row are allowed. */
  async fill(): Promise<Waiting[]> {
    await this.client.query(WINDOWS, [this.account]);
    const { rows } = await this.client.query(PLANNED, [this.account, EACH]);
    return rows as Waiting[];
  }

  /** Waits until all replies are sent. Returns sends per second, from the first claim to the last settlement. */
  async rate(waiting: Waiting[]): Promise<number> {
    const ids = waiting.map(({ id }) => id);
    for (const end = Date.now() + PATIENCE_MS; ;) {
      const { rows } = await this.client.query(PROGRESS, [ids]);
      const { open, seconds } = rows[0] as { open: number; seconds: number };
      if (open === 0) return waiting.length / seconds;
      if (Date.now() > end) throw new Error(`${open} of ${waiting.length} replies were not sent in time`);
      await pause(100);
    }
  }

  /** Throws if a reply was lost, sent twice, sent out of order, or not debited. */
  async verify(waiting: Waiting[], told: Map<string, string[]>): Promise<void> {
    const meant = new Map<string, string[]>();
    for (const { openid, text } of waiting) meant.set(openid, [...(meant.get(openid) ?? []), text]);
    for (const [openid, texts] of meant) {
      const heard = told.get(openid) ?? [];
      if (heard.join() !== texts.join())
        throw new Error(`${openid} was told ${heard.join()} instead of ${texts.join()}`);
    }
    const { rows } = await this.client.query(WRONG, [waiting.map(({ id }) => id), EACH]);
    if (rows.length > 0) throw new Error(`Written down wrongly: ${JSON.stringify(rows[0])}`);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

const PEOPLE = `
  with person as (
    insert into customer (name, language, created_at)
    select '微信用户', 'zh-CN', now() from generate_series(1, $2) returning id
  ), met as (
    insert into identity (customer_id, account_id, external_id, created_at)
    select id, $1::bigint, concat('oDeliver_', id), now() from person returning id, customer_id
  ), ledger as (
    insert into contact_ledger (identity_id, followed) select id, true from met
  )
  insert into conversation (identity_id, customer_id, account_id, department_id, started_at, last_message_at)
  select met.id, met.customer_id, a.id, a.department_id, now(), now() from met, channel_account a where a.id = $1::bigint`;

const WINDOWS = `
  insert into contact_window (identity_id, source, opened_at, closes_at, allowance)
  select id, 'message', now(), now() + interval '48 hours', 5 from identity where account_id = $1
  on conflict (identity_id, source) do update
    set opened_at = excluded.opened_at, closes_at = excluded.closes_at, used = 0`;

/** Plans one reply for every customer, then the next reply for every customer. */
const PLANNED = `
  with said as (
    insert into message (conversation_id, direction, author_kind, author_name, kind, text, sent_at, created_at)
    select c.id, 'out', 'system', '', 'text', '给您的答复 ' || turn, now(), now()
      from generate_series(1, $2) turn, conversation c where c.account_id = $1 order by turn, c.id
    returning id, conversation_id, text
  ), planned as (
    insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, purpose, content, created_at, due_at)
    select 'bench:' || said.id, c.identity_id, c.account_id, c.id, said.id, 'reply',
           jsonb_build_object('text', said.text || ' ' || said.id), now(), now()
      from said join conversation c on c.id = said.conversation_id order by said.id
    returning id, identity_id, conversation_id, content ->> 'text' as text
  )
  select p.id, p.identity_id identity, p.conversation_id conversation, i.external_id openid, p.text
    from planned p join identity i on i.id = p.identity_id order by p.id`;

const PROGRESS = `
  select count(*) filter (where settled_at is null)::int open,
         extract(epoch from max(settled_at) - min(claimed_at))::float8 seconds
    from delivery where id = any($1)`;

const WRONG = `
  select d.identity_id, array_agg(d.state) states, w.used
    from delivery d join contact_window w on w.identity_id = d.identity_id
   where d.id = any($1) group by d.identity_id, w.used
  having w.used <> $2 or not bool_and(d.state = 'accepted' and d.attempts = 1)`;
