import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyInto, type Sheets, TABLES } from './sheets.js';

/** Connections that take turns, so that rows are made while others are being stored. */
export class Copying {
  private readonly underWay = new Set<Promise<void>>();
  private failure: Error | undefined;

  private constructor(
    private readonly idle: pg.Client[],
    private readonly schema: string,
  ) {}

  static async open(connectionString: string, connections: number, schema = ''): Promise<Copying> {
    const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString }));
    for (const client of clients) {
      await client.connect();
      await prepare(client);
    }
    return new Copying(clients, schema);
  }

  /** Waits for a free connection and not for the rows to be stored. Throws what an earlier call ran into. */
  store(sheets: Sheets): Promise<void> {
    return this.run(async (client) => {
      for (const table of TABLES) await copy(client, copyInto(table, this.schema), sheets.of(table));
    });
  }

  /** Waits for a free connection and not for the work, which is one transaction. */
  async run(work: (client: pg.Client) => Promise<void>): Promise<void> {
    while (this.idle.length === 0) await Promise.race(this.underWay);
    if (this.failure !== undefined) throw this.failure;
    const client = this.idle.pop()!;
    const storing = inOneTransaction(client, work)
      .catch((error: Error) => void (this.failure ??= error))
      .then(() => {
        this.idle.push(client);
        this.underWay.delete(storing);
      });
    this.underWay.add(storing);
  }

  async finish(): Promise<void> {
    await Promise.all(this.underWay);
    if (this.failure !== undefined) throw this.failure;
  }

  async close(): Promise<void> {
    await Promise.all(this.underWay);
    await Promise.all(this.idle.map((client) => client.end()));
  }
}

/** Nothing is lost that a second run would not make again, so nobody waits for the disk. */
async function prepare(client: pg.Client): Promise<void> {
  await client.query('set synchronous_commit = off');
  const { rows } = await client.query<{ may: boolean }>(
    `select rolsuper as may from pg_roles where rolname = current_user`,
  );
  // Rows name only rows that stand before them. Asking for each of them again takes longer than storing them.
  if (rows[0]?.may) await client.query('set session_replication_role = replica');
}

async function inOneTransaction(
  client: pg.Client,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  await client.query('begin');
  try {
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function copy(client: pg.Client, into: string, rows: Buffer): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(into));
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  stream.end(rows);
  await Promise.race([once(stream, 'finish'), failed]);
}
