import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Signer } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { isId } from '../platform/text/index.js';
import type { Member } from '../staff/index.js';
import { Tickets } from '../tickets/index.js';

const PURPOSE = 'tracking';
const DAY_MS = 86_400_000;
const VALID_DAYS = 180;
/** Links expire only on every thirtieth day, so that the link of a ticket stays the same for a month. */
const STEP_DAYS = 30;
/** The links of a ticket before any of them was revoked. They name no generation. */
const FIRST = 0;

/** A link shows a ticket without a login. Whoever has it may look, nobody can forge one, and it can be revoked. */
@Injectable()
export class TrackingLinks {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly signer: Signer,
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly audit: Audit,
  ) {}

  /** Returns `https://…/t/<token>`, which is valid for at least 180 days. */
  async linkFor(ticketId: string): Promise<string> {
    return (await this.linksFor([ticketId])).get(ticketId)!;
  }

  async linksFor(ticketIds: readonly string[]): Promise<Map<string, string>> {
    const revoked = await this.database.rows<{ ticketId: string; generation: number }>(sql`
      select ticket_id, generation from tracking_revocation where ticket_id = any(${[...ticketIds]}::bigint[])`);
    const generationOf = new Map(revoked.map(({ ticketId, generation }) => [ticketId, generation]));
    return new Map(ticketIds.map((id) => [id, this.link(id, generationOf.get(id) ?? FIRST)]));
  }

  /** Returns the id of the ticket, or null for a link that is forged, too old or revoked. */
  async open(token: string): Promise<string | null> {
    const payload = token.length <= 100 ? this.signer.verify(PURPOSE, token) : null;
    const [ticketId = '', lastDay, generation = String(FIRST)] = payload?.split('~') ?? [];
    if (!isId(ticketId) || !(Number(lastDay) >= this.today)) return null;
    return (await this.generationOf(ticketId)) === Number(generation) ? ticketId : null;
  }

  /** All links of the ticket that anybody holds end at once. The next one that is asked for is a new one. */
  async revoke(by: Member, number: string): Promise<void> {
    await this.database.transaction(async () => {
      const { id } = await this.tickets.lockFor(by, number, 'revoke_link');
      await this.database.run(sql`
        insert into tracking_revocation (ticket_id, generation, revoked_at, revoked_by)
        values (${id}, 1, ${this.clock.now()}, ${by.id})
        on conflict (ticket_id) do update set generation = tracking_revocation.generation + 1,
               revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by`);
      const subject = { type: 'ticket', id };
      await this.audit.record({ action: 'ticket.tracking_link_revoked', subject, by });
    });
  }

  private async generationOf(ticketId: string): Promise<number> {
    const row = await this.database.maybe<{ generation: number }>(
      sql`select generation from tracking_revocation where ticket_id = ${ticketId}`,
    );
    return row?.generation ?? FIRST;
  }

  private link(ticketId: string, generation: number): string {
    const lastDay = Math.ceil((this.today + VALID_DAYS) / STEP_DAYS) * STEP_DAYS;
    const payload = [ticketId, lastDay, ...(generation === FIRST ? [] : [generation])].join('~');
    return `${this.config.publicUrl}/t/${this.signer.sign(PURPOSE, payload)}`;
  }

  /** The day is counted from 1970-01-01. */
  private get today(): number {
    return Math.floor(this.clock.now().getTime() / DAY_MS);
  }
}
