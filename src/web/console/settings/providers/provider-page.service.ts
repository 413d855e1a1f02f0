import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import { NotFound } from '../../../../platform/http/index.js';
import { KEY } from '../../../../platform/text/index.js';
import { Departments, IdentityProviders, Providers, returnAddress, ROLES } from '../../../../staff/index.js';
import { type FormPage, type Refused, rowsAt, textAt } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { randomKey } from '../names.js';
import { savedOf, SPARE } from './provider-form.js';

interface Shown {
  kind: string;
  key: string;
  isNew: boolean;
  saved: object;
  groups: number;
}

/** One provider: a new one of the address's kind, or one that is there. */
@Injectable()
export class ProviderPage implements FormPage {
  constructor(
    private readonly providers: Providers,
    private readonly kinds: IdentityProviders,
    private readonly departments: Departments,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/providers';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { t, local } = this.workbench.speech(request);
    const { kind } = request.params;
    const shown = kind === undefined ? await this.known(request) : this.fresh(String(kind), refused);
    const departments = await this.departments.list();
    const typed =
      refused && Object.hasOwn(refused.values, 'groups') && rowsAt(refused.values, 'groups').length;
    return this.workbench.render(request, 'console/settings/provider', {
      ...shown,
      refused,
      secretSuffix: shown.isNew ? '' : '_known',
      action: shown.isNew ? `/settings/providers/new/${shown.kind}` : `/settings/providers/${shown.key}`,
      returnTo: returnAddress(this.config.publicUrl, shown.key),
      host: new URL(this.config.publicUrl).host,
      fields: this.kinds.of(shown).fields.map((field) => ({
        ...field,
        path: `settings.${field.name}`,
        isShut: field.fixed === true && !shown.isNew,
      })),
      places: Array.from({ length: typed || shown.groups + SPARE }, (_, place) => place),
      roles: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
      choices: departments.map(({ id, name }) => ({ value: id, label: local(name) })),
    });
  }

  private async known(request: MemberRequest): Promise<Shown & { name: object; workedAt: Date | null }> {
    const provider = await this.providers.byKey(String(request.params.key));
    const { key, kind, name, workedAt, groups } = provider;
    return { key, kind, name, workedAt, isNew: false, saved: savedOf(provider), groups: groups.length };
  }

  /** The key is made up before it is saved, because the provider has to know the address that ends with it. */
  private fresh(kind: string, refused?: Refused): Shown {
    if (!this.kinds.find(kind)) throw new NotFound('provider_not_found');
    const typed = refused ? textAt(refused.values, 'key') : '';
    const key = KEY.test(typed) && refused?.errors.key === undefined ? typed : randomKey(kind);
    return { kind, key, isNew: true, saved: { enabled: 'yes' }, groups: 0 };
  }
}
