import { Injectable } from '@nestjs/common';
import { ABILITIES, ACCOUNT_TYPES, missingFor } from '../../../channels/wechat-official/index.js';
import { Config } from '../../../platform/config/index.js';
import { NotFound } from '../../../platform/http/index.js';
import { PURPOSES } from '../../../notifications/index.js';
import { Departments } from '../../../staff/index.js';
import type { FormState } from '../form-state.js';
import { type MemberRequest, Workbench } from '../workbench.service.js';
import { type AccountLine, ChannelQueries } from './channels.queries.js';
import { FACTS } from './template-fields.js';

const MODES = ['safe', 'compatible', 'plain'] as const;

@Injectable()
export class ChannelsPage {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly departments: Departments,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  async list(request: MemberRequest, add?: FormState): Promise<string> {
    const { t, local } = this.workbench.speech(request);
    const departments = await this.departments.list();
    return this.workbench.render(request, 'console/settings/channels', {
      accounts: await this.accounts.list(),
      add: add ?? {
        values: { mode: 'safe', department: 'support', type: 'service', verified: 'yes' },
        errors: {},
      },
      adding: add !== undefined,
      types: ACCOUNT_TYPES.map((value) => ({ value, label: t(`channels.type.${value}`) })),
      verifieds: ['yes', 'no'].map((value) => ({ value, label: t(`channels.verified_${value}`) })),
      modes: MODES.map((value) => ({ value, label: t(`channels.mode.${value}`) })),
      departments: departments.map(({ key, name }) => ({ value: key, label: local(name) })),
    });
  }

  /** An official account; throws NotFound for others, which have no templates. */
  async official(key: string): Promise<AccountLine> {
    const account = await this.accounts.one(key);
    if (account.appId === null) throw new NotFound('account_not_found', 'There is no such official account.');
    return account;
  }

  async account(request: MemberRequest, key: string, bind?: FormState): Promise<string> {
    const { t } = this.workbench.speech(request);
    const account = await this.accounts.one(key);
    const bindings = await this.accounts.bindings(account.id);
    return this.workbench.render(request, 'console/settings/channel', {
      title: account.name,
      account,
      abilities: abilitiesOf(account),
      callback: `${this.config.publicUrl}/channels/wechat/${account.key}`,
      bindings: bindings.map((binding) => ({ ...binding, fields: pairsOf(binding.fields) })),
      bind: bind ?? { values: { fields: 'character_string1 = number\nthing2 = stage' }, errors: {} },
      purposes: PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) })),
      facts: FACTS,
    });
  }
}

/** What this kind of account may do, and what would be needed for the rest. */
function abilitiesOf({ accountType: type, verified }: AccountLine): object[] {
  if (type === null || verified === null) return [];
  return ABILITIES.map((ability) => ({ ability, missing: missingFor({ type, verified }, ability) }));
}

function pairsOf(fields: Record<string, string>): { keyword: string; fact: string }[] {
  return Object.entries(fields).map(([keyword, fact]) => ({ keyword, fact }));
}
