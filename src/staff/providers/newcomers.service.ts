import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { newToken } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { SYSTEM } from '../../platform/events/index.js';
import { type AppError, Forbidden, Invalid } from '../../platform/http/index.js';
import { type Grant, grantOf } from './group-rules.js';
import type { Claims } from './identity-provider.js';
import { KeptProviders, type Provider } from './kept-providers.service.js';
import { Joinings } from '../joining.service.js';
import { Members } from '../members.service.js';

const NAME_LENGTH = 80;

interface Holder {
  id: string;
  state: 'active' | 'disabled';
}

/** What is known beside the provider's word: the language, and the invitation that is answered. */
export interface Coming {
  language?: string;
  invitationHash: string | null;
}

/** Somebody comes from a provider for the first time. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly database: Database,
    private readonly kept: KeptProviders,
    private readonly members: Members,
    private readonly joinings: Joinings,
    private readonly audit: Audit,
  ) {}

  /**
   * Returns the member's id: somebody who is here already where the provider may say so by a verified address, or a
   * new member whose groups give a role. Otherwise it returns why the person is turned away.
   */
  async meet(provider: Provider, claims: Claims, coming: Coming): Promise<string | AppError> {
    const { language, invitationHash } = coming;
    if (invitationHash !== null) return this.welcome(provider, claims, { language, invitationHash });
    const email = claims.emailVerified ? claims.email : null;
    const holder = email === null ? undefined : await this.holderOf(email);
    if (holder && provider.linksByEmail) return this.link(provider, claims, holder);
    const grant = grantOf(provider.groups, claims.groups);
    if (!grant) return this.turnAway(provider, 'nobody_known');
    if (email === null) return this.turnAway(provider, 'email_unverified');
    if (holder) return this.turnAway(provider, 'account_exists');
    return this.create(provider, { ...claims, email }, { ...grant, language });
  }

  /** Whoever holds the invitation's link is the one who was invited, whatever the provider says about e-mail. */
  private async welcome(
    provider: Provider,
    { subject, name }: Claims,
    { language, invitationHash }: Coming & { invitationHash: string },
  ): Promise<string> {
    const given = { ...(name.trim() && { name: shortened(name) }), ...(language && { language }) };
    const { id } = await this.joinings.acceptThrough(invitationHash, { ...given, password: newToken() });
    await this.kept.join(provider.id, subject, id);
    await this.record(provider, id);
    return id;
  }

  private holderOf(email: string): Promise<Holder | undefined> {
    return this.database.maybe<Holder>(
      sql`select id, state from member where lower(email) = lower(${email.trim()})`,
    );
  }

  private async link(
    provider: Provider,
    { subject }: Claims,
    { id, state }: Holder,
  ): Promise<string | AppError> {
    if (state === 'disabled') return new Forbidden('member_disabled');
    if (!(await this.kept.join(provider.id, subject, id))) return this.turnAway(provider, 'account_exists');
    await this.record(provider, id);
    return id;
  }

  /** The made-up password is known to nobody, so that the provider is the only way in. */
  private async create(
    provider: Provider,
    { subject, name, email }: Claims & { email: string },
    { language, ...grant }: Grant & { language: string | undefined },
  ): Promise<string> {
    const shown = shortened(name) || email.split('@')[0]!;
    const given = { ...grant, email, name: shown, password: newToken(), ...(language && { language }) };
    const { id } = await this.members.create(given, SYSTEM);
    await this.kept.join(provider.id, subject, id);
    await this.record(provider, id);
    return id;
  }

  private record({ key }: Provider, id: string): Promise<void> {
    const after = { provider: key };
    return this.audit.record({ action: 'member.account_joined', subject: { type: 'member', id }, after });
  }

  private async turnAway({ key, name }: Provider, code: string): Promise<Invalid> {
    const subject = { type: 'provider', id: key };
    await this.audit.record({ action: 'provider.turned_away', subject, after: { reason: code } });
    return new Invalid(code, { provider: name });
  }
}

function shortened(name: string): string {
  return [...name.trim()].slice(0, NAME_LENGTH).join('');
}
