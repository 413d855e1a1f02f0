import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../platform/audit/index.js';
import { Config } from '../../platform/config/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { Conflict, type FieldFault, Invalid, NotFound } from '../../platform/http/index.js';
import { isBlank, KEY } from '../../platform/text/index.js';
import { Departments } from '../departments.service.js';
import { faultsOfRules, isEmptyRule } from './group-rules.js';
import { IdentityProviders, ProviderFault } from './identity-provider.js';
import { KeptProviders, type Provider, type ProviderDraft } from './kept-providers.service.js';
import { PasswordAccess } from '../password-access.service.js';

const MOST_SECRET = 2_000;

/** Providers as administrators set them up. */
@Injectable()
export class Providers {
  constructor(
    private readonly database: Database,
    private readonly kept: KeptProviders,
    private readonly kinds: IdentityProviders,
    private readonly departments: Departments,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  list(): Promise<Provider[]> {
    return this.kept.list();
  }

  /** Those that the sign-in page offers. */
  open(): Promise<Provider[]> {
    return this.kept.list(sql`p.enabled and p.kind = any(${this.kinds.kinds}::text[])`);
  }

  async byKey(key: string): Promise<Provider> {
    const found = await this.kept.find(key);
    if (!found) throw new NotFound('provider_not_found');
    return found;
  }

  /** Throws `Invalid` for a wrong field. */
  async add(draft: ProviderDraft): Promise<void> {
    const fit = await this.fit(draft);
    await this.database.transaction(async () => {
      if (!(await this.kept.add(fit))) throw Invalid.field('key', 'taken');
      await this.record('provider.added', fit.key, { after: withSecret(shown(fit), fit) });
    });
  }

  /**
   * What is fixed stays as it was, and so does a secret that is left empty. Throws `Invalid` for a wrong field, or
   * `Conflict` (`last_provider`) if members could sign in nowhere any more.
   */
  async change(key: string, draft: Omit<ProviderDraft, 'key' | 'kind'>): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.kept.lock(key);
      if (!before) throw new NotFound('provider_not_found');
      const { kind } = before;
      const settings = { ...draft.settings, ...this.fixedOf(before) };
      const fit = await this.fit({ ...draft, key, kind, settings }, before);
      await this.kept.change(before.id, fit);
      if (!fit.enabled) await this.requireAWay();
      const changed = difference(shown(before), shown(fit));
      await this.record('provider.changed', key, { ...changed, after: withSecret(changed.after ?? {}, fit) });
    });
  }

  /** Accounts that were joined by it are joined no more; the members stay. Throws `Conflict` (`last_provider`). */
  async remove(key: string): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.kept.lock(key);
      if (!before) throw new NotFound('provider_not_found');
      await this.kept.remove(before.id);
      await this.requireAWay();
      await this.record('provider.removed', key, { before: shown(before) });
    });
  }

  /** Returns why the provider does not work, or null if it answers as it should. */
  async test(key: string): Promise<ProviderFault | null> {
    const provider = await this.byKey(key);
    await this.record('provider.tested', key, {});
    try {
      await this.kinds.of(provider).test(await this.kept.access(provider));
      return null;
    } catch (error) {
      if (error instanceof ProviderFault) return error;
      throw error;
    }
  }

  renew(): Promise<number> {
    return this.kept.renew();
  }

  /** While passwords are off, one provider that works must let members in. */
  private async requireAWay(): Promise<void> {
    const { stuck } = await this.database.one<{ stuck: boolean }>(sql`
      select not ${PasswordAccess.allowed} and not exists (
        select from identity_provider where enabled and worked_at is not null) as stuck`);
    if (stuck) throw new Conflict('last_provider');
  }

  private async fit(draft: ProviderDraft, before?: Provider): Promise<ProviderDraft> {
    const kind = this.kinds.find(draft.kind);
    if (!kind) throw Invalid.field('kind', 'unknown');
    const settings: Record<string, string> = {};
    for (const { name, usual } of kind.fields) settings[name] = draft.settings[name] || (usual ?? '');
    const faults: Record<string, FieldFault | undefined> = {};
    if (!KEY.test(draft.key)) faults.key = 'bad_key';
    if (isBlank(draft.name)) faults.name = 'required';
    if (draft.secret === '' && !before) faults.secret = 'required';
    if (draft.secret.length > MOST_SECRET) faults.secret = `too_long:${MOST_SECRET}`;
    const wrong = kind.faultsOf(settings, this.config.demo);
    for (const [name, fault] of Object.entries(wrong)) faults[`settings.${name}`] = fault;
    const departmentIds = (await this.departments.list()).map(({ id }) => id);
    Invalid.any({ ...faults, ...faultsOfRules(draft.groups, departmentIds) });
    return { ...draft, settings, groups: draft.groups.filter((rule) => !isEmptyRule(rule)) };
  }

  private fixedOf({ kind, settings }: Provider): Record<string, string> {
    const fixed = this.kinds.of({ kind }).fields.filter((field) => field.fixed);
    return Object.fromEntries(fixed.map(({ name }) => [name, settings[name] ?? '']));
  }

  private record(action: string, id: string, changed: { before?: object; after?: object }): Promise<void> {
    return this.audit.record({ action, subject: { type: 'provider', id }, ...changed });
  }
}

function shown({
  kind,
  name,
  settings,
  linksByEmail,
  enabled,
  groups,
}: Omit<Provider, 'id' | 'workedAt' | 'key'>) {
  return { kind, name, settings, linksByEmail, enabled, groups };
}

/** That a secret was given is known, but never which. */
function withSecret(facts: object, { secret }: ProviderDraft): object {
  return secret === '' ? facts : { ...facts, secrets: ['secret'] };
}
