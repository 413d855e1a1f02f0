import { Injectable } from '@nestjs/common';
import { RevealedWords } from '../../conversations/index.js';
import type { Member } from '../../staff/index.js';
import { CustomerRights, visibleTo } from '../../tickets/index.js';
import { Database, isId, sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { readableBy } from './conversations.queries.js';

/** The right is that of the customer's telephone number: only who works for the customer may look. */
@Injectable()
export class SealedWords {
  constructor(
    private readonly database: Database,
    private readonly rights: CustomerRights,
    private readonly words: RevealedWords,
  ) {}

  async reveal(member: Member, messageId: string): Promise<string> {
    await this.rights.require(member, await this.customerOf(member, messageId));
    return this.words.reveal(messageId, member);
  }

  async customerOf(member: Member, messageId: string): Promise<string> {
    const found = await this.database.maybe<{ customerId: string }>(sql`
      select c.customer_id from message m join conversation c on c.id = m.conversation_id
       where m.id = ${isId(messageId) ? messageId : null} and not c.is_test
         and (${readableBy(member)} or exists (
           select 1 from ticket t where t.identity_id = c.identity_id and ${visibleTo(member)}))`);
    if (!found) throw new NotFound('message_not_found');
    return found.customerId;
  }
}
