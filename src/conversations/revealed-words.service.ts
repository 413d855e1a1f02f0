import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';

/** Pages and programs get the words of messages with the personal numbers masked; here they are in full. */
@Injectable()
export class RevealedWords {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** The caller has checked the member's right. An event and the audit list record who looked. */
  async reveal(messageId: string, by: Actor): Promise<string> {
    return this.database.transaction(async () => {
      const { text, customerId } = await this.database.one<{ text: string; customerId: string }>(sql`
        select concat_ws(E'\n', nullif(m.text, ''), m.content ->> 'description') text, c.customer_id
          from message m join conversation c on c.id = m.conversation_id where m.id = ${messageId}`);
      const subject = { type: 'customer', id: customerId } as const;
      await this.events.record('customer.words_revealed', subject, { messageId }, by);
      await this.audit.record({
        action: 'message.revealed',
        subject: { type: 'message', id: messageId },
        by,
      });
      return text;
    });
  }
}
