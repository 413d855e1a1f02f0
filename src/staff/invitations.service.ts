import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed, newToken } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, type Fault, Forbidden, Invalid, NotFound } from '../platform/http/index.js';
import { emailOf, nameOf } from './account.js';
import type { Invitation, Invitee } from './invitation.js';
import type { Member } from './member.js';
import { MAY_INVITE } from './role.js';

const SEVEN_DAYS_MS = 7 * 24 * 3_600_000;

@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the token for the link, which is shown once. Throws `Forbidden`, `Invalid`, or `Conflict`
   * (`email_taken`, `already_invited`).
   */
  async invite(invitee: Invitee, by: Member): Promise<{ id: string; token: string }> {
    refuseBeyondRights(invitee, by);
    const wanted = { ...invitee, email: emailOf(invitee.email), name: nameOf(invitee.name) };
    return this.database.transaction(async () => {
      await this.refuseUnfit(wanted);
      await this.clearExpired(wanted.email);
      return this.insert(wanted, by);
    });
  }

  /** The old link stops working. Whoever holds the new one brings the person in, whoever wrote the first. */
  async renew(id: string, by: Member): Promise<{ id: string; token: string }> {
    return this.database.transaction(async () => {
      refuseBeyondRights(await this.open(id), by);
      const token = newToken();
      await this.database.run(sql`
        update invitation set token_hash = ${hashed(token)}, expires_at = ${this.expiry()},
               invited_by = ${by.id}, invited_by_admin = ${by.isAdmin}
         where id = ${id}`);
      await this.events.record('member.invitation_renewed', by.subject, { invitationId: id }, by);
      return { id, token };
    });
  }

  async revoke(id: string, by: Member): Promise<void> {
    await this.database.transaction(async () => {
      refuseBeyondRights(await this.open(id), by);
      await this.database.run(sql`update invitation set revoked_at = ${this.clock.now()} where id = ${id}`);
      await this.events.record('member.invitation_revoked', by.subject, { invitationId: id }, by);
    });
  }

  /** Expired invitations are listed too, so that they can be renewed. */
  async list(member: Member): Promise<Invitation[]> {
    return this.database.rows<Invitation>(sql`
      select id, email, name, role, department_ids::text[] as department_ids, created_at, expires_at from invitation
       where accepted_at is null and revoked_at is null and role = any(${[...MAY_INVITE[member.role]]}::text[])
         and (${member.isAdmin} or (department_ids <> '{}' and department_ids <@ ${member.departmentIds}::bigint[]))
       order by id desc`);
  }

  private async open(id: string): Promise<Invitation> {
    const found = await this.database.maybe<Invitation>(sql`
      select id, email, name, role, department_ids::text[] as department_ids, created_at, expires_at from invitation
       where id = ${id} and accepted_at is null and revoked_at is null for update`);
    if (!found) throw new NotFound('invitation_not_found');
    return found;
  }

  private async refuseUnfit({ email, departmentIds }: Invitee): Promise<void> {
    const { taken, known } = await this.database.one<{ taken: boolean; known: number }>(sql`
      select exists (select from member where lower(email) = ${email}) as taken,
             (select count(*)::int from department where id = any(${departmentIds}::bigint[])) as known`);
    if (taken)
      throw new Conflict('email_taken', {
        fields: { email: 'email_taken' },
      });
    if (known !== new Set(departmentIds).size) {
      throw Invalid.field('departments', 'unknown');
    }
  }

  private async clearExpired(email: string): Promise<void> {
    await this.database.run(sql`
      update invitation set revoked_at = ${this.clock.now()}
       where lower(email) = ${email} and accepted_at is null and revoked_at is null
         and expires_at <= ${this.clock.now()}`);
  }

  private async insert(invitee: Invitee, by: Member): Promise<{ id: string; token: string }> {
    const { email, name, role, departmentIds } = invitee;
    const token = newToken();
    const made = await this.database.maybe<{ id: string }>(sql`
      insert into invitation (email, name, role, department_ids, token_hash, invited_by, invited_by_admin, created_at,
                              expires_at)
      values (${email}, ${name}, ${role}, ${departmentIds}::bigint[], ${hashed(token)}, ${by.id}, ${by.isAdmin},
              ${this.clock.now()}, ${this.expiry()})
      on conflict (lower(email)) where accepted_at is null and revoked_at is null do nothing returning id`);
    if (!made)
      throw new Conflict('already_invited', {
        fields: { email: 'already_invited' },
      });
    await this.events.record(
      'member.invited',
      by.subject,
      { invitationId: made.id, role, departmentIds },
      by,
    );
    return { id: made.id, token };
  }

  private expiry(): Date {
    return new Date(this.clock.now().getTime() + SEVEN_DAYS_MS);
  }
}

function refuseBeyondRights({ role, departmentIds }: Invitee, by: Member): void {
  if (!MAY_INVITE[by.role].includes(role)) throw notAllowed({ role: 'not_allowed' });
  if (by.isAdmin) return;
  if (departmentIds.length === 0) throw notAllowed({ departments: 'unknown' });
  if (!departmentIds.every((id) => by.belongsTo(id))) throw notAllowed({ departments: 'not_allowed' });
}

function notAllowed(fields: Record<string, Fault>): Forbidden {
  return new Forbidden('not_allowed', { fields });
}
