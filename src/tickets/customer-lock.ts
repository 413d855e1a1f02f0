import { type Database, sql } from '../platform/database/index.js';

const LOCKED = Symbol('customers locked');

/**
 * Locks the customer's row until commit and returns the name. Of two messages at the same moment the second waits here
 * and then sees what the first made. A transaction asks once.
 */
export function lockCustomer(database: Database, id: string): Promise<string> {
  const locked = database.note(LOCKED, () => new Map<string, Promise<string>>());
  const name = locked.get(id) ?? lock(database, id);
  locked.set(id, name);
  return name;
}

async function lock(database: Database, id: string): Promise<string> {
  const { name } = await database.one<{ name: string }>(
    sql`select name from customer where id = ${id} for update`,
  );
  return name;
}
