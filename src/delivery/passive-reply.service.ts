import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Held } from '../platform/held/index.js';
import { moving } from './moving.js';
import { saidSince } from './staleness.js';
import { MAX_BYTES } from './split-text.js';

/**
 * The answer to a push may carry the oldest ready delivery of that identity, which does not use the
 * allowance. The delivery counts as accepted at once, because a repeated push gets the same answer again.
 */
@Injectable()
export class PassiveReply {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly held: Held,
  ) {}

  /** The statement `keeping` stores the text that is sent, so that a repeated push gets the same text. */
  async take(identityId: string, keeping: Sql): Promise<string | null> {
    if (await this.held.isHeld()) return null;
    const now = this.clock.now();
    const taken = await this.database.maybe<{
      id: string;
      purpose: string;
      conversationId: string;
      text: string;
    }>(sql`
      with taken as (
        ${moving('answer', {
          which: sql`
            d.id = (select d.id from delivery d
                     where d.identity_id = ${identityId} and (d.state = 'sending' or d.state = 'planned' and not ${saidSince})
                     order by d.id limit 1 for update)
              and d.due_at <= ${now} and octet_length(d.content->>'text') <= ${MAX_BYTES} and d.content->'attachment' is null
              and not exists (select 1 from delivery j where j.joined_to = d.id)`,
          set: sql`route = 'passive', attempts = attempts + 1, due_at = null, sent_at = ${now}, settled_at = ${now}, reason = null`,
        })}
        returning id, purpose, conversation_id, content->>'text' as text
      ), kept as (${keeping})
      select * from taken`);
    if (!taken) return null;
    const fact = { deliveryId: taken.id, purpose: taken.purpose, route: 'passive' } as const;
    await this.events.record('delivery.accepted', { type: 'conversation', id: taken.conversationId }, fact);
    return taken.text;
  }
}
