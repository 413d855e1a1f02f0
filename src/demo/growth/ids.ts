import type pg from 'pg';

export interface Counters {
  customer: number;
  identity: number;
  conversation: number;
  ticket: number;
  message: number;
  note: number;
  resolution: number;
  timer: number;
  event: number;
  notice: number;
  delivery: number;
}

const NUMBERED = Object.keys({
  customer: 0,
  identity: 0,
  conversation: 0,
  ticket: 0,
  message: 0,
  note: 0,
  resolution: 0,
  timer: 0,
  event: 0,
  notice: 0,
  delivery: 0,
} satisfies Counters) as (keyof Counters)[];

/** Hands out ids and numbers that nobody else gets, because the sequences were moved past them. */
export class Ids {
  private constructor(private readonly next: Record<keyof Counters | 'number', number>) {}

  /** Whoever writes to these tables waits for a moment. Numbers that stay unused are left out, which harms nobody. */
  static async reserve(client: pg.Client, most: Counters): Promise<Ids> {
    const next = {} as Record<keyof Counters | 'number', number>;
    await client.query('begin');
    await client.query(`lock table ${NUMBERED.join(', ')} in share row exclusive mode`);
    for (const table of NUMBERED)
      next[table] = await moved(client, `pg_get_serial_sequence('${table}', 'id')`, most[table]);
    next.number = await moved(client, `'ticket_number'`, most.ticket);
    await client.query('commit');
    return new Ids(next);
  }

  take(of: keyof Counters | 'number'): string {
    const id = this.next[of];
    this.next[of] = id + 1;
    return String(id);
  }
}

async function moved(client: pg.Client, sequence: string, by: number): Promise<number> {
  const { rows } = await client.query<{ first: string }>(`select nextval(${sequence}) as first`);
  const first = Number(rows[0]!.first);
  await client.query(`select setval(${sequence}, $1::bigint)`, [first + by]);
  return first;
}
