import { Injectable } from '@nestjs/common';
import { Database, isId, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { masked } from '../platform/reading/index.js';

/** `seen` is the id of the newest message that whoever acts has seen. Without it nothing is asked. */
export interface Seen {
  seen?: string | undefined;
}

const MOST_SHOWN = 5;

/**
 * Whoever ends, solves or answers from a page that does not show the customer's newest words is asked first, because
 * these words would then be in nobody's list.
 */
@Injectable()
export class Unread {
  constructor(private readonly database: Database) {}

  /** A page asks this before it reads the messages, so that it never claims to show a later one. */
  async newest(identityId: string | null): Promise<string> {
    const row = await this.database.maybe<{ id: string }>(sql`
      select m.id from conversation c join message m on m.conversation_id = c.id
       where c.identity_id = ${identityId} and not c.is_test and m.direction = 'in'
       order by m.id desc limit 1`);
    return row?.id ?? '0';
  }

  /**
   * The conversation must be locked: the customer's next message then waits. Throws `Conflict` (`words_unseen`) with
   * the new messages.
   */
  async requireSeen(identityId: string | null, { seen }: Seen): Promise<void> {
    if (seen === undefined || seen === '' || identityId === null) return;
    if (!isId(seen) && seen !== '0') throw Invalid.field('seen', 'unknown');
    const messages = await this.database.rows<{ id: string; kind: string; text: string }>(sql`
      select m.id, m.kind, m.text from conversation c join message m on m.conversation_id = c.id
       where c.identity_id = ${identityId} and not c.is_test and m.direction = 'in' and m.id > ${seen}
       order by m.id limit ${MOST_SHOWN}`);
    if (messages.length === 0) return;
    const shown = messages.map((message) => ({ ...message, text: masked(message.text) }));
    const words = shown.map(({ kind, text }) => (text === '' ? `[${kind}]` : text)).join(' / ');
    throw new Conflict('words_unseen', { words, messages: shown });
  }
}
