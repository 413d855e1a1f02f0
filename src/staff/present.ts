import { type Database, sql } from '../platform/database/index.js';
import { Forbidden } from '../platform/http/index.js';
import type { Member } from './member.js';

/**
 * Is asked before a member becomes the holder of something. The account may have been disabled since the request was
 * let in; disabling it from now on waits for the caller's transaction, and then gives back what it made the member
 * hold. Throws `Forbidden` (`member_disabled`).
 */
export async function requireActive(database: Database, member: Member): Promise<void> {
  const active = await database.maybe(sql`
    select 1 from member where id = ${member.id} and state = 'active' for share`);
  if (!active) throw new Forbidden('member_disabled', 'This account is disabled. Ask your administrator.');
}
