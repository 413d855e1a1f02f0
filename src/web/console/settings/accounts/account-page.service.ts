import { Injectable } from '@nestjs/common';
import { ABILITIES, missingFor } from '../../../../channels/wechat-official/index.js';
import { PURPOSES } from '../../../../notifications/index.js';
import { Config } from '../../../../platform/config/index.js';
import { explainReason, type Speaker } from '../../../../platform/words/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { AccountChoices } from './account-choices.service.js';
import { AccountParts } from './account-parts.service.js';
import { todoOf } from './account-todo.js';
import { type AccountLine, ChannelQueries } from './channels.queries.js';
import { FACTS } from './template-fields.js';

const EXAMPLE = { fields: 'character_string1 = number\nthing2 = stage' };

@Injectable()
export class AccountPage implements FormPage {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly parts: AccountParts,
    private readonly choices: AccountChoices,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  home({ params }: MemberRequest): string {
    return `/settings/channels/${encodeURIComponent(params.key as string)}`;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const speech = this.workbench.speech(request);
    const { t } = speech;
    const account = await this.accounts.one(request.params.key as string);
    const bindings = await this.accounts.bindings(account.id);
    const said = (reason: string | null) =>
      reason && { reason: explainReason(reason, speech), todo: todoOf(reason) };
    return this.workbench.render(request, 'console/settings/channel', {
      title: account.name,
      account,
      broken: said(account.brokenReason),
      clock: clockOf(account),
      ...(await this.parts.of(account.id, speech)),
      live: [`account:${account.id}`],
      abilities: abilitiesOf(account, speech),
      callback: `${this.config.publicUrl}/channels/wechat/${account.key}`,
      refused,
      saved: valuesOf(account),
      ...(await this.choices.of(request)),
      bindings: bindings.map((binding) => ({
        ...binding,
        fields: pairsOf(binding.fields),
        broken: said(binding.brokenReason),
      })),
      example: EXAMPLE,
      purposes: PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) })),
      facts: FACTS,
    });
  }
}

function clockOf({ clockAheadMs: ahead }: AccountLine): { word: string; seconds: number } {
  if (ahead === null) return { word: 'unknown', seconds: 0 };
  const seconds = Math.abs(Math.round(ahead / 1000));
  if (seconds === 0) return { word: 'same', seconds };
  return { word: ahead > 0 ? 'ahead' : 'behind', seconds };
}

function valuesOf(account: AccountLine): object {
  const { name, departmentKey, appId, accountType, verified, mode, apiUrl } = account;
  return {
    name,
    department: departmentKey,
    appId,
    type: accountType,
    verified: verified ? 'yes' : 'no',
    mode,
    apiUrl,
  };
}

/** Lists what the account may do, what the rest would require, and what WeChat has refused it since when. */
function abilitiesOf({ accountType: type, verified, refused }: AccountLine, speaker: Speaker): object[] {
  if (type === null || verified === null) return [];
  const reasons = Object.fromEntries(
    Object.entries(refused).map(([ability, { reason }]) => [ability, reason]),
  );
  return ABILITIES.map((ability) => ({
    ability,
    missing: missingFor({ type, verified, refused: reasons }, ability),
    ...(refused[ability] && {
      since: refused[ability].at,
      reason: explainReason(refused[ability].reason, speaker),
    }),
  }));
}

function pairsOf(fields: Record<string, string>): { keyword: string; fact: string }[] {
  return Object.entries(fields).map(([keyword, fact]) => ({ keyword, fact }));
}
