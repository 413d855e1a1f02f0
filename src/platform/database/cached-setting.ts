import sql from 'sql-template-tag';
import type { Database } from './database.js';

export type Topic = 'triage' | 'ticket_types' | 'sla';

const STAMPS = Symbol('revision stamps');

/**
 * Keeps settings that are read often and changed rarely, and reads them again after any process has changed
 * them. A transaction asks only once whether they have changed, so code that changes settings must not read
 * them here.
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
