import pg from 'pg';
import type { Letter } from './postman.js';

const MOST_LANES = 16;

/**
 * Writes the rows of an ordinary message with prepared statements alone. It shows how fast a program could be that
 * decrypts and decides nothing. Its customers are its own, but the tables are the same.
 */
export class Floor {
  private constructor(
    private readonly clients: pg.Client[],
    private readonly conversations: {
      identity: string;
      customer: string;
      department: string;
      account: string;
    }[],
  ) {}

  static async open(connectionString: string, customers: number): Promise<Floor> {
    const clients = Array.from({ length: MOST_LANES }, () => new pg.Client({ connectionString }));
    await Promise.all(clients.map((client) => client.connect()));
    const { rows } = await clients[0]!.query(PREPARED, [customers]);
    return new Floor(clients, rows as Floor['conversations']);
  }

  async writes({ customer, id, text, clear }: Letter, lane: number): Promise<void> {
    const client = this.clients[lane]!;
    const { identity, customer: customerId, department, account } = this.conversations[customer]!;
    const now = new Date();
    const run = (name: keyof typeof ROWS, values: unknown[]) =>
      client.query({ name, text: ROWS[name], values });
    await client.query('begin');
    await run('key', [account, `bare ${id}`, now]);
    await run('envelope', [account, `bare ${id}`, now, clear]);
    const { rows } = await run('conversation', [identity, customerId, account, department, now]);
    const conversation = (rows as { id: string }[])[0]!.id;
    await run('message', [conversation, customerId, '微信用户', text, id, now]);
    await run('ledger', [identity]);
    await run('window', [identity, now]);
    await run('event', [now, conversation, customerId, JSON.stringify({ messageId: id, kind: 'text' })]);
    await client.query('commit');
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
  }
}

const PREPARED = `
  with person as (
    insert into customer (name, language, created_at)
    select '微信用户', 'zh-CN', now() from generate_series(1, $1) returning id
  )
  insert into identity (customer_id, account_id, external_id, created_at)
  select person.id, a.id, 'oBare' || person.id, now() from person, channel_account a
  returning id identity, customer_id customer, account_id account,
            (select department_id from channel_account where id = account_id) department`;

const ROWS = {
  key: 'insert into inbound_key (account_id, key, received_at) values ($1, $2, $3)',
  envelope: 'insert into inbound_envelope (account_id, key, received_at, body) values ($1, $2, $3, $4)',
  conversation: `
    insert into conversation as c (identity_id, customer_id, account_id, department_id, started_at, last_message_at, unanswered_since)
    values ($1, $2, $3, $4, $5, $5, $5)
    on conflict (identity_id) where state <> 'ended' do update set last_message_at = excluded.last_message_at
    returning id`,
  message: `
    insert into message (conversation_id, direction, author_kind, author_id, author_name, kind, text, provider_id, sent_at, created_at)
    values ($1, 'in', 'customer', $2, $3, 'text', $4, $5, $6, $6)`,
  ledger: `
    insert into contact_ledger (identity_id, followed) values ($1, true)
    on conflict (identity_id) do update set reachable = true, unreachable_reason = null, followed = true`,
  window: `
    insert into contact_window (identity_id, source, opened_at, closes_at, allowance)
    values ($1, 'message', $2::timestamptz, $2::timestamptz + interval '48 hours', 5)
    on conflict (identity_id, source) do update set opened_at = excluded.opened_at, closes_at = excluded.closes_at, used = 0`,
  event: `
    insert into event (at, name, subject_type, subject_id, actor_kind, actor_id, data)
    values ($1, 'conversation.message_received', 'conversation', $2, 'customer', $3, $4)`,
};
