import { Injectable } from '@nestjs/common';
import { Profiles } from '../../../customers/index.js';
import { requireId } from '../../../platform/http/index.js';
import { CustomerRights } from '../../../tickets/index.js';
import { back, type FormPage, type Refused } from '../../forms/index.js';
import { CustomerQueries } from '../../queries/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class PhonePage implements FormPage {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly profiles: Profiles,
    private readonly rights: CustomerRights,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return back(request, '/inbox');
  }

  async reveal(request: MemberRequest, customerId: string): Promise<string> {
    const member = readerOf(request);
    const customer = await this.customers.one(member, customerId);
    await this.rights.require(member, customer.id);
    return this.draw(request, customer, { phone: await this.profiles.revealPhone(customer.id, member) });
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const id = requireId(String(request.params.id));
    return this.draw(request, await this.customers.one(readerOf(request), id), { refused });
  }

  private draw(request: MemberRequest, customer: object, shown: object): Promise<string> {
    return this.workbench.render(request, 'console/phone', {
      customer,
      ...shown,
      back: this.home(request),
    });
  }
}
