import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { renewCiphers, Vault } from '../../platform/crypto/index.js';
import { Database, sql, type Sql } from '../../platform/database/index.js';
import type { LocalizedText } from '../../platform/text/index.js';
import type { GroupRule } from './group-rules.js';
import type { ProviderAccess } from './identity-provider.js';

/** A provider as administrators see it, which is without its secret. */
export interface Provider {
  id: string;
  key: string;
  kind: string;
  name: LocalizedText;
  settings: Record<string, string>;
  linksByEmail: boolean;
  enabled: boolean;
  workedAt: Date | null;
  groups: GroupRule[];
}

/** An empty secret means the stored one. */
export type ProviderDraft = Omit<Provider, 'id' | 'workedAt'> & { secret: string };

const CONTEXT = 'identity_provider.secret';

const selectProvider = sql`
  select p.id, p.key, p.kind, p.name, p.settings, p.links_by_email, p.enabled, p.worked_at,
         coalesce((select jsonb_agg(jsonb_build_object('name', g.name, 'role', g.role, 'departmentId', g.department_id::text)
                                    order by g.position)
                     from identity_provider_group g where g.provider_id = p.id), '[]') as groups
    from identity_provider p`;

/** Providers as they are stored, with the secret encrypted. */
@Injectable()
export class KeptProviders {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  list(where: Sql = sql`true`): Promise<Provider[]> {
    return this.database.rows<Provider>(sql`${selectProvider} where ${where} order by p.id`);
  }

  async find(key: string): Promise<Provider | undefined> {
    return (await this.list(sql`p.key = ${key}`))[0];
  }

  /** Whoever else changes this provider, or signs in through it, waits until commit. */
  async lock(key: string): Promise<Provider | undefined> {
    await this.database.run(sql`select from identity_provider where key = ${key} for update`);
    return this.find(key);
  }

  async access({ id, kind, settings }: Provider): Promise<ProviderAccess> {
    const { secretCipher } = await this.database.one<{ secretCipher: string }>(
      sql`select secret_cipher from identity_provider where id = ${id}`,
    );
    return { kind, settings, secret: this.vault.decrypt(secretCipher, CONTEXT) };
  }

  /** Returns false if the key is taken. */
  async add(draft: ProviderDraft): Promise<boolean> {
    const made = await this.database.maybe<{ id: string }>(sql`
      insert into identity_provider (key, kind, name, settings, secret_cipher, links_by_email, enabled, created_at)
      values (${draft.key}, ${draft.kind}, ${JSON.stringify(draft.name)}::jsonb,
              ${JSON.stringify(draft.settings)}::jsonb, ${this.vault.encrypt(draft.secret, CONTEXT)},
              ${draft.linksByEmail}, ${draft.enabled}, ${this.clock.now()})
      on conflict (key) do nothing returning id`);
    if (made) await this.writeGroups(made.id, draft.groups);
    return made !== undefined;
  }

  /** With other settings or another secret it has yet to prove that it works. */
  async change(id: string, { name, settings, secret, linksByEmail, enabled, groups }: ProviderDraft) {
    const cipher = secret === '' ? null : this.vault.encrypt(secret, CONTEXT);
    await this.database.run(sql`
      update identity_provider
         set name = ${JSON.stringify(name)}::jsonb, settings = ${JSON.stringify(settings)}::jsonb,
             secret_cipher = coalesce(${cipher}, secret_cipher), links_by_email = ${linksByEmail},
             enabled = ${enabled},
             worked_at = case when ${cipher}::text is null and settings = ${JSON.stringify(settings)}::jsonb
                              then worked_at end
       where id = ${id}`);
    await this.writeGroups(id, groups);
  }

  async remove(id: string): Promise<void> {
    await this.database.run(sql`delete from identity_provider where id = ${id}`);
  }

  /** Returns false if the account belongs to another member, or the member has another account there. */
  async join(id: string, subject: string, memberId: string): Promise<boolean> {
    const joined = await this.database.run(sql`
      insert into member_identity (provider_id, subject, member_id, created_at)
      values (${id}, ${subject}, ${memberId}, ${this.clock.now()}) on conflict do nothing`);
    return joined > 0;
  }

  /** Somebody came in through it. */
  async worked(id: string, memberId: string): Promise<void> {
    const now = this.clock.now();
    await this.database.run(sql`update identity_provider set worked_at = ${now} where id = ${id}`);
    await this.database.run(sql`
      update member_identity set last_used_at = ${now} where provider_id = ${id} and member_id = ${memberId}`);
  }

  /** Encrypts every secret anew and returns how many there are. */
  renew(): Promise<number> {
    return renewCiphers(this.database, this.vault, {
      table: 'identity_provider',
      id: 'id',
      contexts: { secret_cipher: CONTEXT },
    });
  }

  private async writeGroups(id: string, groups: GroupRule[]): Promise<void> {
    await this.database.run(sql`delete from identity_provider_group where provider_id = ${id}`);
    await this.database.run(sql`
      insert into identity_provider_group (provider_id, position, name, role, department_id)
      select ${id}::bigint, g.place, g.rule ->> 'name', g.rule ->> 'role', (g.rule ->> 'departmentId')::bigint
        from jsonb_array_elements(${JSON.stringify(groups)}::jsonb) with ordinality g (rule, place)`);
  }
}
