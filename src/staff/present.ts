import { type Database, sql } from '../platform/database/index.js';
import { Forbidden } from '../platform/http/index.js';
import type { Member } from './member.js';

/**
 * Asked before a member becomes the holder of something. Whoever disables the account meanwhile waits for this
 * transaction, and then also frees what the member came to hold by it. Throws `Forbidden` (`member_disabled`).
 */
export async function requireActive(database: Database, member: Member): Promise<void> {
  const active = await database.maybe(sql`
    select 1 from member where id = ${member.id} and state = 'active' for share`);
  if (!active) throw new Forbidden('member_disabled');
}
