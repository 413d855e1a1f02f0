import { Injectable } from '@nestjs/common';
import { Sending } from '../delivery/index.js';
import { DueWork } from '../escalation/index.js';
import type { Member } from '../staff/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Desk, type Matter, Till } from './actors.service.js';
import type { Deed } from './storyline.js';

/** After each deed it does what the schedules would have done meanwhile. */
@Injectable()
export class Performing {
  constructor(
    private readonly database: Database,
    private readonly desk: Desk,
    private readonly till: Till,
    private readonly sending: Sending,
    private readonly due: DueWork,
  ) {}

  async act(member: Member, openid: string, deed: Exclude<Deed, { does: 'says' | 'taps' }>): Promise<void> {
    const deeds: Record<string, (member: Member, matter: Matter, deed: never) => Promise<unknown>> = {
      ...this.desk.deeds,
      ...this.till.deeds,
    };
    await deeds[deed.does]!(member, await this.matterOf(openid), deed as never);
  }

  async settle(): Promise<void> {
    await this.sending.drain();
    await this.due.settle();
  }

  private matterOf(openid: string): Promise<Matter> {
    return this.database.one<Matter>(sql`
      select 'T' || t.number number, c.id conversation_id, t.fields,
             (select h.id from handoff h where h.ticket_id = t.id and h.state = 'offered') handoff_id,
             (select jsonb_build_object('id', r.id::text, 'version', r.version) from refund r
               where r.ticket_id = t.id order by r.id desc limit 1) refund
        from identity i
        join conversation c on c.identity_id = i.id
        join ticket t on t.identity_id = i.id
       where i.external_id = ${openid} order by t.id desc, c.id desc limit 1`);
  }
}
