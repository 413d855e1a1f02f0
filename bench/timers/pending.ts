import pg from 'pg';

const METRICS = ['first_response', 'next_response', 'resolution', 'milestone'];

/** The timers are written by SQL, because opening a quarter of a million tickets would take too long. */
export class Pending {
  private taken = 0;

  private constructor(readonly client: pg.Client) {}

  static async open(connectionString: string): Promise<Pending> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return new Pending(client);
  }

  /** Each ticket that has no clocks yet gets four timers. They are due in a month or later and have not warned yet. */
  async fill(count: number): Promise<void> {
    await this.client.query(DEFAULTS);
    await this.client.query(TICKETS, [count / METRICS.length]);
    await this.client.query(TIMERS, [METRICS]);
    await this.client.query('vacuum analyze timer');
    await this.client.query('analyze ticket');
  }

  /**
   * Half of the next `count` timers come due for a warning and half for a breach: the first after `start` seconds, the
   * last `spread` seconds later.
   */
  async comeDue(count: number, { start, spread }: { start: number; spread: number }): Promise<void> {
    await this.client.query(DUE, [this.taken, count, start, spread]);
    this.taken += count;
    await this.client.query('vacuum analyze timer');
  }

  async rows<T>(query: string, values: unknown[] = []): Promise<T[]> {
    return (await this.client.query(query, values)).rows as T[];
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

const DEFAULTS = `insert into customer (name, created_at) values ('陈晓', now())`;

const TICKETS = `
  insert into ticket (subject, type, priority, department_id, customer_id, opened_at, updated_at)
  select '…', 'inquiry', 'P2', d.id, u.id, now(), now()
    from generate_series(1, $1::int), (select id from department where key = 'support') d,
         (select max(id) as id from customer) u`;

const TIMERS = `
  insert into timer (ticket_id, metric, key, department_id, version, state, policy_id, calendar_version_id, target_seconds,
                     warn_after, started_at, running_since, due_at, warn_at, next_fire_at)
  select k.id, metric, case metric when 'milestone' then 'freeze' else '' end, k.department_id, 1, 'running', p.id, v.id,
         864000, '{648000}', now(), now(), due, due - interval '1 hour', due - interval '1 hour'
    from ticket k, unnest($1::text[]) metric, (select id from policy where key = 'p2') p,
         (select max(v.id) as id from calendar_version v join calendar c on c.id = v.calendar_id and c.key = 'office') v,
         lateral (select now() + interval '30 days' + k.id * interval '1 second' as due) d
  on conflict do nothing`;

/** The chosen ids are scattered, like those of timers that come due together. */
const DUE = `
  with chosen as (
    select id from timer
     where state = 'running' and warned = 0 and breached_at is null and next_fire_at > now() + interval '10 days'
     order by (id * 7919) % 1000003, id offset 0 * $1::int limit $2::int
  ), placed as (
    select id, row_number() over (order by (id * 7919) % 1000003, id) as place from chosen
  )
  update timer t
     set next_fire_at = at, due_at = case place % 2 when 0 then at else at + interval '1 hour' end,
         warn_at = case place % 2 when 0 then at - interval '1 hour' else at end,
         warned = case place % 2 when 0 then 1 else 0 end,
         warned_at = case place % 2 when 0 then at - interval '1 hour' end
    from (select id, place, now() + ($3 + place * $4::float8 / $2) * interval '1 second' as at from placed) c
   where c.id = t.id`;
