import { Injectable } from '@nestjs/common';
import { Profiles } from '../../customers/index.js';
import { CustomerRights } from '../../tickets/index.js';
import { CustomerQueries } from '../queries/index.js';
import { back } from './back.js';
import { type MemberRequest, readerOf, Workbench } from './workbench.service.js';

@Injectable()
export class PhonePage {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly profiles: Profiles,
    private readonly rights: CustomerRights,
    private readonly workbench: Workbench,
  ) {}

  async draw(request: MemberRequest, customerId: string): Promise<string> {
    const member = readerOf(request);
    const customer = await this.customers.one(member, customerId);
    await this.rights.require(member, customer.id);
    const phone = await this.profiles.revealPhone(customer.id, member);
    return this.workbench.render(request, 'console/phone', {
      customer,
      phone,
      back: back(request, '/inbox'),
    });
  }
}
