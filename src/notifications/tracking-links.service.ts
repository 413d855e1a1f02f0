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

/** A ticket as its links know it: revoking them counts `linkGeneration` up. */
export interface LinkedTicket {
  id: string;
  linkGeneration: number;
}

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
  linkTo({ id, linkGeneration }: LinkedTicket): string {
    const lastDay = Math.ceil((this.today + VALID_DAYS) / STEP_DAYS) * STEP_DAYS;
    const payload = [id, lastDay, ...(linkGeneration === FIRST ? [] : [linkGeneration])].join('~');
    return `${this.config.publicUrl}/t/${this.signer.sign(PURPOSE, payload)}`;
  }

  /**
   * Returns null for a link that is forged or too old. A link is revoked if its ticket has another generation, so
   * that whoever loads the ticket asks for both.
   */
  read(token: string): LinkedTicket | null {
    const payload = token.length <= 100 ? this.signer.verify(PURPOSE, token) : null;
    const [id = '', lastDay, generation = String(FIRST)] = payload?.split('~') ?? [];
    return isId(id) && Number(lastDay) >= this.today ? { id, linkGeneration: Number(generation) } : null;
  }

  /** All links of the ticket that anybody holds end at once. The next one that is asked for is a new one. */
  async revoke(by: Member, number: string): Promise<void> {
    await this.database.transaction(async () => {
      const { id } = await this.tickets.lockFor(by, number, 'revoke_link');
      await this.database.run(sql`update ticket set link_generation = link_generation + 1 where id = ${id}`);
      const subject = { type: 'ticket', id };
      await this.audit.record({ action: 'ticket.tracking_link_revoked', subject, by });
    });
  }

  /** The day is counted from 1970-01-01. */
  private get today(): number {
    return Math.floor(this.clock.now().getTime() / DAY_MS);
  }
}
