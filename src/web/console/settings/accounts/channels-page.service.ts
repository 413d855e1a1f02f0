import { Injectable } from '@nestjs/common';
import type { FormState } from '../../form-state.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { AccountChoices } from './account-choices.service.js';
import { ChannelQueries } from './channels.queries.js';

const NEW = { mode: 'safe', department: 'support', type: 'service', verified: 'yes' };

@Injectable()
export class ChannelsPage {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly choices: AccountChoices,
    private readonly workbench: Workbench,
  ) {}

  async list(request: MemberRequest, add?: FormState): Promise<string> {
    return this.workbench.render(request, 'console/settings/channels', {
      accounts: await this.accounts.list(),
      add: add ?? { values: NEW, errors: {} },
      adding: add !== undefined,
      ...(await this.choices.of(request)),
    });
  }
}
