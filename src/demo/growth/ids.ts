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

export const FIRST_TEMPLATE = 1_000_000_001;

export const NUMBERED = Object.keys({
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

export type Numbered = keyof Counters | 'number';

/** Hands out ids and numbers that nobody else gets, because the sequences were moved past them. */
export class Ids {
  private constructor(private readonly next: Record<Numbered, number>) {}

  /** For rows that are only copied: their ids begin with 1, and their ticket numbers with one that no text contains. */
  static ofTemplates(): Ids {
    const ones = Object.fromEntries(NUMBERED.map((table) => [table, 1])) as unknown as Counters;
    return new Ids({ ...ones, number: FIRST_TEMPLATE });
  }

  /** Whoever writes to these tables waits for a moment. Numbers that stay unused are left out, which harms nobody. */
  static async reserve(client: pg.Client, most: Counters): Promise<Ids> {
    const next = {} as Record<Numbered, number>;
    await client.query('begin');
    await client.query(`lock table ${NUMBERED.join(', ')} in share row exclusive mode`);
    for (const table of NUMBERED)
      next[table] = await moved(client, `pg_get_serial_sequence('${table}', 'id')`, most[table]);
    next.number = await moved(client, `'ticket_number'`, most.ticket);
    await client.query('commit');
    return new Ids(next);
  }

  take(of: Numbered): string {
    return String(this.block(of, 1));
  }

  /** Returns the first of so many. */
  block(of: Numbered, many: number): number {
    const first = this.next[of];
    this.next[of] = first + many;
    return first;
  }

  /** How many were taken of those that begin with 1. */
  taken(): Counters {
    return Object.fromEntries(NUMBERED.map((table) => [table, this.next[table] - 1])) as unknown as Counters;
  }
}

async function moved(client: pg.Client, sequence: string, by: number): Promise<number> {
  const { rows } = await client.query<{ first: string }>(`select nextval(${sequence}) as first`);
  const first = Number(rows[0]!.first);
  await client.query(`select setval(${sequence}, $1::bigint)`, [first + by]);
  return first;
}
