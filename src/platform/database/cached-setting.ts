import sql from 'sql-template-tag';
import type { Database } from './database.js';

/** What is kept in memory: a row of `revision`, which triggers on the tables behind it change. */
export type Topic = 'triage' | 'ticket_types' | 'sla';

const STAMPS = Symbol('revision stamps');

/**
 * Settings that are read all the time and changed now and then. They are read anew once anybody has changed them, in
 * whichever process; a transaction asks once whether that is so. What changes settings does not read them here: its own
 * changes may come after it has asked.
 */
export class CachedSetting<T> {
  private kept?: { stamp: string; value: T };

  constructor(
    private readonly database: Database,
    private readonly topic: Topic,
    private readonly read: () => Promise<T>,
  ) {}

  async get(): Promise<T> {
    const stamp = (await stamps(this.database)).get(this.topic)!;
    if (this.kept?.stamp === stamp) return this.kept.value;
    const value = await this.read();
    this.kept = { stamp, value };
    return value;
  }
}

function stamps(database: Database): Promise<Map<string, string>> {
  return database.inTransaction ? database.note(STAMPS, () => ask(database)) : ask(database);
}

async function ask(database: Database): Promise<Map<string, string>> {
  const rows = await database.rows<{ topic: string; stamp: string }>(sql`select topic, stamp from revision`);
  return new Map(rows.map(({ topic, stamp }) => [topic, stamp]));
}
