import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { Conflict, Invalid, NotFound } from '../../platform/http/index.js';
import type { LocalizedText } from '../../platform/text/index.js';
import type { Member } from '../member.js';
import { PasswordAccess } from '../password-access.service.js';
import { Roster } from '../roster.service.js';
import { SecondStep } from '../second-factor/second-step.service.js';
import { Sessions } from '../sessions.service.js';
import type { Claims } from './identity-provider.js';
import { KeptProviders } from './kept-providers.service.js';

/** An account of a provider through which a member may sign in. */
export interface JoinedAccount {
  key: string;
  kind: string;
  name: LocalizedText;
  /** Nobody can sign in through the provider while it is off. */
  enabled: boolean;
  joinedAt: Date;
  lastUsedAt: Date | null;
}

/** Whose login asks to join an account. `through` names the provider by which it began, if one did. */
export interface JoiningLogin {
  memberId: string;
  through?: string | null;
}

/** Which accounts elsewhere belong to a member. */
@Injectable()
export class JoinedAccounts {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly kept: KeptProviders,
    private readonly roster: Roster,
    private readonly sessions: Sessions,
    private readonly secondStep: SecondStep,
  ) {}

  async of(memberId: string): Promise<JoinedAccount[]> {
    return this.database.rows<JoinedAccount>(sql`
      select p.key, p.kind, p.name, p.enabled, i.created_at as joined_at, i.last_used_at
        from member_identity i join identity_provider p on p.id = i.provider_id
       where i.member_id = ${memberId} order by p.id`);
  }

  /**
   * Joining the same account again changes nothing. Throws `Invalid`: `sign_in_over`, `second_factor_due`,
   * `account_of_another`, or `other_account_joined`.
   */
  async join(key: string, { subject }: Claims, { memberId, through }: JoiningLogin): Promise<void> {
    await this.database.transaction(async () => {
      const provider = await this.kept.lock(key);
      const held = await this.secondStep.heldBy(memberId, through);
      if (!provider?.enabled || !held) throw new Invalid('sign_in_over');
      // The account would be a way in past the second factor that the role came to need while the provider was asked.
      if (held.barred) throw new Invalid('second_factor_due');
      const { member } = held;
      if (await this.kept.join(provider.id, subject, memberId)) {
        await this.record('member.account_joined', key, member, member);
        return;
      }
      const holder = await this.database.maybe<{ memberId: string }>(sql`
        select member_id from member_identity where provider_id = ${provider.id} and subject = ${subject}`);
      if (holder?.memberId === memberId) return;
      throw new Invalid(holder ? 'account_of_another' : 'other_account_joined', { provider: provider.name });
    });
  }

  /**
   * Log-ins through the account end, except `loginId`. Throws `NotFound`, or `Conflict` (`last_way_in`) for the last
   * account of a member who cannot sign in with a password; an administrator may take that away from somebody else.
   */
  async part(memberId: string, key: string, by: Member, loginId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`select from member where id = ${memberId} for no key update`);
      const member = await this.roster.byId(memberId);
      const parted = await this.database.run(sql`
        delete from member_identity i using identity_provider p
         where p.id = i.provider_id and p.key = ${key} and i.member_id = ${memberId}`);
      if (parted === 0) throw new NotFound('account_not_joined');
      if (by.id === memberId) await this.requireAWay(member);
      await this.sessions.endThrough(memberId, key, by, loginId);
      await this.record('member.account_parted', key, member, by);
    });
  }

  private async requireAWay({ id, isAdmin }: Member): Promise<void> {
    const { stuck } = await this.database.one<{ stuck: boolean }>(sql`
      select not ${PasswordAccess.allowed} and not exists (
        select from member_identity i join identity_provider p on p.id = i.provider_id
         where i.member_id = ${id} and p.enabled) as stuck`);
    if (stuck && !isAdmin) throw new Conflict('last_way_in');
  }

  private record(action: string, provider: string, { subject }: Member, by: Member): Promise<void> {
    return this.audit.record({ action, subject, after: { provider }, by });
  }
}
