import pg from 'pg';

const MOST_LANES = 16;

interface Ground {
  identity: string;
  customer: string;
  account: string;
  conversation: string;
  department: string;
  policy: string;
}

type Row = Record<string, string>;
type Run = (name: keyof typeof ROWS, ...values: unknown[]) => Promise<Row>;

/**
 * Writes the rows that a request leaves behind with prepared statements alone, so it shows how fast a program could be
 * that checks and decides nothing. It writes about customers of its own, into the same tables.
 */
export class Floor {
  private turn = 0;

  private constructor(
    private readonly clients: pg.Client[],
    private readonly grounds: Ground[],
  ) {}

  static async open(connectionString: string, customers: number): Promise<Floor> {
    const clients = Array.from({ length: MOST_LANES }, () => new pg.Client({ connectionString }));
    await Promise.all(clients.map((client) => client.connect()));
    const { rows } = await clients[0]!.query(GROUND, [customers]);
    return new Floor(clients, rows as Ground[]);
  }

  opens(lane: number): Promise<void> {
    return this.inOne(lane, async (run, now) => {
      const { identity, customer, account, conversation, department, policy } = this.next();
      const ticket = await run('ticket', department, customer, identity, conversation, now);
      await run('event', now, 'ticket.opened', ticket.id);
      await run('timers', ticket.id, department, policy, now);
      const started = await run('event', now, 'timer.started', ticket.id);
      await run('notice', started.id, ticket.id, identity, now);
      const { id: message } = await run('message', conversation, now);
      await run('delivery', `bare ${message}`, identity, account, conversation, message, ticket.id, now);
    });
  }

  appends(lane: number): Promise<void> {
    return this.inOne(lane, async (run, now) => {
      const { conversation } = this.next();
      await run('message', conversation, now);
      await run('event', now, 'conversation.replied', conversation);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
  }

  private next(): Ground {
    return this.grounds[(this.turn += 1) % this.grounds.length]!;
  }

  private async inOne(lane: number, work: (run: Run, now: Date) => Promise<void>): Promise<void> {
    const client = this.clients[lane]!;
    const run: Run = async (name, ...values) => {
      const { rows } = await client.query<Row>({ name, text: ROWS[name], values });
      return rows[0] ?? {};
    };
    await client.query('begin');
    await work(run, new Date());
    await client.query('commit');
  }
}

const GROUND = `
  with person as (
    insert into customer (name, language, created_at)
    select '微信用户', 'zh-CN', now() from generate_series(1, $1) returning id
  ), known as (
    insert into identity (customer_id, account_id, external_id, created_at)
    select person.id, a.id, 'oBare' || person.id, now() from person, channel_account a
    returning id, customer_id, account_id
  ), talk as (
    insert into conversation (identity_id, customer_id, account_id, department_id, started_at, last_message_at)
    select k.id, k.customer_id, k.account_id, a.department_id, now(), now()
      from known k join channel_account a on a.id = k.account_id
    returning id, identity_id, customer_id, account_id, department_id
  )
  select identity_id identity, customer_id customer, account_id account, id conversation, department_id department,
         (select min(id) from policy) policy
    from talk`;

const ROWS = {
  ticket: `
    insert into ticket (subject, type, priority, department_id, customer_id, identity_id, conversation_id, opened_at, updated_at)
    values ('大衣的尺码', 'inquiry', 'P3', $1, $2, $3, $4, $5, $5) returning id`,
  event: `
    insert into event (at, name, subject_type, subject_id, actor_kind, data)
    values ($1, $2, 'ticket', $3, 'system', '{}') returning id`,
  timers: `
    insert into timer (ticket_id, metric, department_id, version, policy_id, state, target_seconds, started_at, running_since, due_at)
    select $1, metric, $2, 1, $3, 'running', 3600, $4, $4, $4::timestamptz + interval '1 hour'
      from unnest(array['first_response', 'resolution']) metric`,
  notice: `
    insert into notice (event_id, purpose, ticket_id, identity_id, language, created_at)
    values ($1, 'received', $2, $3, 'zh-CN', $4)`,
  message: `
    insert into message (conversation_id, direction, author_kind, author_name, kind, text, sent_at, created_at)
    values ($1, 'out', 'bot', '回音', 'text', '您好，工单已经受理', $2, $2) returning id`,
  delivery: `
    insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, ticket_id, purpose, content, state, created_at)
    values ($1, $2, $3, $4, $5, $6, 'received', '{}', 'cancelled', $7)`,
};
