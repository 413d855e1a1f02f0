import { type Database, sql } from '../platform/database/index.js';

/** A time is null if nothing is due or waits, or if nothing ever came. */
export interface Findings {
  databaseVersion: string;
  oldestDueTimer: Date | null;
  oldestUnsentDelivery: Date | null;
  lastCallback: Date | null;
  /** These warnings and breaches of the last 24 hours were noticed more than 30 s late. */
  lateFirings: number;
  worstLatenessSeconds: number;
  /** The arrival of these deliveries has been unknown for a day. `oldestUnknown` lists some of them. */
  unknownDeliveries: number;
  oldestUnknown: UnknownDelivery[];
  failedEnvelopes: number;
  failedJobs: number;
  jobWorkers: number;
  /** Every partitioned table has its partitions for this many coming months. */
  monthsAhead: number;
}

export interface UnknownDelivery {
  id: string;
  purpose: string;
  conversationId: string;
  ticket: string | null;
  since: Date | string;
}

const SHOWN = 20;
const WORKER_ALIVE = '30 seconds';

export async function examine(database: Database, now: Date): Promise<Findings> {
  const unknown = sql`
    delivery d join conversation c on c.id = d.conversation_id and not c.is_test
     where d.state = 'unknown' and d.settled_at <= ${now}::timestamptz - interval '1 day'`;
  return database.one<Findings>(sql`
    select current_setting('server_version') as database_version,
           (select min(next_fire_at) from timer where state = 'running' and next_fire_at <= ${now}) as oldest_due_timer,
           (select min(due_at) from delivery where state = 'planned' and due_at <= ${now}) as oldest_unsent_delivery,
           (select max(received_at) from inbound_key) as last_callback,
           (select coalesce(sum(firings), 0)::int from timer_lateness
             where last_at > ${now}::timestamptz - interval '1 day') as late_firings,
           (select coalesce(round(max(worst_ms) / 1000.0), 0)::int from timer_lateness
             where last_at > ${now}::timestamptz - interval '1 day') as worst_lateness_seconds,
           (select count(*)::int from ${unknown}) as unknown_deliveries,
           (select coalesce(jsonb_agg(one order by one ->> 'since'), '[]') from (
             select jsonb_build_object('id', d.id::text, 'purpose', d.purpose, 'conversationId', d.conversation_id::text,
                                       'ticket', (select 'T' || t.number from ticket t where t.id = d.ticket_id), 'since', d.settled_at) one
               from ${unknown} order by d.id limit ${SHOWN}) few) as oldest_unknown,
           (select count(*)::int from inbound_envelope where state = 'failed') as failed_envelopes,
           (select count(*)::int from graphile_worker.jobs
             where attempts >= max_attempts and locked_at is null) as failed_jobs,
           (select count(*)::int from job_worker
             where seen_at > clock_timestamp() - ${WORKER_ALIVE}::interval) as job_workers,
           (select min(ahead) from (${monthsAhead}) months) as months_ahead`);
}

const monthsAhead = sql`
  select count(child.relname)::int as ahead
    from unnest(array['event', 'inbound_envelope', 'audit']) parent
    left join pg_inherits on inhparent = parent::regclass
    left join pg_class child on child.oid = inhrelid
          and child.relname > parent || to_char(clock_timestamp() at time zone 'UTC', '_YYYY_MM')
          and child.relname ~ '_[0-9]{4}_[0-9]{2}$'
   group by parent`;
