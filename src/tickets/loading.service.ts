import { Injectable } from '@nestjs/common';
import { type Seen, Unread } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { assigned, Database, sql, type Sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { Clock } from '../platform/clock/index.js';
import { Live } from '../platform/live/index.js';
import { type Act, ruleOf } from './lifecycle.js';
import { mayDo, type Refusal } from './may.js';
import { parseNumber } from './number.js';
import { type Holder, refusal } from './refusal.js';
import { Ticket } from './ticket.js';
import { visibleTo } from './visibility.js';

/** Only tickets that the member may see are loaded. They are locked until commit. */
@Injectable()
export class Tickets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly unread: Unread,
  ) {}

  /**
   * Accepts any spelling of the number. Throws `NotFound` if the ticket does not exist or the member may not know
   * that it does.
   */
  async lock(member: Member, number: string): Promise<Ticket> {
    return this.lockWhere(sql`t.number = ${parseNumber(number)} and ${visibleTo(member)}`);
  }

  /** Throws `words_unseen` too, if the customer has written since `seen`. */
  async lockFor(member: Member, number: string, act: Act, seen: Seen = {}): Promise<Ticket> {
    const ticket = await this.lock(member, number);
    await this.require(member, act, ticket);
    await this.unread.requireSeen(ticket.identityId, seen);
    return ticket;
  }

  /** Keeps no lock, because it serves acts whose data another module writes. */
  async requireMay(member: Member, number: string, act: Act): Promise<void> {
    await this.database.transaction(() => this.lockFor(member, number, act));
  }

  /** Throws the reason if the member may not do this to the locked ticket now; `already_claimed` names the holder. */
  async require(member: Member, act: Act, ticket: Ticket): Promise<void> {
    if (ruleOf(act).when?.endsWith('offered')) ticket.offeredTo = await this.offeredTo(ticket);
    const refused = mayDo(member, act, ticket);
    if (refused) throw await this.refusal(refused, ticket);
  }

  /** Checks nobody's right: it serves reactions and other modules, which act for no member. */
  async lockById(id: string): Promise<Ticket> {
    return this.lockWhere(sql`t.id = ${id}`);
  }

  change(ticket: Ticket, changes: Partial<Ticket>): void {
    Object.assign(ticket, changes, { version: ticket.version + 1, updatedAt: this.clock.now() });
    const { status, stage, version, updatedAt } = ticket;
    const row = { ...changes, status, stage, version, updatedAt };
    void this.database.send(sql`update ticket set ${assigned(row)} where id = ${ticket.id}`);
    this.hint(ticket);
  }

  hint(ticket: Ticket): void {
    const departments = [...new Set([ticket.departmentId, ...ticket.audience])];
    this.live.changed({ ticket: ticket.id, conversation: ticket.conversationId ?? undefined, departments });
  }

  private async offeredTo(ticket: Ticket): Promise<string | null> {
    const offer = await this.database.maybe<{ to: string }>(
      sql`select to_department_id "to" from handoff where ticket_id = ${ticket.id} and state = 'offered'`,
    );
    return offer?.to ?? null;
  }

  private async refusal(code: Refusal, ticket: Ticket): Promise<Error> {
    const held = code === 'already_claimed' ? ticket.assigneeId : null;
    const holder =
      held === null
        ? undefined
        : await this.database.maybe<Holder>(sql`select id, name from member where id = ${held}`);
    return refusal(code, ticket, holder);
  }

  /**
   * A customer's message locks its conversation first and then its tickets. Acts on tickets also write into
   * conversations, so they must lock in the same order: otherwise two transactions could wait for each other forever.
   */
  private async lockWhere(condition: Sql): Promise<Ticket> {
    void this.database.send(sql`
      select 1 from conversation c
       where c.state <> 'ended' and c.identity_id = (select t.identity_id from ticket t where ${condition}) for update`);
    const row = await this.database.maybe<object>(sql`
      select t.*, array(select unnest(array[h.from_department_id, h.to_department_id])::text
                          from handoff h where h.ticket_id = t.id) audience
        from ticket t where ${condition} for update of t`);
    if (!row) throw new NotFound('ticket_not_found');
    return Object.assign(new Ticket(), row);
  }
}
