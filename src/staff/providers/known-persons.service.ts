import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { AppError, Forbidden, Invalid } from '../../platform/http/index.js';
import { GroupRights } from './group-rights.service.js';
import { grantOf } from './group-rules.js';
import type { Claims } from './identity-provider.js';
import { KeptProviders, type Provider } from './kept-providers.service.js';
import type { Member } from '../member.js';
import { type Coming, Newcomers } from './newcomers.service.js';
import { Roster } from '../roster.service.js';

/** Says which member a person is whom a provider knows, and whether that member may come in. */
@Injectable()
export class KnownPersons {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly kept: KeptProviders,
    private readonly newcomers: Newcomers,
    private readonly rights: GroupRights,
    private readonly roster: Roster,
  ) {}

  /** What was found out is kept even where the person is refused. Throws `Invalid` or `Forbidden`. */
  async admit(provider: Provider, claims: Claims, coming: Coming): Promise<Member> {
    const outcome = await this.database.transaction(() => this.recognise(provider.key, claims, coming));
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  }

  private async recognise(key: string, claims: Claims, coming: Coming): Promise<Member | AppError> {
    const provider = await this.kept.lock(key);
    if (!provider?.enabled) return new Invalid('sign_in_over');
    const known = await this.known(provider, claims);
    if (known !== undefined && coming.invitationHash !== null)
      return new Invalid('account_of_another', { provider: provider.name });
    const met = known ?? (await this.newcomers.meet(provider, claims, coming));
    if (met instanceof AppError) return met;
    const member = await this.roster.byId(met);
    if (member.state === 'disabled') return this.refuse(member, 'disabled', 'member_disabled');
    const stays = await this.rights.follow(provider, member, grantOf(provider.groups, claims.groups));
    if (!stays) return this.refuse(member, 'groups', 'no_group');
    await this.kept.worked(provider.id, member.id);
    await this.events.record('member.signed_in', member.subject, { provider: key }, member);
    return this.roster.byId(member.id);
  }

  private async known({ id }: Provider, { subject }: Claims): Promise<string | undefined> {
    const row = await this.database.maybe<{ memberId: string }>(sql`
      select member_id from member_identity where provider_id = ${id} and subject = ${subject}`);
    return row?.memberId;
  }

  private async refuse({ subject }: Member, reason: 'disabled' | 'groups', code: string): Promise<Forbidden> {
    await this.events.record('member.sign_in_failed', subject, { reason });
    return new Forbidden(code);
  }
}
