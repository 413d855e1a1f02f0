import { Injectable } from '@nestjs/common';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { AccountChoices } from './account-choices.service.js';
import { ChannelQueries } from './channels.queries.js';

const NEW = { mode: 'safe', department: 'support', type: 'service', verified: 'yes' };

@Injectable()
export class ChannelsPage implements FormPage {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly choices: AccountChoices,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/channels';
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.workbench.render(request, 'console/settings/channels', this.model(request, refused));
  }

  private async model(request: MemberRequest, refused?: Refused) {
    const [accounts, choices] = await Promise.all([this.accounts.list(), this.choices.of(request)]);
    return { accounts, refused, fresh: NEW, ...choices };
  }
}
