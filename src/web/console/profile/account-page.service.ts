import { Injectable } from '@nestjs/common';
import { NotFound } from '../../../platform/http/index.js';
import { Providers } from '../../../staff/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { Confirming } from './confirming.service.js';

/** Where a member joins an account of one provider. */
@Injectable()
export class AccountPage implements FormPage {
  constructor(
    private readonly providers: Providers,
    private readonly confirming: Confirming,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/profile';
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.draw(request, { refused });
  }

  /** `away` leads to the provider, for this browser and for ten minutes. */
  withWay(request: MemberRequest, away: string): Promise<string> {
    return this.draw(request, { away });
  }

  private async draw(request: MemberRequest, more: object): Promise<string> {
    const open = await this.providers.open();
    const provider = open.find(({ key }) => key === request.params.key);
    if (!provider) throw new NotFound('provider_not_found');
    const member = readerOf(request);
    return this.workbench.render(request, 'console/account', {
      ...more,
      key: provider.key,
      name: provider.name,
      email: member.email,
      way: await this.confirming.wayOf(request, member),
    });
  }
}
